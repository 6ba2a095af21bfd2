"""The pages of the list, the archive and what is deleted, with and without htmx."""

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from chat import turns
from chat.models import Conversation, Generation
from chat.pages import threads
from chat.shelves import shelf
from tests.chat.answers import HTMX, page_of
from tests.chat.factories import conversation, set_state, taken_turn
from tests.factories import StarterQuestionFactory, complete_character, published_character

State = Generation.State


@pytest.fixture
def do(user_client):
    def post(name, talk, *, htmx=False, **form):
        return user_client.post(reverse(f"chat:{name}", args=[talk.pk]), form, headers=HTMX if htmx else {})

    return post


def of(talk):
    return Conversation.objects.get(pk=talk.pk)


# --- The list -------------------------------------------------------------------------------------------------------


def test_every_row_has_a_menu_on_the_list_and_none_beside_a_thread(user_client, talk):
    page = page_of(user_client.get(reverse("chat:list")))
    assert reverse("chat:pin", args=[talk.pk]) in page
    beside = page_of(user_client.get(talk.get_absolute_url())).partition("chat-main")[0]
    assert f'id="conversation-{talk.pk}"' in beside
    assert "<details" not in beside
    more = page_of(
        user_client.get(reverse("chat:list"), {"before": "9" * 16 + "-1", "side": "1"}, headers=HTMX)
    )
    assert talk.get_absolute_url() in more
    assert "<details" not in more


def test_the_list_says_days_and_what_is_pinned(user_client, user, talk):
    other = conversation(user, character=talk.character)
    shelf.pin(user=user, conversation_id=other.pk, is_on=True)
    page = page_of(user_client.get(reverse("chat:list")))
    assert re.findall(r"<h2>(\w+)</h2>", page)[:2] == ["Pinned", "Today"]


def test_the_list_is_filtered_by_a_character(user_client, user, talk):
    other = conversation(user, character=published_character(name="Bea"))
    page = page_of(user_client.get(reverse("chat:list"), {"with": other.character_id}))
    assert other.get_absolute_url() in page
    assert talk.get_absolute_url() not in page
    nobody = page_of(user_client.get(reverse("chat:list"), {"with": "12345678"}))
    assert "No conversation stands here." in nobody


@pytest.mark.parametrize("forged", ["x", "-1", "²", "9" * 30, "1\x00"])
def test_a_forged_filter_is_not_found(user_client, talk, forged):
    assert user_client.get(reverse("chat:list"), {"with": forged}).status_code == 404


def test_the_list_takes_the_same_few_queries_however_much_is_on_it(user_client, user, character):
    counts = []
    for number in (1, 20):
        for at in range(number):
            talk = conversation(user, character=character)
            shelf.pin(user=user, conversation_id=talk.pk, is_on=at % 2)
        with CaptureQueriesContext(connection) as queries:
            user_client.get(reverse("chat:list"))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 6


# --- Search ---------------------------------------------------------------------------------------------------------


def test_a_search_leads_to_the_message(user_client, complete):
    page = page_of(user_client.get(reverse("chat:list"), {"q": "ada"}))
    assert reverse("chat:find", args=[complete.reply_id]) in page
    assert "I am <mark>Ada</mark>" in page
    assert 'value="ada"' in page


def test_htmx_gets_the_results_alone_and_the_list_for_nothing(user_client, talk, complete):
    found = page_of(user_client.get(reverse("chat:list"), {"q": "ada"}, headers=HTMX))
    assert "<mark>" in found
    assert "<html" not in found
    again = page_of(user_client.get(reverse("chat:list"), {"q": " "}, headers=HTMX))
    assert f'id="conversation-{talk.pk}"' in again


@pytest.mark.parametrize("text", ["\x00", '"', "a" * 5_000, "<b>", "'; --", "\u202e"])
def test_a_search_for_anything_is_answered(user_client, complete, text):
    response = user_client.get(reverse("chat:list"), {"q": text})
    assert response.status_code == 200
    assert "<b>" not in page_of(response)


def test_what_is_not_found_is_said_in_words(user_client, complete):
    assert "Nothing of yours has “zeppelin” in it." in page_of(
        user_client.get(reverse("chat:list"), {"q": "zeppelin"})
    )


# --- To a message ---------------------------------------------------------------------------------------------------


def test_a_message_of_the_branch_that_is_shown_is_opened_where_it_is(user_client, talk, complete):
    response = user_client.get(reverse("chat:find", args=[complete.reply_id]))
    assert response["Location"] == f"{talk.get_absolute_url()}#message-{complete.reply_id}"


def test_a_message_of_another_branch_is_opened_on_its_branch_and_changes_nothing(
    user_client, user, talk, complete
):
    asked = complete.reply.answers_id
    edited = turns.edit(user=user, message_id=asked, text="Another beginning", client_key=uuid.uuid4())
    end = set_state(edited.replies.get().generation, state=State.COMPLETE, written="Well.").reply_id
    assert of(talk).tip_id == end
    opened = user_client.get(reverse("chat:find", args=[asked]), follow=True)
    assert opened.redirect_chain[-1][0] == f"{talk.get_absolute_url()}?from={asked}#message-{asked}"
    page = page_of(opened)
    assert f'id="message-{complete.reply_id}"' in page
    assert f'id="message-{end}"' not in page
    assert "Variant 1 of 2" in page
    assert f'id="composer-after" value="{complete.reply_id}"' in page, "one goes on from where one reads"
    assert of(talk).tip_id == end, "a link has changed nothing"


def test_an_old_message_is_on_the_page_that_is_opened(user_client, user, talk, monkeypatch):
    monkeypatch.setattr(threads, "THREAD_SIZE", 8)
    rows = [taken_turn(user, into=talk, state=State.COMPLETE, written="Yes.") for _ in range(15)]
    for row in rows:
        for pk in (row.reply_id, row.reply.answers_id):
            opened = user_client.get(reverse("chat:find", args=[pk]), follow=True)
            assert f'id="message-{pk}"' in page_of(opened)


# --- What one does --------------------------------------------------------------------------------------------------


def test_a_new_name_is_shown_where_one_was(do, talk):
    assert do("rename", talk, title="About looms")["Location"] == talk.get_absolute_url()
    assert do("rename", talk, title="x", back="/chat/")["Location"] == "/chat/"
    assert do("rename", talk, title="x", back="//evil.example/")["Location"] == talk.get_absolute_url()
    assert (
        do("rename", talk, title="x", back="https://evil.example/chat/")["Location"]
        == talk.get_absolute_url()
    )
    row = page_of(do("rename", talk, title="<b>Looms</b>", back="/chat/", htmx=True))
    assert escape("<b>Looms</b>") in row
    assert row.count("<li") == 1


@pytest.mark.parametrize("title", ["", "\u200b", "x" * 200])
def test_a_refused_name_says_why_and_keeps_what_was_typed(do, talk, title):
    plain = do("rename", talk, title=title)
    assert plain.status_code == 422
    assert "A title has 1 to 120 characters." in page_of(plain)
    swapped = do("rename", talk, title=title, back="/chat/", htmx=True)
    assert swapped.status_code == 200
    assert "A title has 1 to 120 characters." in page_of(swapped)
    if title.startswith("x"):
        assert title in page_of(plain)
        assert title in page_of(swapped)
    assert of(talk).title == "Who are you?"


def test_pinned_and_archived_by_the_menu(do, user_client, talk):
    do("pin", talk, on="1")
    do("archive", talk, on="1")
    assert None not in (of(talk).pinned_at, of(talk).archived_at)
    assert talk.get_absolute_url() not in page_of(user_client.get(reverse("chat:list")))
    assert talk.get_absolute_url() in page_of(user_client.get(reverse("chat:archived")))
    assert "Archived</p>" in page_of(user_client.get(talk.get_absolute_url()))
    do("archive", talk, on="0")
    assert of(talk).archived_at is None
    assert "Nothing is archived." in page_of(user_client.get(reverse("chat:archived")))


def test_one_pin_too_many_is_refused_in_words(do, user, user_client, talk, monkeypatch):
    monkeypatch.setattr(shelf, "MOST_PINNED", 0)
    do("pin", talk, on="1", back="/chat/")
    assert "unpin one of them first" in page_of(user_client.get(reverse("chat:list")))


def test_a_deleted_one_may_be_brought_back_from_the_list(do, user_client, talk):
    response = do("delete", talk)
    page = page_of(user_client.get(response["Location"]))
    assert "is deleted." in page
    assert f'action="{reverse("chat:restore", args=[talk.pk])}"' in page
    assert talk.get_absolute_url() + '"' not in page
    do("restore", talk, back="/chat/")
    again = page_of(user_client.get(response["Location"]))
    assert "is deleted." not in again
    assert f'id="conversation-{talk.pk}"' in again


@pytest.mark.parametrize("deleted", ["x", "", "9" * 30, "-1", "0", "\x00"])
def test_a_forged_deletion_is_not_spoken_of(user_client, talk, deleted):
    page = user_client.get(reverse("chat:list"), {"deleted": deleted})
    assert page.status_code == 200
    assert "is deleted." not in page_of(page)


@pytest.mark.parametrize(("name", "undo", "on"), [("delete", "restore", "0"), ("archive", "archive", "0")])
def test_htmx_puts_the_way_back_where_the_row_was(do, talk, name, undo, on):
    gone = page_of(do(name, talk, on="1", back="/chat/", htmx=True))
    assert f'id="conversation-{talk.pk}"' in gone
    assert f'hx-post="{reverse(f"chat:{undo}", args=[talk.pk])}"' in gone
    back = page_of(do(undo, talk, on=on, back="/chat/", undone="1", htmx=True))
    assert f'id="conversation-{talk.pk}" class="shelf-row"' in back


def test_what_is_deleted_is_listed_brought_back_and_cleared(do, user, user_client, stranger, character):
    back, away = (conversation(user, character=character) for _ in range(2))
    theirs = conversation(stranger, character=character, text="Not mine")
    for owner, talk in ((user, back), (user, away), (stranger, theirs)):
        shelf.delete(user=owner, conversation_id=talk.pk)
    page = page_of(user_client.get(reverse("chat:deleted")))
    assert "7 days" in page
    assert "Not mine" not in page
    assert do("restore", back, back="/chat/deleted/")["Location"] == "/chat/deleted/"
    assert do("clear", away)["Location"] == "/chat/deleted/"
    assert do("clear", away).status_code == 404
    assert "Nothing has been deleted lately." in page_of(user_client.get(reverse("chat:deleted")))
    assert of(back)
    assert do("clear", back).status_code == 404


def test_a_deleted_conversation_is_not_found_whatever_one_asks_of_it(
    do, user, user_client, talk, complete, send
):
    shelf.delete(user=user, conversation_id=talk.pk)
    assert user_client.get(talk.get_absolute_url()).status_code == 404
    assert user_client.get(reverse("chat:find", args=[complete.reply_id])).status_code == 404
    assert user_client.get(reverse("chat:reply", args=[complete.reply_id])).status_code == 404
    assert send().status_code == 404
    for name in ("rename", "pin", "archive", "delete"):
        assert do(name, talk, title="x").status_code == 404


# --- Questions to go on with ----------------------------------------------------------------------------------------


@pytest.fixture
def curious(user, db):
    """A conversation with somebody of whom five questions are answered."""
    from characters import publishing

    character = complete_character(engine="scripted:say-3")
    for at in range(4):
        StarterQuestionFactory(character=character, anchor=f"q{at}", question=f"Question number {at}?")
    publishing.publish(character, embed_now=False)
    character.refresh_from_db()
    return conversation(user, character=character)


def offered(page) -> list[str]:
    return re.findall(r'name="text" value="([^"]*)"', page)


def reply_page(user_client, row):
    return page_of(user_client.get(reverse("chat:reply", args=[row.reply_id]), headers=HTMX))


def test_under_the_last_reply_stand_three_questions_that_nobody_has_asked(user_client, user, curious):
    first = taken_turn(user, into=curious, text="question  number 0?", state=State.COMPLETE, written="Yes.")
    found = offered(reply_page(user_client, first))
    assert len(found) == 3
    assert "Question number 0?" not in found
    last = taken_turn(user, into=curious, text=found[0], state=State.COMPLETE, written="Yes.")
    assert found[0] not in offered(reply_page(user_client, last))
    assert offered(reply_page(user_client, first)) == []
    page = page_of(user_client.get(curious.get_absolute_url()))
    assert len(offered(page)) == 3


def test_what_the_writer_offers_itself_stands_alone(user_client, user, curious):
    offers = [{"question": "Mine?", "anchor": "mine"}]
    row = taken_turn(user, into=curious, state=State.COMPLETE, written="No.", offers=offers)
    assert offered(reply_page(user_client, row)) == ["Mine?"]


@pytest.mark.parametrize(
    "fields", [{"state": State.FAILED}, {"state": State.CANCELLED}, {"state": State.GENERATING}]
)
def test_under_a_reply_that_is_not_whole_stands_none(user_client, user, curious, fields):
    row = taken_turn(user, into=curious, written="Half", **fields)
    assert offered(reply_page(user_client, row)) == []


def test_a_passage_that_was_cited_is_not_asked_for_again(user_client, user, curious):
    row = taken_turn(user, into=curious, state=State.COMPLETE, written="So [2] it is.")
    passage = row.edition.passages.get(anchor="q1")
    other = row.edition.passages.get(anchor="q2")
    row.citations.create(number=1, passage=other)
    row.citations.create(number=2, passage=passage)
    found = offered(reply_page(user_client, row))
    assert set(found) == {"What is the engine?", "Question number 0?", "Question number 3?"}


def test_follow_ups_are_nearest_first(user_client, user):
    character = published_character(engine="scripted:say-3", embed_now=True)
    row = taken_turn(user, into=conversation(user, character=character), state=State.COMPLETE, written="Yes.")
    row.citations.create(number=1, passage=row.edition.passages.filter(kind="BIOGRAPHY").first())
    assert offered(reply_page(user_client, row)) == ["What is the engine?"]


def test_a_question_of_before_signing_in_is_the_beginning_of_a_titled_conversation(user, character):
    begun = turns.begin(user=user, character=character, text="Hello! Why a loom?", client_key=uuid.uuid4())
    assert begun.title == "Why a loom?"
