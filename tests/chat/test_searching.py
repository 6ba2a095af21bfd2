"""Search in all of one's conversations."""

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chat.models import Conversation, Generation, Message
from chat.shelves import listing, searching, shelf
from tests.chat.factories import conversation, taken_turn
from tests.factories import published_character

State = Generation.State


@pytest.fixture
def find(user):
    def search(text, **options):
        asked = searching.asked(text)
        return searching.search(user, asked, people=listing.people(user), **options).found

    return search


def said(user, talk, text, reply="I am Ada."):
    return taken_turn(user, into=talk, text=text, state=State.COMPLETE, written=reply).reply


def conversations(found):
    return [one.conversation for one in found]


def test_what_was_said_a_second_ago_is_found_with_its_message(user, talk, find):
    reply = said(user, talk, "Why a loom?", "A loom weaves **algebraical patterns** [1].")
    (mine,) = find("loom why")
    assert (mine.conversation, mine.message_id, mine.is_mine) == (talk, reply.answers_id, True)
    (hers,) = find("patterns")
    assert (hers.message_id, hers.is_mine) == (reply.pk, False)
    assert "A loom weaves algebraical <mark>patterns</mark>" in hers.snippet


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        ("weav", True),
        ("alg pat", False),
        ("algebraical pat", True),
        ("WEAVES", True),
        ('"weaves algebraical"', True),
        ('"algebraical weaves"', False),
        ("loom -weaves", False),
        ("loom -iron", True),
        ("iron or loom", True),
        ("iron or", False),
        ('"weaves alg', False),
        ("we", False),
    ],
)
def test_one_searches_as_on_the_web(user, talk, find, asked, is_found):
    said(user, talk, "Hello", "A loom weaves algebraical patterns")
    assert bool(find(asked)) == is_found


def test_titles_and_names_are_found(user, talk, find):
    shelf.rename(user=user, conversation_id=talk.pk, title="Notes on weaving")
    bea = conversation(user, character=published_character(name="Beatrice Óne"))
    assert conversations(find("weav")) == [talk]
    assert conversations(find("one beat")) == [bea]
    assert find("weav")[0].message_id is None


def test_a_conversation_stands_there_once_with_its_newest_message(user, talk, find):
    said(user, talk, "A loom?", "A loom.")
    newest = said(user, talk, "A loom again?", "The loom.")
    assert [(one.conversation, one.message_id) for one in find("loom")] == [(talk, newest.pk)]


def test_the_latest_come_first_and_no_more_than_a_page(user, character, find, monkeypatch):
    monkeypatch.setattr(searching, "MOST_FOUND", 2)
    talks = [conversation(user, character=character, text=f"loom {number}") for number in range(3)]
    results = searching.search(user, "loom", people=[])
    assert (conversations(results.found), results.is_more) == ([talks[2], talks[1]], True)


def test_only_ones_own_that_are_there_are_found(user, stranger, character, find):
    said(stranger, conversation(stranger, character=character), "A loom?")
    deleted = conversation(user, character=character)
    said(user, deleted, "A loom?")
    shelf.delete(user=user, conversation_id=deleted.pk)
    trial = conversation(user, character=character, is_trial=True)
    Message.objects.create(conversation=trial, role="USER", text="A loom?", client_key=uuid.uuid4())
    assert find("loom") == []
    archived = conversation(user, character=character, archived_at=timezone.now())
    said(user, archived, "A loom?")
    assert conversations(find("loom")) == [archived]


def test_a_search_may_stay_with_one_character(user, talk, find):
    other = conversation(user, character=published_character(), text="loom")
    shelf.rename(user=user, conversation_id=talk.pk, title="loom")
    assert conversations(find("loom", character_id=other.character_id)) == [other]


@pytest.mark.parametrize(
    "text",
    ["", " ", "\x00", '"', "-", "or", "OR OR", "'", "''':*", "a & b | !c", "\\", ":*", "<script>", "\ud83d", "_",
     "x" * 1_000_000, "-- ; DROP TABLE", "%s %(x)s", "e" + "\u0301" * 3_000, "\u202e loom", "((((", "a" * 199 + " b",
     "loom\\", "и" * 50],
)  # fmt: skip
def test_no_search_breaks(user, talk, find, text):
    said(user, talk, "A loom?")
    assert isinstance(find(text), list)


def test_what_was_written_is_no_markup_in_a_result(user, talk, find):
    said(user, talk, "<b>loom</b> & <script>alert(1)</script> \x01loom\x02", "x")
    (found,) = find("loom")
    assert "<mark>loom</mark>" in found.snippet
    assert set(re.findall(r"<[^>]*>", found.snippet)) == {"<mark>", "</mark>"}


def test_a_search_takes_the_same_few_queries_however_much_it_finds(user, character):
    counts = []
    for number in (1, 8):
        for _ in range(number):
            said(user, conversation(user, character=character), "A loom?")
        people = listing.people(user)
        with CaptureQueriesContext(connection) as queries:
            found = searching.search(user, "loom", people=people).found
            assert all(one.conversation.character.live_edition for one in found)
        counts.append(len(queries))
    assert counts == [2, 2]


def test_an_index_by_user_and_word_serves_the_search(user, stranger, character):
    """Of a word that everybody says, only one's own messages are read."""
    talks = {who: conversation(who, character=character) for who in (user, stranger)}
    for who, number in ((stranger, 4_000), (user, 40)):
        Message.objects.bulk_create(
            Message(conversation=talks[who], role="USER", text=f"A loom {at}", client_key=uuid.uuid4())
            for at in range(number)
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE chat_message, chat_conversation")
        # So small a table is read whole in no time; what is asked is whether the index can answer.
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = _plan(user, "loom")
    assert "messages_by_words" in plan
    (scanned,) = re.findall(r"Bitmap Index Scan on messages_by_words \(actual rows=(\d+)", plan)
    assert int(scanned) == 40


def _plan(user, text) -> str:
    with CaptureQueriesContext(connection) as queries:
        searching.search(user, text, people=[])
    sql = next(
        query["sql"] for query in queries if "websearch" in query["sql"] or "to_tsquery" in query["sql"]
    )
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) {sql}")
        return "\n".join(row[0] for row in cursor.fetchall())


def test_a_message_knows_whose_it_is(user, talk):
    reply = said(user, talk, "Hello")
    assert set(Message.objects.values_list("owner", flat=True)) == {user.pk}
    assert Conversation.objects.get(messages=reply) == talk
