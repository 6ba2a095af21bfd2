"""Going on from a reply that was cut: nothing said twice, nothing left out, no words run together."""

import asyncio

import pytest

from engines.base import EngineRefused
from engines.curated import CuratedEngine
from engines.going_on import LONGEST, Seam, going_on
from engines.openai_prompt import GO_ON
from engines.scripted import ScriptedEngine
from tests.engines.reading import a_prompt, build_messages, read_now

BEGUN = "I sailed from Genoa with three ships and a crew that did not trust me, and"


def joined(*pieces, begun=BEGUN):
    seam = Seam(begun)
    return begun + "".join(seam.feed(piece) for piece in pieces) + seam.flush()


@pytest.mark.parametrize(
    ("said", "whole"),
    [
        (" I was afraid.", f"{BEGUN} I was afraid."),
        ("I was afraid.", f"{BEGUN} I was afraid."),
        (", so they say", f"{BEGUN}, so they say"),
        ("a crew that did not trust me, and I was afraid.", f"{BEGUN} I was afraid."),
        ("\na crew that did not trust me, and I was", f"{BEGUN} I was"),
        ("and", f"{BEGUN} and"),
        ("", BEGUN),
    ],
)
def test_the_seam_of_a_continued_reply_does_not_show(said, whole):
    assert joined(said) == whole
    assert joined(*said) == whole


def test_writing_systems_without_spaces_get_none():
    assert joined("航行。", begun="我曾经") == "我曾经航行。"


def test_a_reply_that_begins_goes_through_as_it_comes():
    seam = Seam("")
    assert [seam.feed("a"), seam.feed("b"), seam.flush()] == ["a", "b", ""]


def test_after_the_seam_pieces_are_not_held_back():
    seam = Seam(BEGUN)
    assert seam.feed("x" * LONGEST)
    assert seam.feed(" y") == " y"


async def _texts(*texts):
    for text in texts:
        yield text


def test_what_was_said_is_left_out_wherever_it_was_cut():
    pieces = ("Good ", "day", ", 🦉 friend")
    whole = "".join(pieces)

    async def rest(begun):
        return "".join([text async for text in going_on(_texts(*pieces), begun)])

    for length in range(len(whole) + 1):
        assert asyncio.run(rest(whole[:length])) == whole[length:]


@pytest.mark.parametrize("engine", [CuratedEngine(words_per_second=0), ScriptedEngine("say-5-gap-0")])
def test_words_that_are_not_its_own_are_not_gone_on_with(engine):
    reply = read_now(engine, a_prompt(so_far="Words of another engine"))
    assert isinstance(reply.fault, EngineRefused)
    assert not reply.text


def test_a_model_is_shown_its_words_and_asked_to_go_on():
    *_, asked, begun, wish = build_messages(a_prompt(so_far=BEGUN), max_prompt_tokens=4000)
    assert (begun, wish["content"]) == ({"role": "assistant", "content": BEGUN}, GO_ON)
    assert asked["role"] == "user"
