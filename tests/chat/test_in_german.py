"""Conversations in German: every page of theirs under ``/de/``, what Python says, and the words on the event stream."""

import html
import json
import re

import pytest
from django.urls import reverse
from django.utils import translation

from chat.events import _event
from chat.models import Generation, Note
from chat.replies.following import Waiting
from tests.chat.answers import HTMX, page_of
from tests.chat.factories import set_state
from web.translations import catalog_file, read

State = Generation.State
OWNERS = ("chat", "platform/users")
FRAME = r'<head>.*?</head>|<(header|footer) class="site-\w+">.*?</\1>'
# The same in both languages, or a word that may be a name.
ALIKE = 4


@pytest.fixture(autouse=True)
def _in_german(db):
    """Addresses are made, and texts said, in German."""
    with translation.override("de"):
        yield


@pytest.fixture
def note(cited):
    return Note.objects.create(
        conversation=cited.conversation, upto=cited.reply, text="They spoke.", engine="curated"
    )


def english_in(page: str) -> list[str]:
    """What the page says as it stands in the code, though the catalogs have it in German; but for what frames it."""
    visible = re.sub(FRAME, "", page, flags=re.DOTALL)
    said = {html.unescape(words).strip() for words in re.findall(r">([^<>]+)<", visible)}
    said |= {
        html.unescape(words) for words in re.findall(r'(?:aria-label|placeholder|title)="([^"]+)"', visible)
    }
    return sorted(said & _english())


def _english() -> set[str]:
    catalogs = (read(catalog_file(owner, "django", "de")) for owner in OWNERS)
    messages = [message for catalog in catalogs for message in catalog if message.id]
    return {m.id for m in messages if isinstance(m.id, str) and m.id != m.string and len(m.id) > ALIKE}


def in_german(client, name, *args, status=200, query=None, **headers):
    response = client.get(reverse(name, args=args), query or {}, **headers)
    assert response.status_code == status
    page = page_of(response)
    assert english_in(page) == []
    return html.unescape(page)


def test_a_conversation_speaks_german_around_what_was_said(user_client, note, talk):
    page = in_german(user_client, "chat:conversation", talk.pk)
    assert '<html lang="de"' in page
    for words in (
        "Ihre Nachricht",
        "Senden",
        "Noch einmal versuchen",
        "Gute Antwort",
        "Ohne Sprachmodell erstellt, aus Ihren Worten und den Anfängen der Antworten, am ",
        "Gesprochen auf Grundlage von <a",
        "Tasten",
        ">Quelle </span>",
    ):
        assert words in page
    # What was said stays as it was said.
    assert "Who are you?" in page


def test_what_failed_or_was_stopped_is_told_in_german(user_client, complete, talk):
    set_state(complete, state=State.FAILED, fault="lost", written="")
    assert "Die Antwort wurde immer wieder unterbrochen." in in_german(
        user_client, "chat:conversation", talk.pk
    )
    tried = [{"engine": "openai_compatible:llama3", "fault": "unreachable", "attempt": n} for n in (1, 2)]
    engines = ["openai_compatible:llama3", "curated"]
    set_state(
        complete,
        state=State.CANCELLED,
        written="I",
        engine="curated",
        engines=engines,
        tried=tried,
        text_attempt=3,
    )
    page = in_german(user_client, "chat:conversation", talk.pk)
    assert "Angehalten." in page
    assert "Die erste Wahl, das Sprachmodell (llama3), war 2-mal nicht zu erreichen." in page
    assert "Worte der Redaktion, kein Sprachmodell (nicht die erste Wahl)" in page


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("chat:list", "Meine Gespräche"),
        ("chat:archived", "Nichts ist archiviert."),
        ("chat:deleted", "In letzter Zeit wurde nichts gelöscht."),
        ("chat:export_all", "Alle, auch die im Archiv"),
    ],
)
def test_the_pages_of_all_conversations_speak_german(user_client, talk, name, words):
    assert words in in_german(user_client, name)


def test_a_search_tells_how_many_it_found(user_client, cited):
    assert "1 Gespräch mit „Ada“." in in_german(user_client, "chat:list", query={"q": "Ada"})


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("chat:export", "Dieses Gespräch exportieren"),
        ("chat:share", "Dieses Gespräch ist geteilt"),
    ],
)
def test_the_pages_of_one_conversation_speak_german(user_client, shared, talk, name, words):
    assert words in in_german(user_client, name, talk.pk)


def test_who_reads_what_is_shared_reads_german(client, shared):
    page = in_german(client, "shared_conversation", shared.key)
    assert "Ein geteiltes Gespräch mit <a" in page
    assert ", maschinell geschrieben" in page


def test_forms_speak_german(user_client, note, cited):
    user_client.post(reverse("chat:rating", args=[cited.reply_id]), {"verdict": "bad"})
    assert "Warum ist diese Antwort schlecht?" in in_german(user_client, "chat:rating", cited.reply_id)
    report = in_german(user_client, "chat:report", cited.reply_id)
    assert "Belegt etwas mit einer Quelle, die das nicht sagt" in report
    assert "Höchstens 4.000 Zeichen." in in_german(user_client, "chat:note_edit", note.pk)
    assert "Stattdessen dies sagen" in in_german(user_client, "chat:edit", cited.reply.answers_id)


def test_refusals_are_in_german_with_german_figures(send):
    page = html.unescape(page_of(send("x" * 9000)))
    assert "Das ist zu lang: Auf einmal lassen sich höchstens 8.000 Zeichen sagen." in page
    assert "Schreiben Sie zuerst etwas." in html.unescape(page_of(send(" ", htmx=True)))


def test_what_has_left_the_list_is_told_in_a_sentence_and_one_stays_among_german_pages(user_client, talk):
    form = {"back": reverse("chat:list")}
    gone = user_client.post(reverse("chat:delete", args=[talk.pk]), form, headers=HTMX)
    assert f"„{talk.title}“ ist gelöscht." in html.unescape(page_of(gone))
    back = user_client.post(reverse("chat:restore", args=[talk.pk]), form)
    assert back.url == "/de/chat/"


def test_the_place_in_the_queue_is_told_in_the_language_of_the_address():
    assert (
        "An 3. Stelle der Warteschlange"
        in json.loads(_event(Waiting(3), "de").partition("data: ")[2])["words"]
    )
    assert "3rd in the queue" in _event(Waiting(3), "en-gb")


def test_files_are_in_english(user_client, cited, talk):
    file = page_of(user_client.get(reverse("chat:export_one", args=[talk.pk, "md"])))
    assert ", begun on " in file
    assert "/de/" not in file


@pytest.mark.parametrize("owner", OWNERS)
def test_no_other_catalog_says_it_otherwise(owner):
    said = {}
    for message in read(catalog_file(owner, "django", "de")):
        if not message.id:
            continue
        if isinstance(message.id, tuple):
            now = tuple(translation.ngettext(*message.id, number) for number in (1, 2))
        elif message.context:
            now = translation.pgettext(message.context, message.id)
        else:
            now = translation.gettext(message.id)
        if now != message.string:
            said[message.id] = now
    assert said == {}, "give the text a context, or translate it as the other catalog does"
