"""What the pages of conversations show: threads, citations, and in how many queries."""

import re
import uuid

import pytest
from django.db import connection
from django.http import Http404
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from chat import turns
from chat.models import Citation, Conversation, Generation, Message
from chat.pages import threads
from chat.replies.receipt_words import WRITERS
from tests.chat.factories import conversation, seconds_from_now, set_state, taken_turn
from tests.factories import published_character

State = Generation.State


@pytest.fixture
def character(db):
    return published_character(engine="scripted:say-3")


@pytest.fixture
def talk(user, character):
    return conversation(user, character=character)


def complete(user, talk, text="A reply.", **fields):
    return taken_turn(
        user, into=talk, state=State.COMPLETE, attempt=1, text_attempt=1, written=text, **fields
    )


# --- A thread ---------------------------------------------------------------------------------------------------


def test_a_thread_shows_the_path_to_its_tip(user, talk):
    first = complete(user, talk, "First")
    failed = taken_turn(user, into=talk, state=State.FAILED, written="Half")
    again = turns.retry(user=user, reply_id=failed.reply_id)
    shown = threads.thread(user, talk.pk)
    asked, asked_again = first.reply.answers, failed.reply.answers
    assert shown.messages_so_far == [asked, first.reply, asked_again, again]
    assert (shown.running, shown.after) == (again, again.pk)
    assert [m.variants.ids if m.variants else () for m in shown.messages_so_far] == [
        (), (), (), (failed.reply_id, again.pk)
    ]  # fmt: skip


@pytest.fixture
def long_talk(user, talk, monkeypatch):
    """Seven turns, of which a page holds three; the messages of the user."""
    monkeypatch.setattr(threads, "THREAD_SIZE", 6)
    return [complete(user, talk).reply.answers for _ in range(7)]


def asked_in(thread):
    return [m for m in thread.messages_so_far if m.role == Message.Role.USER]


def test_a_long_thread_is_paged_back_to_its_beginning(user, talk, long_talk):
    before, found = None, []
    while before != "":
        shown = threads.thread(user, talk.pk, before=before)
        found.insert(0, asked_in(shown))
        before = shown.before
    assert found == [long_talk[:1], long_talk[1:4], long_talk[4:]]


def test_and_from_its_beginning_on_to_its_end(user, talk, long_talk):
    start, found = str(long_talk[0].pk), []
    while start != "":
        shown = threads.thread(user, talk.pk, start=start)
        found.append(asked_in(shown))
        start = shown.later
    assert found == [long_talk[:3], long_talk[3:6], long_talk[6:]]


def test_every_part_says_what_is_hidden_around_it_and_where_the_branch_ends(user, talk, long_talk):
    end = long_talk[6].replies.get().pk
    part = threads.thread(user, talk.pk, before=str(long_talk[4].pk))
    assert (part.before, part.later, part.after) == (str(long_talk[1].pk), str(long_talk[4].pk), end)
    part = threads.thread(user, talk.pk, start=str(long_talk[2].pk))
    assert (part.before, part.later, part.after) == (str(long_talk[2].pk), str(long_talk[5].pk), end)


def test_a_part_goes_along_the_branch_of_its_message_whichever_is_shown(user, talk, long_talk):
    other = turns.edit(user=user, message_id=long_talk[2].pk, text="Otherwise", client_key=uuid.uuid4())
    other_reply = other.replies.get()
    shown = threads.thread(user, talk.pk)
    assert shown.messages_so_far[-2:] == [other, other_reply]
    hidden = threads.thread(user, talk.pk, start=str(long_talk[5].pk))
    assert asked_in(hidden) == long_talk[5:]
    assert hidden.after == long_talk[6].replies.get().pk
    assert asked_in(threads.thread(user, talk.pk, before=str(long_talk[4].pk))) == long_talk[1:4]


def test_another_tab_finds_what_was_added_below_its_last_message(user, talk, long_talk):
    last = str(long_talk[6].replies.get().pk)
    assert threads.through(user, talk.pk, last).after == int(last)
    added = complete(user, talk, "Added")
    assert threads.through(user, talk.pk, last).messages_so_far[-1] == added.reply
    turns.edit(user=user, message_id=long_talk[0].pk, text="Otherwise", client_key=uuid.uuid4())
    # Its own branch stays, though another is shown now.
    assert threads.through(user, talk.pk, last).messages_so_far[-1] == added.reply


@pytest.mark.parametrize("before", ["x", "-1", "1.5", "9" * 30, "²", "1\x00"])
def test_a_forged_place_in_a_thread_is_not_found(user, talk, before):
    with pytest.raises(Http404):
        threads.thread(user, talk.pk, before=before)


@pytest.mark.parametrize("place", ["0", "9" * 17])
def test_a_place_in_no_thread_is_not_found(user, talk, place):
    complete(user, talk)
    for how in ({"before": place}, {"start": place}):
        with pytest.raises(Http404):
            threads.thread(user, talk.pk, **how)


def test_a_place_in_another_thread_is_not_found(user, stranger, talk):
    elsewhere = str(taken_turn(stranger).reply_id)
    with pytest.raises(Http404):
        threads.thread(user, talk.pk, start=elsewhere)
    with pytest.raises(Http404):
        threads.through(user, talk.pk, elsewhere)


def test_a_thread_takes_the_same_few_queries_however_long_it_is(user, talk):
    counts = []
    for number in (1, 10):
        for _ in range(number):
            row = complete(user, talk, "See [1].")
            Citation.objects.create(generation=row, number=1, passage=row.edition.passages.first())
            set_state(row, state=State.COMPLETE)
        again = turns.retry(user=user, reply_id=row.reply_id)
        set_state(again.generation, state=State.COMPLETE, written="Again.")
        with CaptureQueriesContext(connection) as queries:
            shown = threads.thread(user, talk.pk)
            for message in shown.messages_so_far:
                render_to_string("chat/_message.html", {"message": message})
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 6


def test_a_thread_of_two_thousand_messages_opens_in_as_few_queries_as_a_short_one(user, talk):
    grow(talk, 1000, complete(user, talk).edition)
    with CaptureQueriesContext(connection) as queries:
        shown = threads.thread(user, talk.pk)
    assert (len(shown.messages_so_far), shown.before != "") == (threads.THREAD_SIZE, True)
    assert len(queries) <= 6
    first = threads.thread(user, talk.pk, start=str(talk.messages.first().pk))
    assert (first.before, len(first.messages_so_far)) == ("", threads.THREAD_SIZE)
    assert first.after == shown.after


def grow(talk, number, edition):
    """So many turns more, written straight into the tables."""
    last = talk.messages.last()
    for _ in range(number - 1):
        asked = Message(conversation=talk, role="USER", text="And?", client_key=uuid.uuid4(), follows=last)
        asked.save()
        last = Message.objects.create(conversation=talk, role="CHARACTER", text="Well.", answers=asked)
        Generation.objects.create(
            conversation=talk, reply=last, edition=edition, engine="scripted", state=State.COMPLETE,
            finished_at=seconds_from_now(0),
        )  # fmt: skip
    Conversation.objects.filter(pk=talk.pk).update(tip=last)


def test_a_stranger_finds_neither_thread_nor_reply(user, stranger, talk):
    row = complete(user, talk)
    with pytest.raises(Http404):
        threads.thread(stranger, talk.pk)
    with pytest.raises(Http404):
        threads.reply_or_404(stranger, row.reply_id)
    with pytest.raises(Http404):
        threads.reply_or_404(user, row.reply.answers_id)


# --- A reply made ready -------------------------------------------------------------------------------------------


def shown(user, talk, text, numbers=(1,), **fields):
    row = complete(user, talk, text, **fields)
    passages = row.edition.passages.all()
    for number, passage in zip(numbers, passages, strict=False):
        Citation.objects.create(generation=row, number=number, passage=passage)
    return threads.reply_or_404(user, row.reply_id)


def test_a_citation_becomes_a_link_to_its_passage_in_the_edition_used(user, talk):
    reply = shown(user, talk, "I was taught [1].")
    passage = reply.generation.edition.passages.first()
    address = f"/characters/{talk.character.slug}/editions/1/#{passage.anchor}"
    assert f'<a class="citation" href="{address}" title="{passage.heading}">' in reply.html
    assert [(source.place, source.address) for source in reply.sources] == [(1, address)]


def test_readers_count_sources_from_one_in_the_order_of_the_text(user, talk):
    reply = shown(user, talk, "First [2], then [1], and [2] again.", numbers=(1, 2))
    assert [source.number for source in reply.sources] == [2, 1]
    places = re.findall(r"Source </span>(\d)</a>", reply.html)
    assert places == ["1", "2", "1"]


def test_a_spoken_answer_is_cited_where_it_stands_on_the_page(client, user, talk):
    answer = talk.character.live_edition.passages.get(kind="ANSWER")
    row = complete(user, talk, "A loom [1].", engine="curated")
    Citation.objects.create(generation=row, number=1, passage=answer)
    (source,) = threads.reply_or_404(user, row.reply_id).sources
    assert source.address.endswith(f"#{answer.anchor}-voice")
    page = client.get(talk.character.get_absolute_url()).content.decode()
    assert f'id="{answer.anchor}-voice"' in page
    assert answer.spoken in page


def test_numbers_that_cite_nothing_vanish_and_others_stay(user, talk):
    reply = shown(user, talk, "One [1] two [2] [99] year [1917] empty [] word [x] nested [[7]]")
    assert reply.html.count("<a ") == 1
    assert "[2]" not in reply.html
    assert "[99]" not in reply.html
    for kept in ("[1917]", "[]", "[x]"):
        assert kept in reply.html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("`row[1]`", "<code>row[1]</code>"),
        ("```\nrow[1][2]\n```", "row[1][2]"),
        ("[see [1] there](https://example.org)", ">see [1] there</a>"),
        ('[x](https://example.org "a > [1] b")', 'title="a > [1] b"'),
    ],
)
def test_code_links_and_titles_are_left_as_they_are(user, talk, text, html):
    reply = shown(user, talk, text)
    assert html in reply.html.replace("&gt;", ">")
    assert 'class="citation"' not in reply.html


def test_after_code_citations_are_links_again(user, talk):
    reply = shown(user, talk, "`a[1]` and *this* [1].\n\n    b[1]\n\nEnd [1]")
    assert reply.html.count('class="citation"') == 2


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "![x](https://a.example/p.png)",
     '<a href="x" onclick="alert(1)">[1]</a>', "[1](data:text/html,x)"],
)  # fmt: skip
def test_what_a_model_writes_cannot_do_a_thing(user, talk, text):
    html = shown(user, talk, text).html
    for bad in ("<script", "<img", 'href="javascript', 'href="data', '<a href="x"'):
        assert bad not in html


def test_a_running_reply_says_from_where_to_follow(user, talk):
    row = taken_turn(user, into=talk, state=State.GENERATING, attempt=2, text_attempt=1, written="🦉 so far")
    reply = threads.reply_or_404(user, row.reply_id)
    assert (str(reply.cursor), reply.html) == ("1-8", "")


@pytest.mark.parametrize("fault", [*threads.FAULTS, "bug", "refused", ""])
def test_every_fault_has_a_sentence(user, talk, fault):
    row = taken_turn(user, into=talk, state=State.FAILED, fault=fault)
    assert threads.reply_or_404(user, row.reply_id).fault.endswith(".")


def test_offers_bring_a_key_of_their_own(user, talk):
    offers = [{"question": "Why?", "anchor": "why"}, {"question": "How?", "anchor": "how"}]
    reply = threads.reply_or_404(user, complete(user, talk, offers=offers).reply_id)
    assert [offer["question"] for offer in reply.offers] == ["Why?", "How?"]
    assert len({uuid.UUID(str(offer["client_key"])) for offer in reply.offers}) == 2


def test_a_reply_says_what_wrote_it(user, talk):
    row = set_state(complete(user, talk), engine="openai_compatible:some-model")
    assert threads.reply_or_404(user, row.reply_id).receipt.writer == WRITERS["openai_compatible"]
