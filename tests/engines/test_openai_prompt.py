"""What a model is told, and what goes when it does not fit."""

import pytest

from engines.base import CHARACTER, USER, PromptMessage, PromptPassage
from engines.openai_prompt import HEAD, build_messages, estimate_tokens, prompt_budget
from tests.engines.reading import a_prompt

PASSAGES = tuple(
    PromptPassage(number=n, kind="ANSWER", heading=f"Heading {n}", text=f"passage{n} " * 40)
    for n in (1, 2, 3)
)
VOICES = (("How is the weather?", "Foul, and I like it."), ("Who taught you?", "My aunt."))


def _history(num_turns):
    return tuple(
        message
        for n in range(num_turns)
        for message in (
            PromptMessage(USER, f"question{n} " * 20),
            PromptMessage(CHARACTER, f"reply{n} " * 60),
        )
    )


def _whole(messages):
    return "\n".join(message["content"] for message in messages)


def _tokens(messages):
    return sum(estimate_tokens(message["content"]) for message in messages)


FULL = a_prompt(born=1850, died=1912, passages=PASSAGES, voices=VOICES, messages_so_far=_history(3))


def test_the_head_is_the_same_for_all_characters_and_comes_first():
    for prompt in (FULL, a_prompt(character_name="Somebody Else")):
        assert build_messages(prompt, max_prompt_tokens=8000)[0]["content"].startswith(HEAD)


def test_it_tells_persona_voices_history_and_then_the_message_with_its_record():
    messages = build_messages(FULL, max_prompt_tokens=8000)
    assert [m["role"] for m in messages] == ["system", *["user", "assistant"] * 5, "user"]
    assert "Marina Examplar (1850–1912)" in messages[0]["content"]
    assert FULL.persona in messages[0]["content"]
    assert messages[1]["content"] == "How is the weather?"
    assert messages[5]["content"].startswith("question0")
    assert messages[-1]["content"].startswith("The record for this message:\n\n[1] Heading 1\npassage1")
    assert messages[-1]["content"].endswith(f"The message:\n{FULL.message}")


def test_all_but_the_last_message_stays_the_same_from_turn_to_turn():
    turn = (PromptMessage(USER, "And then?"), PromptMessage(CHARACTER, "Then I slept."))
    before = build_messages(FULL, max_prompt_tokens=8000)
    after = build_messages(
        a_prompt("Why?", born=1850, died=1912, voices=VOICES, messages_so_far=(*_history(3), *turn)),
        max_prompt_tokens=8000,
    )
    assert after[: len(before) - 1] == before[:-1]


def test_an_empty_record_is_said_to_be_empty():
    assert "The record holds nothing" in build_messages(a_prompt(), max_prompt_tokens=8000)[-1]["content"]


def test_the_oldest_messages_go_first():
    whole = build_messages(FULL, max_prompt_tokens=8000)
    cut = build_messages(FULL, max_prompt_tokens=_tokens(whole) - 10)
    assert "question0" not in _whole(cut)
    assert "reply0" not in _whole(cut)
    assert "reply2" in _whole(cut)
    assert "passage3" in _whole(cut)


def test_passages_go_last_and_the_worst_of_them_first():
    always = _tokens(build_messages(a_prompt(born=1850, died=1912), max_prompt_tokens=0))
    cut = build_messages(FULL, max_prompt_tokens=always + 300)
    assert "question" not in _whole(cut[1:-1])
    assert "passage2" in _whole(cut)
    assert "passage3" not in _whole(cut)


@pytest.mark.parametrize("budget", range(0, 3000, 100))
def test_it_stays_within_the_budget_and_keeps_what_must_be_there(budget):
    messages = build_messages(FULL, max_prompt_tokens=budget)
    always = _tokens(build_messages(a_prompt(born=1850, died=1912), max_prompt_tokens=0))
    assert _tokens(messages) <= max(budget, always)
    assert messages[0]["content"].startswith(HEAD)
    assert FULL.persona in messages[0]["content"]
    assert messages[-1]["content"].endswith(FULL.message)


def test_user_and_assistant_always_take_turns():
    unanswered = (
        PromptMessage(CHARACTER, "Come aboard."),
        PromptMessage(USER, "First."),
        PromptMessage(USER, "Second."),
    )
    messages = build_messages(a_prompt(messages_so_far=unanswered), max_prompt_tokens=8000)
    assert [m["role"] for m in messages] == ["system", "user"]
    assert messages[1]["content"].startswith("First.\n\nSecond.\n\n")


def test_the_reply_has_its_share_of_the_context():
    assert prompt_budget(context_tokens=8192, max_tokens=700) + 700 < 8192
    assert prompt_budget(context_tokens=512, max_tokens=700) == 0


@pytest.mark.parametrize(
    ("text", "tokens"), [("word " * 100, 125), ("слово " * 100, 200), ("言葉" * 100, 150)]
)
def test_tokens_are_rather_overrated(text, tokens):
    assert estimate_tokens(text) >= tokens
