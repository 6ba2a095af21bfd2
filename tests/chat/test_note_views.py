"""The pages of notes, with and without htmx, and what they answer to what nobody should send."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from chat import tasks
from chat.models import Generation, Note
from tests.chat.answers import HTMX, page_of
from tests.chat.factories import long_talk

pytestmark = pytest.mark.django_db


@pytest.fixture
def noted(user, talk):
    long_talk(user, num_turns=3, into=talk)
    upto = talk.messages.filter(role="CHARACTER").order_by("pk")[1]
    return Note.objects.create(conversation=talk, upto=upto, text="Ben asked of ships.", engine="curated")


@pytest.fixture
def post(user_client, noted):
    def to(name, *, htmx=False, client=user_client, **form):
        form = {"mark": noted.mark, **form}
        return client.post(reverse(f"chat:{name}", args=[noted.pk]), form, headers=HTMX if htmx else {})

    return to


def test_a_thread_shows_the_note_where_it_ends(user_client, talk, noted):
    page = page_of(user_client.get(talk.get_absolute_url()))
    assert page.index("Answer 2.") < page.index("Ben asked of ships.") < page.index("Question 3?")
    assert "Made without a language model" in page
    assert page.count('class="note"') == 1


def test_a_thread_costs_the_same_with_many_notes(user_client, user, talk, noted):
    def num_queries():
        with CaptureQueriesContext(connection) as queries:
            page = page_of(user_client.get(talk.get_absolute_url()))
        return len(queries), page.count('class="note"')

    long_talk(user, num_turns=40, into=talk)
    before, _ = num_queries()
    for upto in talk.messages.filter(role="CHARACTER", pk__gt=noted.upto_id)[:20]:
        Note.objects.create(conversation=talk, upto=upto, text="More.", engine="curated")
    assert num_queries() == (before, 21)


def test_a_change_is_kept_with_and_without_scripts(user_client, post, talk, noted):
    answer = post("note_edit", text="Ben asked of <b>sails</b>.", htmx=True)
    assert "Ben asked of &lt;b&gt;sails&lt;/b&gt;." in page_of(answer)
    assert "Changed by you" in page_of(answer)
    noted.refresh_from_db()
    answer = post("note_edit", text="Ben asked of nets.", mark=noted.mark)
    assert answer.status_code == 302
    assert answer.url == f"{talk.get_absolute_url()}#message-{noted.upto_id}"
    noted.refresh_from_db()
    assert noted.text == "Ben asked of nets."


def test_the_form_stands_alone_or_in_the_thread(user_client, noted):
    address = reverse("chat:note_edit", args=[noted.pk])
    assert "<h1>Change the note</h1>" in page_of(user_client.get(address))
    assert "<h1>" not in page_of(user_client.get(address, headers=HTMX))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "has to say something"),
        ("\u200b\u200d", "has to say something"),
        ("\x00\x00", "has to say something"),
        ("x" * 4001, "at most 4,000 characters"),
        ("x" * 30_000, "at most 4,000 characters"),
    ],
)
def test_what_is_no_note_is_refused_with_a_sentence_and_what_was_typed_stays(post, noted, text, words):
    answer = post("note_edit", text=text)
    assert answer.status_code == 422
    assert words in page_of(answer)
    if text.startswith("x"):
        assert text in page_of(answer)
    assert post("note_edit", text=text, htmx=True).status_code == 200
    noted.refresh_from_db()
    assert noted.text == "Ben asked of ships."


def test_a_megabyte_is_refused_as_everywhere(post, noted):
    assert post("note_edit", text="x" * 1_000_000).status_code == 400


@pytest.mark.parametrize(
    "text", ["\u202egnihton", "a" + "\u0301" * 3000, "🦉\u200d", "a\x00b", "</textarea><script>"]
)
def test_what_looks_odd_is_somebodys_note_all_the_same(post, noted, text):
    assert post("note_edit", text=text).status_code == 302
    noted.refresh_from_db()
    assert noted.text == text.replace("\x00", "")


def test_a_lone_surrogate_cannot_get_in(user_client, noted):
    body = f"mark={noted.mark}&text=a%ED%A0%BDb".encode().replace(b"+", b"%2B")
    address = reverse("chat:note_edit", args=[noted.pk])
    answer = user_client.post(address, body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in (302, 422)
    Note.objects.get().text.encode()


@pytest.mark.parametrize("mark", ["", "forged", "\x00", "9" * 5000])
def test_a_form_that_shows_an_older_text_says_so_and_shows_the_newer(post, noted, mark):
    answer = post("note_edit", text="Mine.", mark=mark)
    assert answer.status_code == 409
    page = page_of(answer)
    assert "has changed meanwhile" in page
    assert ">Mine.</textarea>" in page
    assert "Ben asked of ships." in page
    assert noted.mark.split("+")[0] in page


def test_nobody_else_finds_a_note(post, noted, other_client):
    for name in ("note_edit", "note_anew"):
        assert post(name, client=other_client, text="Mine.").status_code == 404
    assert other_client.get(reverse("chat:note", args=[noted.pk])).status_code == 404


@pytest.fixture
def other_client(client):
    from tests.factories import UserFactory

    client.force_login(UserFactory())
    return client


def test_writing_anew_says_that_it_is_going_on(post, user_client, noted, monkeypatch):
    asked = []
    monkeypatch.setattr(tasks, "ask_for_note_anew", lambda pk: asked.append(pk) or True)
    assert "written a moment ago" in page_of(post("note_anew", htmx=True))
    Note.objects.update(made_at=timezone.now() - dt.timedelta(hours=1))
    page = page_of(post("note_anew", htmx=True))
    assert "It is being written anew." in page
    assert "Ben asked of ships." in page
    assert 'hx-trigger="every 2s"' in page
    assert post("note_anew").status_code == 302
    assert asked == [noted.pk]


def test_a_first_note_says_that_it_is_being_written(user_client, talk, noted):
    Note.objects.update(text="", writing_until=timezone.now() + dt.timedelta(minutes=1))
    assert "is being written" in page_of(user_client.get(talk.get_absolute_url()))


def test_a_receipt_says_what_was_told_by_the_note_and_what_was_left_out(user_client, talk, noted):
    Generation.objects.filter(reply=talk.tip_id).update(note=noted, parameters={"messages_left_out": 3})
    page = page_of(user_client.get(talk.get_absolute_url()))
    assert "told as the note says it" in page
    assert "3 older messages had no room in what it was told" in page


@pytest.mark.parametrize(
    ("prompt_tokens", "context_tokens", "told"),
    [
        (4000, 8192, None),
        (4096, 8192, 50),
        (5080, 8192, 62),
        (9000, 8192, 100),
        (None, 8192, None),
        (5000, None, None),
    ],
)
def test_a_gauge_tells_from_half_full_on(user_client, talk, noted, prompt_tokens, context_tokens, told):
    last = Generation.objects.filter(conversation=talk).order_by("-reply")[:1]
    Generation.objects.filter(pk=last[0].pk).update(
        prompt_tokens=prompt_tokens, context_tokens=context_tokens, note=noted
    )
    page = page_of(user_client.get(talk.get_absolute_url()))
    assert ("<meter" in page) == bool(told)
    if told:
        assert (
            f"This conversation fills {told} % of what the engine can hold; older turns are in the note."
            in page
        )
