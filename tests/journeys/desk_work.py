"""Work that stands around on the editors' desk of the journeys' site, so that its pages have something to show."""

import datetime as dt

from django.utils import timezone

from characters.models import Character, Schedule
from chat.models import Generation
from desk.acting import acting
from desk.models import ReviewNote, SavedFilter
from tests.chat.factories import conversation, taken_turn
from tests.factories import CharacterFactory, UserFactory

QUESTION = "what did you think of the circus"


def leave_some(editor):
    """A draft in review, a schedule, notes, tags, a saved filter, a change by the editor, and a question of three."""
    now = timezone.now()
    CharacterFactory(
        slug="nora-next", name="Nora Next", submitted_at=now - dt.timedelta(days=2), submitted_by=editor,
        num_warnings=2, changed_by=editor,
    )  # fmt: skip
    curie, marx = (Character.objects.get(slug=slug) for slug in ("marie-curie", "karl-marx"))
    Schedule.objects.create(
        character=curie, kind=Schedule.Kind.WITHDRAW, due_at=now + dt.timedelta(days=400), asked_by=editor
    )
    ReviewNote.objects.create(
        character=marx, about="Biography", text="Check the year of the move.", written_by=editor
    )
    Character.objects.filter(pk=marx.pk).update(assigned_to=editor, tags=["check dates"], num_blocking=1)
    SavedFilter.objects.create(owner=editor, name="Dates to check", query="tag=check+dates", is_shared=True)
    with acting(editor):
        marx.refresh_from_db()
        marx.example_dialogue += "\n\n- And the factory?\n- Stand in one for twelve hours, and then ask me."
        marx.save()
    for _ in range(3):
        reader = UserFactory(password=None)
        asked = taken_turn(reader, into=conversation(reader, character=curie), text="What of the circus?")
        Generation.objects.filter(pk=asked.pk).update(
            unanswered=QUESTION, state=Generation.State.COMPLETE, finished_at=now
        )
