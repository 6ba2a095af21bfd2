"""The job that makes suggestions anew where texts have changed, and measures the graph of links."""

from characters import graph, similarity
from characters.models import SimilaritySuggestion
from desk.models import Job

KIND = "rebuild_suggestions"


def rebuild_suggestions(run) -> dict:
    """The work of a job: its report is a ``characters.graph.Graph`` with how many were renewed. May run twice."""
    num_renewed = similarity.renew_stale(expect=run.expect, count=run.count)
    num_open = SimilaritySuggestion.objects.waiting().count()
    return {**graph.measure().to_json(), "num_renewed": num_renewed, "num_suggested": num_open}


def last_measured() -> Job | None:
    """The newest job that is done: its report says how the graph was at its end."""
    return Job.objects.filter(kind=KIND, state=Job.State.DONE).order_by("-ended_at", "-id").first()


def running() -> Job | None:
    return Job.objects.filter(kind=KIND, state__in=(Job.State.QUEUED, Job.State.RUNNING)).first()


def is_cut_off(character_id: int) -> bool:
    """Whether no chain of links led here from the home page when that was last measured."""
    newest = Job.objects.filter(kind=KIND, state=Job.State.DONE).order_by("-ended_at", "-id")[:1]
    return Job.objects.filter(pk__in=newest.values("pk"), report__cut_off__contains=character_id).exists()
