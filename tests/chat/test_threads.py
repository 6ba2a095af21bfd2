"""What the pages of conversations show: threads, citations, and in how many queries."""

import re
import uuid

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from chat import threads
from chat.models import Citation, Generation, Message
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


def test_a_thread_shows_its_turns_in_order_with_the_newest_reply(user, talk):
    first = complete(user, talk, "First")
    failed = taken_turn(user, into=talk, state=State.FAILED, written="Half")
    again = _another_reply(failed, "Whole")
    shown = threads.thread(user, talk.pk)
    assert [turn.reply for turn in shown.turns] == [first.reply, again]
    assert [turn.earlier for turn in shown.turns] == [[], [failed.reply]]
    assert shown.running is None


def _another_reply(failed, text):
    reply = Message.objects.create(
        conversation=failed.conversation, role="CHARACTER", answers=failed.reply.answers, text=text
    )
    Generation.objects.create(
        conversation=failed.conversation, reply=reply, edition=failed.edition, engine="scripted",
        state=State.COMPLETE, finished_at=seconds_from_now(0),
    )  # fmt: skip
    return reply


def test_an_earlier_reply_without_a_word_is_not_shown(user, talk):
    failed = taken_turn(user, into=talk, state=State.FAILED)
    _another_reply(failed, "Whole")
    assert threads.thread(user, talk.pk).turns[0].earlier == []


def test_a_long_thread_is_paged_back_to_its_beginning(user, talk, monkeypatch):
    monkeypatch.setattr(threads, "THREAD_SIZE", 6)
    asked = [complete(user, talk).reply.answers_id for _ in range(7)]
    before, found = None, []
    while before != "":
        shown = threads.thread(user, talk.pk, before=before)
        found.insert(0, [turn.message.pk for turn in shown.turns])
        before = shown.before
    assert found == [asked[:1], asked[1:4], asked[4:]]


@pytest.mark.parametrize("before", ["x", "-1", "1.5", "9" * 30, "²", "1\x00"])
def test_a_forged_place_in_a_thread_is_not_found(user, talk, before):
    with pytest.raises(Http404):
        threads.thread(user, talk.pk, before=before)


@pytest.mark.parametrize("before", ["0", "1", "9" * 17])
def test_a_place_beyond_a_thread_shows_what_there_is(user, talk, before):
    assert threads.thread(user, talk.pk, before=before).before == ""


def test_a_thread_takes_the_same_few_queries_however_long_it_is(user, talk):

    counts = []
    for number in (1, 10):
        for _ in range(number):
            row = complete(user, talk, "See [1].")
            Citation.objects.create(generation=row, number=1, passage=row.edition.passages.first())
        with CaptureQueriesContext(connection) as queries:
            shown = threads.thread(user, talk.pk)
            assert all(turn.reply.html for turn in shown.turns)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 5


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
    assert threads.reply_or_404(user, row.reply_id).written_by == threads.ENGINES["openai_compatible"]
