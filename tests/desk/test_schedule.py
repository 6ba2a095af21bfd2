"""Editors give an edition a date, and a page its end; see what waits and what came of it; call off."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from characters import publishing, scheduling
from characters.models import Schedule
from tests.characters.test_scheduling import changed, draft, let_time_pass, tomorrow
from tests.desk.admin_forms import change_url
from tests.factories import CharacterFactory, EditorFactory, published_character

pytestmark = pytest.mark.django_db
State = Schedule.State
LIST = "/admin/characters/schedule/"
SOON = "2026-12-01T09:30"


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    """So that the times here stay ahead."""
    monkeypatch.setattr(timezone, "now", lambda: dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC))


def page_of(character) -> str:
    return reverse("desk:schedule", args=[character.pk])


def said(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def ask(client, kind, character, **data):
    return client.post(reverse(f"desk:schedule_{kind}", args=[character.pk]), data, follow=True)


def test_an_editor_gives_the_draft_a_date(editor_client, editor):
    character = draft(name="Ada")
    response = ask(editor_client, "publishing", character, due_at=SOON, note="For her birthday")
    assert "Edition 1 goes live on 1 December 2026, 09:30 UTC" in said(response)
    schedule = character.schedules.get()
    assert schedule.due_at == dt.datetime(2026, 12, 1, 9, 30, tzinfo=dt.UTC)
    assert (schedule.asked_by, schedule.edition.note) == (editor, "For her birthday")
    assert "For her birthday" in response.content.decode()
    head = editor_client.get(change_url(character)).content.decode()
    assert "<strong>Edition 1</strong> goes live on" in head
    assert "1 Dec 2026, 09:30 UTC" in head


def test_an_editor_gives_the_page_its_end(editor_client):
    character = published_character()
    response = ask(editor_client, "withdrawal", character, due_at=SOON)
    assert "The page goes away on 1 December 2026, 09:30 UTC" in said(response)
    assert character.schedules.get().kind == "WITHDRAW"


def test_the_form_leads_back_to_the_page_that_it_stood_on_and_to_no_other_site(editor_client):
    character = draft()
    there = change_url(character)
    url = reverse("desk:schedule_publishing", args=[character.pk])
    assert editor_client.post(url, {"due_at": SOON, "next": there}).url == there
    away = editor_client.post(url, {"due_at": SOON, "next": "//evil.example/"})
    assert away.url == page_of(character)


@pytest.mark.parametrize(
    ("due_at", "sentence"),
    [
        ("", "Give a day and a time."),
        ("tomorrow", "Give a day and a time such as 2027-03-01 09:30."),
        ("2026-11-20T11:59", "This time has passed."),
        ("2036-01-01T00:00", "This is more than five years away."),
    ],
)
@pytest.mark.parametrize("kind", ["publishing", "withdrawal"])
def test_a_time_that_makes_no_sense_is_refused_in_words_and_kept(editor_client, kind, due_at, sentence):
    character = changed(published_character(), tagline="Another.")
    response = ask(editor_client, kind, character, due_at=due_at, note="Typed with care.")
    page = response.content.decode()
    assert response.status_code == 200
    assert sentence in page
    assert f'value="{due_at}"' in page or not due_at
    assert f'name="next" value="{page_of(character)}"' in page
    assert ("Typed with care." in page) == (kind == "publishing")
    assert not Schedule.objects.exists()


def test_what_is_missing_is_said_and_nothing_scheduled(editor_client):
    response = ask(editor_client, "publishing", CharacterFactory(greeting=""), due_at=SOON)
    page = response.content.decode()
    assert "The greeting is empty." in page
    assert f'value="{SOON}"' in page
    assert not Schedule.objects.exists()


def test_nothing_new_and_nothing_to_withdraw_are_said(editor_client):
    page = ask(editor_client, "publishing", published_character(), due_at=SOON).content.decode()
    assert "The draft says what is live already." in page
    page = ask(editor_client, "withdrawal", draft(), due_at=SOON).content.decode()
    assert "There is no page to withdraw" in page


def test_what_waits_can_be_called_off_once(editor_client):
    character = draft()
    schedule = scheduling.schedule_publishing(character, due_at=tomorrow())
    url = reverse("desk:call_off", args=[schedule.pk])
    assert url in editor_client.get(page_of(character)).content.decode()
    assert "Called off." in said(editor_client.post(url, follow=True))
    response = editor_client.post(url, follow=True)
    assert "too late to call this off" in said(response)
    assert "Somebody called it off." in response.content.decode()


def test_the_page_shows_what_came_of_earlier_ones(editor_client):
    character = draft()
    failing = scheduling.schedule_publishing(character, due_at=tomorrow())
    published_character(slug="other")
    let_time_pass(failing)
    scheduling.run_due()
    scheduling.schedule_withdrawal(character, due_at=tomorrow())
    publishing.withdraw(character)
    page = editor_client.get(page_of(character)).content.decode()
    assert "Publish edition 1" in page
    assert "The page was withdrawn before." in page


def test_who_may_not_publish_sees_the_schedule_and_changes_nothing(editor_client, editor):
    group = editor.groups.get()
    group.permissions.remove(group.permissions.get(codename="publish_character"))
    character = draft()
    schedule = scheduling.schedule_publishing(character, due_at=tomorrow())
    page = editor_client.get(page_of(character)).content.decode()
    assert "goes live on" in page
    assert "Call off" not in page
    assert "Schedule the publication" not in page
    assert ask(editor_client, "publishing", character, due_at=SOON).status_code == 403
    assert ask(editor_client, "withdrawal", character, due_at=SOON).status_code == 403
    assert editor_client.post(reverse("desk:call_off", args=[schedule.pk])).status_code == 403
    data = {"action": "call_off_selected", "_selected_action": [schedule.pk]}
    editor_client.post(LIST, data)
    assert Schedule.objects.get().state == State.PENDING


# --- The list of all ---


def test_the_list_shows_all_and_calls_off_what_waits(editor_client):
    ada, zeno = draft(name="Ada"), published_character(name="Zeno")
    coming = scheduling.schedule_publishing(ada, due_at=tomorrow(), by=EditorFactory())
    going = scheduling.schedule_withdrawal(zeno, due_at=tomorrow())
    page = editor_client.get(LIST).content.decode()
    for words in ("Publish edition 1", "Withdraw", "Ada", "Zeno", page_of(ada)):
        assert words in page
    data = {"action": "call_off_selected", "_selected_action": [coming.pk, going.pk]}
    assert "2 are called off." in said(editor_client.post(LIST, data, follow=True))
    assert "it was over already" in said(editor_client.post(LIST, data, follow=True))
    found = editor_client.get(LIST, {"q": "zen"}).context["cl"].result_list
    assert [schedule.character for schedule in found] == [zeno]


def test_the_list_begins_with_what_happens_next(editor_client):
    over, later, soon = (published_character(name=name) for name in ("Olga Over", "Lea Later", "Sue Soon"))
    for character, days in ((over, 1), (later, 9), (soon, 2)):
        due_at = timezone.now() + dt.timedelta(days=days)
        scheduling.schedule_withdrawal(character, due_at=due_at, by=EditorFactory())
    scheduling.call_off(over.schedules.get(), by=EditorFactory())
    page = editor_client.get(LIST).content.decode()
    assert page.index("Sue Soon") < page.index("Lea Later") < page.index("Olga Over")


def test_nothing_is_added_changed_or_deleted_in_the_list(editor_client):
    schedule = scheduling.schedule_publishing(draft(), due_at=tomorrow())
    assert editor_client.get(f"{LIST}add/").status_code == 403
    assert editor_client.post(f"{LIST}{schedule.pk}/delete/", {"post": "yes"}).status_code == 403
    assert editor_client.get(f"{LIST}{schedule.pk}/change/").status_code == 200


def test_list_and_page_cost_the_same_queries_however_much_they_show(
    editor_client, django_assert_max_num_queries, django_assert_num_queries
):
    character = draft()
    scheduling.schedule_publishing(character, due_at=tomorrow(), by=EditorFactory())
    urls = (LIST, page_of(character))
    counts = []
    for url in urls:
        editor_client.get(url)
        with django_assert_max_num_queries(15) as few:
            editor_client.get(url)
        counts.append(len(few))
    for number in range(4):
        scheduling.schedule_publishing(
            character, due_at=tomorrow(number), by=EditorFactory(), note=str(number)
        )
        scheduling.schedule_publishing(draft(), due_at=tomorrow())
    for url, count in zip(urls, counts, strict=True):
        with django_assert_num_queries(count):
            editor_client.get(url)
