"""The page of the whole graph, and the job that measures it."""

import pytest
from django.urls import reverse

from characters import publishing
from characters.models import SimilaritySuggestion
from desk import jobs
from desk.models import Job
from desk.similar import rebuilding
from tests.factories import SimilarityLinkFactory, published_character

pytestmark = pytest.mark.django_db
URL = "/admin/similarity/"


def linked(one, *others):
    for other in others:
        SimilarityLinkFactory(character=one, similar=other)
    publishing.publish(one)


def measured(editor_client):
    response = editor_client.post(reverse("desk:rebuild_suggestions"))
    job = Job.objects.get()
    assert response.url == reverse("desk:job", args=[job.pk])
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.DONE
    return job


def test_the_page_asks_for_a_first_measure(editor_client):
    assert "has not been measured yet" in editor_client.get(URL).content.decode()


def test_the_job_finds_orphans_one_way_links_and_islands(editor_client):
    people = [published_character(name=f"Person {n}", sort_name=f"a{n}") for n in range(6)]
    lonely = [published_character(name=f"Lonely {n}", sort_name=f"z{n}") for n in range(2)]
    # The home page shows six of one era by who is linked most: these, since nobody else is.
    for one, other in zip(people, people[1:] + people[:1], strict=True):
        linked(one, other)
    linked(*lonely)
    extra = published_character(name="Orphan", sort_name="zz")
    linked(extra, people[0])
    report = measured(editor_client).report
    assert report["orphans"] == [lonely[0].pk, extra.pk]
    assert report["cut_off"] == [lonely[0].pk, lonely[1].pk, extra.pk]
    assert report["islands"] == [[lonely[0].pk, lonely[1].pk], [extra.pk]]
    assert [lonely[0].pk, lonely[1].pk] in report["one_way"]
    assert report["num_links"] == report["num_one_way"] == 8
    text = editor_client.get(URL).content.decode()
    assert "Lonely 1" in text
    assert "Orphans: 2" in text
    assert "Island." in editor_client.get(reverse("desk:similar", args=[extra.pk])).content.decode()
    assert "Island." not in editor_client.get(reverse("desk:similar", args=[people[0].pk])).content.decode()


def test_one_rebuild_at_a_time(editor_client):
    first = editor_client.post(reverse("desk:rebuild_suggestions"))
    assert editor_client.post(reverse("desk:rebuild_suggestions")).url == first.url


def test_its_report_leads_back_to_the_graph(editor_client):
    job = measured(editor_client)
    text = editor_client.get(reverse("desk:job", args=[job.pk])).content.decode()
    assert "looked at again" in text
    assert URL in text


def test_the_best_suggestions_wait_there_each_pair_once_and_are_accepted_there(editor_client):
    ada, alan = published_character(name="Ada"), published_character(name="Alan")
    for one, other in ((ada, alan), (alan, ada)):
        SimilaritySuggestion.objects.create(character=one, similar=other, score=0.8, reasons=["Both."])
    text = editor_client.get(URL).content.decode()
    assert text.count("Very alike") == 1
    said = {"similar": alan.pk, "reason": "One.", "place": "graph"}
    response = editor_client.post(reverse("desk:link_similar", args=[ada.pk]), said)
    assert response.url == URL
    answer = editor_client.post(
        reverse("desk:link_similar", args=[alan.pk]),
        {"similar": ada.pk, "reason": "Two.", "place": "graph"},
        HTTP_HX_REQUEST="true",
    )
    assert "Linked." in answer.content.decode()
    assert "neighbourhood" not in answer.content.decode()


@pytest.mark.parametrize("show", ["", "islands", "orphans", "one_way", "suggestions"])
def test_every_list_takes_few_queries(editor_client, show, django_assert_max_num_queries):
    ids = [published_character(name=f"Person {n}").pk for n in range(60)]
    report = {
        "orphans": ids, "cut_off": ids, "islands": [[pk] for pk in ids], "num_one_way": 59,
        "one_way": [list(pair) for pair in zip(ids, ids[1:], strict=False)],
    }  # fmt: skip
    job = jobs.start(rebuilding.KIND)
    Job.objects.update(state=Job.State.DONE, report=report, ended_at=job.asked_at)
    for one, other in zip(ids, ids[1:], strict=False):
        SimilaritySuggestion.objects.create(character_id=one, similar_id=other, score=0.5, reasons=["Both."])
    editor_client.get(URL)
    with django_assert_max_num_queries(15):
        response = editor_client.get(URL, {"show": show, "page": "2"})
    assert "Person 5" in response.content.decode()
