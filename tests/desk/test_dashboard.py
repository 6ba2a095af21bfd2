"""The admin's first page: what waits, what is weak, what visitors ask for, and what has been going on."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from characters import publishing
from characters.models import Schedule
from chat.models import Generation
from desk.models import Job, ReviewNote
from tests.chat.factories import conversation, seconds_from_now, taken_turn
from tests.desk.people import a_writer, browser_of
from tests.factories import CharacterFactory, EditorFactory, UserFactory, published_character

pytestmark = pytest.mark.django_db
HOME = "/admin/"
LIST = "/admin/characters/character/"


def boxes(client) -> dict:
    return {box.name: box for box in client.get(HOME).context["boxes"]}


def lines(box) -> list[str]:
    return [" ".join(filter(None, (row.text, row.meta))) for row in box.rows]


def asked_by(num, character, question="what of volcanoes", **fields):
    for _ in range(num):
        user = EditorFactory() if fields.get("is_trial") else UserFactory()
        row = taken_turn(user, into=conversation(user, character=character, **fields))
        Generation.objects.filter(pk=row.pk).update(unanswered=question)


def test_an_empty_desk_says_what_will_stand_where(editor_client):
    page = editor_client.get(HOME).content.decode()
    assert "The catalog is empty." in page
    for box in boxes(editor_client).values():
        assert not box.rows
        assert box.empty in page.replace("&#x27;", "'")


def test_the_figures_lead_to_the_lists_that_they_count(editor_client):
    for name in ("One", "Two", "Three"):
        published_character(name=name)
    publishing.withdraw(published_character(name="Gone"))
    CharacterFactory(name="Drafted")
    CharacterFactory(name="Submitted", submitted_at=timezone.now())
    figures = editor_client.get(HOME).context["figures"]
    assert [(figure.label, figure.num) for figure in figures] == [
        ("Published", 3), ("In review", 1), ("Drafts", 1), ("Withdrawn", 1),
    ]  # fmt: skip
    for figure in figures:
        assert len(editor_client.get(figure.url).context["cl"].result_list) == figure.num


def test_what_waits_for_review_says_since_when_and_by_whom(editor_client):
    writer = a_writer(email="writer@example.org")
    since = timezone.now() - dt.timedelta(days=3)
    CharacterFactory(name="Waiting", submitted_at=since, submitted_by=writer)
    CharacterFactory(name="Just in", submitted_at=timezone.now())
    box = boxes(editor_client)["review"]
    assert lines(box) == ["Waiting submitted 3 days ago by writer@example.org", "Just in submitted today"]
    assert (box.num, box.all_url) == (2, LIST + "?status=in-review")


def test_what_is_scheduled_next_and_what_failed(editor_client):
    later, failed, old = (published_character(name=name) for name in ("Later", "Failed", "Old"))
    kind, now = "WITHDRAW", timezone.now()
    Schedule.objects.create(character=later, kind=kind, due_at=seconds_from_now(3600))
    for character, days in ((failed, 1), (old, 30)):
        when = now - dt.timedelta(days=days)
        Schedule.objects.create(
            character=character,
            kind=kind,
            due_at=when,
            ended_at=when,
            state="FAILED",
            failure="The page was gone.",
        )
    box = boxes(editor_client)["scheduled"]
    assert [row.text for row in box.rows] == ["Failed", "Later"]
    assert box.rows[0].is_bad
    assert "The page was gone." in box.rows[0].meta
    assert "goes away" in box.rows[1].meta


def test_mine_weak_notes_and_untouched(editor_client, editor):
    mine = CharacterFactory(name="Mine", assigned_to=editor)
    weak = CharacterFactory(name="Weak", num_blocking=2, num_warnings=1)
    ReviewNote.objects.create(character=mine, text="Check the year.")
    ReviewNote.objects.create(character=mine, text="Done.", resolved_at=timezone.now())
    found = boxes(editor_client)
    assert [row.text for row in found["mine"].rows] == ["Mine"]
    assert lines(found["weak"]) == ["Weak 2 missing, 1 weak"]
    assert [(row.text, row.num) for row in found["notes"].rows] == [("Mine", 1)]
    assert [row.text for row in found["untouched"].rows] == [mine.name, weak.name]
    assert "Check the year" not in editor_client.get(HOME).content.decode()
    names = [row.name for row in editor_client.get(found["untouched"].all_url).context["cl"].result_list]
    assert names == ["Mine", "Weak"]


def test_most_talked_to_counts_this_months_conversations_and_no_trials(editor_client, user):
    much, little = published_character(name="Much"), published_character(name="Little")
    for character, num in ((much, 3), (little, 1)):
        for _ in range(num):
            conversation(user, character=character)
    for _ in range(5):
        conversation(user, character=little, is_trial=True)
    old = conversation(user, character=little)
    type(old).objects.filter(pk=old.pk).update(created_at=timezone.now() - dt.timedelta(days=31))
    assert [(row.text, row.num) for row in boxes(editor_client)["talked"].rows] == [
        ("Much", 3),
        ("Little", 1),
    ]


def test_questions_that_no_page_answers_are_shown_when_three_people_asked(editor_client):
    ada = published_character(name="Ada")
    asked_by(3, ada, "what of volcanoes")
    asked_by(2, ada, "what of my secret")
    asked_by(4, ada, "what of trials", is_trial=True)
    box = boxes(editor_client)["unanswered"]
    assert [(row.text, row.meta, row.num) for row in box.rows] == [("“what of volcanoes”", "to Ada", 3)]
    for url in (HOME, box.rows[0].url):
        page = editor_client.get(url).content.decode()
        assert "what of volcanoes" in page
        assert "at least 3 different people" in page
        assert "secret" not in page
        assert "trials" not in page


def test_the_unanswered_questions_of_one_character_are_its_own(editor_client):
    ada, other = published_character(name="Ada"), published_character(name="Other")
    asked_by(3, ada, "what of volcanoes")
    asked_by(3, other, "what of icebergs")
    page = editor_client.get(reverse("desk:unanswered", args=[ada.pk])).content.decode()
    assert "what of volcanoes" in page
    assert "icebergs" not in page
    assert editor_client.get(reverse("desk:unanswered", args=[0])).status_code == 404


def test_jobs_that_run_or_failed_and_what_was_published_lately(editor_client, editor):
    ada = published_character(name="Ada", by=editor)
    published_character(name="Ada", translation_of=ada, language="de", by=editor)
    Job.objects.create(kind="publish_many", state="RUNNING", num_done=3, num_all=9)
    Job.objects.create(kind="withdraw_many", state="FAILED", failure="No disk.", ended_at=timezone.now())
    Job.objects.create(kind="tag_many", state="DONE", ended_at=timezone.now())
    found = boxes(editor_client)
    assert sorted(lines(found["jobs"])) == ["Publish many Running: 3 of 9", "Withdraw many Failed: No disk."]
    assert lines(found["published"]) == [
        f"Ada (Deutsch), edition 1 today by {editor}", f"Ada, edition 1 today by {editor}",
    ]  # fmt: skip


def test_writers_have_a_dashboard_and_others_have_none(user_client):
    CharacterFactory(name="Ada")
    assert boxes(browser_of(a_writer()))["untouched"].rows
    nobody = UserFactory(is_staff=True)
    page = browser_of(nobody).get(HOME)
    assert page.status_code == 200
    assert "boxes" not in page.context
    assert "Ada" not in page.content.decode()
    assert user_client.get(HOME, follow=True).status_code == 403


def test_the_dashboard_costs_the_same_queries_however_much_it_shows(
    editor_client, editor, django_assert_max_num_queries, django_assert_num_queries
):
    def fill():
        character = published_character(by=EditorFactory(), assigned_to=editor, num_warnings=1)
        CharacterFactory(submitted_at=timezone.now(), submitted_by=EditorFactory())
        Schedule.objects.create(character=character, kind="WITHDRAW", due_at=seconds_from_now(60))
        ReviewNote.objects.create(character=character, text="Look.")
        Job.objects.create(kind="publish_many", asked_by=editor)
        asked_by(3, character)

    fill()
    editor_client.get(HOME)
    with django_assert_max_num_queries(15) as few:
        editor_client.get(HOME)
    for _ in range(3):
        fill()
    with django_assert_num_queries(len(few)):
        editor_client.get(HOME)
