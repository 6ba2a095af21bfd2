"""What the curated engine says to a question about the character: the best passage, another one, or a plain no."""

from dataclasses import replace
from difflib import SequenceMatcher

from engines.after_death import is_told_of, unseen
from engines.base import USER, Prompt, PromptPassage
from engines.curated_facts import name_asked
from engines.curated_saying import (
    ANSWER_FLOOR,
    Said,
    best_of,
    in_voice,
    opens_for_another,
    phrases_for,
    pick,
    quoted,
    tongue_for,
    was_told,
    with_offers,
    words_of,
)
from engines.follow_ups import leans_on_before, question_before
from engines.normalised import folded, gist

# To say “I told you that already” of another question, the passage must answer it beyond doubt.
SURE_OF_SAID = 0.8
# “Tell me more” asks for what is near, not for an answer.
MORE_FLOOR = 0.15
# A second passage is added only when it is nearly as good as the first, and good in itself.
SECOND_FLOOR, SECOND_GAP = 0.8, 0.08
# How alike two messages must be written to be the same question.
NEARLY_THE_SAME = 0.93
# When the best was said already, the next best is an answer only if it is nearly as good.
NEXT_FLOOR, NEXT_GAP, NEXT_GAP_OF_FOLLOW_UPS = 0.55, 0.15, 0.35


def matter(prompt: Prompt) -> Said:
    """A question about the character: what it did not live to see, the best passage, or a plain no."""
    phrases = phrases_for(prompt)
    best = best_of(prompt)
    things = unseen(prompt.message, died=prompt.died, tongue=tongue_for(prompt))
    if things and not (best and all(is_told_of(thing, [best.text, best.spoken]) for thing in things)):
        return with_offers(prompt, pick(prompt, phrases.UNSEEN), phrases.ASK_ONE_OF_THESE)
    return outside(prompt) if best is None else answer(prompt, best)


def outside(prompt: Prompt) -> Said:
    phrases = phrases_for(prompt)
    said = with_offers(prompt, pick(prompt, phrases.OUTSIDE), phrases.ASK_ONE_OF_THESE)
    return replace(said, is_outside=True)


def answer(prompt: Prompt, best: PromptPassage) -> Said:
    if was_told(prompt, best):
        return _said_before(prompt, best)
    if opens_for_another(prompt, best):
        best = next((p for p in prompt.passages if _fits_as_well(prompt, p, best)), best)
    texts = [in_voice(prompt, best)]
    if not best.is_question and (second := _second(prompt, best)):
        texts.append(in_voice(prompt, second))
    text = "\n\n".join(texts)
    # What goes on from a cut reply says it to its end, whatever stands in other variants.
    goes_on = prompt.so_far and text.startswith(prompt.so_far)
    return Said(text) if goes_on or not _stands_in_a_variant(prompt, best) else _otherwise(prompt, best)


def _next(prompt: Prompt, floor: float) -> PromptPassage | None:
    return next((one for one in prompt.passages if one.score >= floor and not was_told(prompt, one)), None)


def _stands_in_a_variant(prompt: Prompt, passage: PromptPassage) -> bool:
    """Whether its words were said to this very message before."""
    words = quoted(prompt, words_of(prompt, passage))
    return any(words in quoted(prompt, variant) for variant in prompt.variants)


def _otherwise(prompt: Prompt, best: PromptPassage) -> Said:
    """Another reply to the same message: the next best, but not to a curated question; else that there is none."""
    phrases = phrases_for(prompt)
    for passage in () if best.is_question else prompt.passages:
        if _fits_as_well(prompt, passage, best) and not _stands_in_a_variant(prompt, passage):
            return Said(in_voice(prompt, passage))
    return with_offers(prompt, pick(prompt, phrases.NO_OTHER_WORDS), phrases.ASK_ONE_OF_THESE)


def _fits_as_well(prompt: Prompt, passage: PromptPassage, best: PromptPassage) -> bool:
    is_near = passage.score >= max(ANSWER_FLOOR, best.score - NEXT_GAP)
    return is_near and not was_told(prompt, passage) and not opens_for_another(prompt, passage)


def _second(prompt: Prompt, best: PromptPassage) -> PromptPassage | None:
    for passage in prompt.passages:
        is_near = passage.score >= max(SECOND_FLOOR, best.score - SECOND_GAP)
        is_plain = passage.spoken and not opens_for_another(prompt, passage)
        if passage is not best and is_near and not was_told(prompt, passage) and is_plain:
            return passage
    return None


def _said_before(prompt: Prompt, best: PromptPassage) -> Said:
    """Asked the very same again, it is said again; asked something near, the next best is said, if there is one.

    That it was answered before is said only beyond doubt: pointing at what does not answer is worse than a plain no.
    """
    phrases = phrases_for(prompt)
    if best.is_question or _is_asked_again(prompt):
        return Said(f"{pick(prompt, phrases.AGAIN)}\n\n{in_voice(prompt, best)}")
    if name_asked(prompt.message, tongue=tongue_for(prompt)):
        # What only mentions somebody does not say who it is.
        text = pick(prompt, phrases.SAID_BEFORE, number=best.number)
        return with_offers(prompt, text, phrases.ASK_ONE_OF_THESE)
    leans = leans_on_before(prompt.message, name=prompt.character_name, tongue=tongue_for(prompt))
    gap = NEXT_GAP_OF_FOLLOW_UPS if leans else NEXT_GAP
    if following := _next(prompt, max(NEXT_FLOOR, best.score - gap)):
        return Said(in_voice(prompt, following))
    if best.score < SURE_OF_SAID:
        return outside(prompt)
    text = pick(prompt, phrases.SAID_BEFORE, number=best.number)
    return with_offers(prompt, text, phrases.ASK_ONE_OF_THESE)


def _is_asked_again(prompt: Prompt) -> bool:
    this = folded(prompt.message)
    before = (folded(gist(m.text)) for m in prompt.messages_so_far if m.role == USER)
    return any(
        SequenceMatcher(None, this, that, autojunk=False).ratio() >= NEARLY_THE_SAME for that in before
    )


def more(prompt: Prompt) -> Said:
    phrases = phrases_for(prompt)
    before = [message.text for message in prompt.messages_so_far if message.role == USER]
    if not question_before(before, name=prompt.character_name, tongue=tongue_for(prompt)):
        return with_offers(prompt, pick(prompt, phrases.NO_CONTEXT), phrases.BEGIN_WITH_ONE)
    if following := _next(prompt, MORE_FLOOR):
        lead = "" if following.kind == "BIOGRAPHY" else f"{pick(prompt, phrases.MORE)} "
        return Said(lead + in_voice(prompt, following))
    if not prompt.offers:
        return Said(pick(prompt, phrases.ALL_SAID))
    text = pick(prompt, phrases.NOTHING_MORE)
    told = next(
        (passage for passage in prompt.passages if passage.is_said and passage.kind == "ANSWER"), None
    )
    if told is prompt.passages[0]:
        text += f" {pick(prompt, phrases.FULLER, number=told.number)}"
    return with_offers(prompt, text, phrases.ASK_ONE_OF_THESE)
