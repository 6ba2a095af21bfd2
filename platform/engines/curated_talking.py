"""What the curated engine says to small talk, to doubts in what it is, and to plain questions about a life."""

from dataclasses import replace

from engines.base import Prompt, PromptPassage
from engines.curated_answering import (
    answer,
    matter,
    outside,
)
from engines.curated_facts import TOLD_IN_SENTENCES, Fact, sentence_about, year_in_words, years_between
from engines.curated_saying import (
    Said,
    best_of,
    in_voice,
    is_said,
    phrases_for,
    pick,
    quoted,
    tongue_for,
    with_offers,
)
from engines.normalised import folded
from engines.small_talk import Heard
from engines.talk import Talk
from engines.tongues.tongue import Phrases


def talk_back(prompt: Prompt, heard: Heard) -> Said:
    """The reply to small talk; to need and to doubt in the language of who writes, to all else in the character's."""
    talk, rest, tongue = heard
    phrases = phrases_for(prompt)
    match talk:
        case Talk.DISTRESS:
            return Said(pick(prompt, tongue.phrases.DISTRESS), names_language=False)
        case Talk.GRIEF:
            return Said(pick(prompt, tongue.phrases.GRIEF), names_language=False)
        case Talk.IS_IT_REAL:
            return _truth(prompt, rest, tongue.phrases)
        case Talk.WHO:
            return _who(prompt)
        case Talk.WHO_SPEAKS:
            said = _who(prompt)
            return replace(said, text=f"{said.text}\n\n{pick(prompt, phrases.PLAINLY)}")
        case Talk.JOKE:
            return with_offers(prompt, pick(prompt, phrases.JOKE), phrases.ASK_ONE_OF_THESE)
        case Talk.ANYTHING:
            return _anything(prompt)
        case Talk.REQUEST:
            return with_offers(prompt, pick(prompt, phrases.REQUEST), phrases.ASK_ONE_OF_THESE)
        case Talk.HELP:
            return with_offers(prompt, pick(prompt, phrases.TALK[talk]), phrases.BEGIN_WITH_ONE)
        case Talk.GREETING | Talk.HOW_ARE_YOU if not prompt.messages_so_far:
            return with_offers(prompt, pick(prompt, phrases.TALK[talk]), phrases.BEGIN_WITH_ONE)
        case _:
            return Said(pick(prompt, phrases.TALK[talk]))


def _anything(prompt: Prompt) -> Said:
    """Something not yet said, whichever retrieval came upon."""
    phrases = phrases_for(prompt)
    unsaid = next((passage for passage in prompt.passages if passage.spoken and not passage.is_said), None)
    if unsaid is None:
        return with_offers(prompt, pick(prompt, phrases.TALK[Talk.HELP]), phrases.BEGIN_WITH_ONE)
    return Said(f"{pick(prompt, phrases.ANYTHING)} {in_voice(prompt, unsaid)}")


def _truth(prompt: Prompt, rest: str, phrases: Phrases) -> Said:
    text = pick(prompt, phrases.TRUTH)
    best = best_of(prompt) if rest else None
    if best is not None and not best.is_said:
        return Said(f"{text}\n\n{in_voice(prompt, best)}")
    return Said(text)


def _who(prompt: Prompt) -> Said:
    """The persona, which is written in the first person, and where the page tells more."""
    phrases = phrases_for(prompt)
    biography = _first_of_biography(prompt)
    if not is_said(prompt, prompt.persona):
        cited = f" [{biography.number}]" if biography else ""
        return Said(f"{prompt.persona.strip()}{cited}")
    text = pick(prompt, phrases.WHO_AGAIN)
    if biography and not is_said(prompt, biography.text):
        return Said(f"{text} {in_voice(prompt, biography)}")
    return with_offers(prompt, text, phrases.ASK_ONE_OF_THESE)


def _first_of_biography(prompt: Prompt) -> PromptPassage | None:
    """The paragraph that tells of the birth; else any that retrieval found."""
    found = [passage for passage in prompt.passages if passage.kind == "BIOGRAPHY"]
    return next(
        (passage for passage in found if _telling(prompt, Fact.BORN, passage)), next(iter(found), None)
    )


def _telling(prompt: Prompt, fact: Fact, passage: PromptPassage) -> str:
    if passage.kind != "BIOGRAPHY":
        return ""
    return sentence_about(fact, passage.text, born=prompt.born, died=prompt.died, tongue=tongue_for(prompt))


def tell_fact(prompt: Prompt, fact: Fact) -> Said:
    """The sentence of the biography that has it, cited; else the bare year."""
    phrases = phrases_for(prompt)
    best = best_of(prompt)
    if fact in TOLD_IN_SENTENCES:
        return _told_in_sentences(prompt, fact)
    if fact is Fact.HOW_DIED and best is not None and best.spoken:
        return answer(prompt, best)
    for passage in prompt.passages:
        if sentence := _telling(prompt, fact, passage):
            return Said(
                pick(prompt, phrases.THE_PAGE_SAYS, text=quoted(prompt, sentence), number=passage.number)
            )
    if prompt.died is None and fact in (Fact.DIED, Fact.HOW_DIED, Fact.AGE_AT_DEATH):
        return Said(pick(prompt, phrases.LIVING))
    if (prompt.died if fact in (Fact.DIED, Fact.HOW_DIED) else prompt.born) is None:
        return outside(prompt)
    return Said(_years(prompt, fact))


def _told_in_sentences(prompt: Prompt, fact: Fact) -> Said:
    """All that the biography tells of it; of children rather a curated answer about them."""
    phrases = phrases_for(prompt)
    for passage in prompt.passages:
        if fact is Fact.CHILDREN and tongue_for(prompt).questions.of_children.search(
            folded(passage.question)
        ):
            return answer(prompt, passage)
    told = [(_telling(prompt, fact, passage), passage.number) for passage in prompt.passages]
    told = [(quoted(prompt, text), number) for text, number in told if text]
    if not told:
        return matter(prompt)
    (text, number), *others = told
    said = pick(prompt, phrases.THE_PAGE_SAYS, text=text, number=number)
    return Said(
        " ".join([said, *(f"{phrases.QUOTED.format(text=text)} [{number}]" for text, number in others)])
    )


def _years(prompt: Prompt, fact: Fact) -> str:
    phrases = phrases_for(prompt)
    born = year_in_words(prompt.born, tongue_for(prompt)) if prompt.born is not None else ""
    if prompt.died is None:
        return pick(prompt, phrases.BORN if fact is Fact.BORN else phrases.AGE, born=born)
    died = year_in_words(prompt.died, tongue_for(prompt))
    if fact in (Fact.AGE, Fact.AGE_AT_DEATH):
        age = years_between(prompt.born, prompt.died)
        return pick(prompt, phrases.AGE_AT_DEATH, born=born, died=died, age=age)
    return pick(prompt, phrases.BORN if fact is Fact.BORN else phrases.DIED, born=born, died=died)
