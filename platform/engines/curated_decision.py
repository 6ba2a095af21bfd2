"""Decide what the curated engine says: a pure function of the prompt, which never invents.

What is tried, in this order: a curated question asked word for word; nonsense; the truth about what this is; requests
that are none of its business; birth and death; small talk; a wish for more; what came after the death; the best
passage; and else a plain no, with curated questions to go on with.
"""

import re
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from engines import curated_phrases as phrases
from engines.after_death import is_told_of, unseen
from engines.base import CHARACTER, USER, Prompt, PromptPassage
from engines.curated_facts import (
    TOLD_IN_SENTENCES,
    Fact,
    fact_asked,
    is_named,
    name_asked,
    sentence_about,
    sentences,
    year_in_words,
    years_between,
)
from engines.follow_ups import is_bare_follow_up, leans_on_before, question_before
from engines.languages import is_english
from engines.nonsense import is_nonsense
from engines.normalised import folded, gist
from engines.small_talk import Talk, talk_of

# Tuned with benchmarks/judge_retrieval.py. A passage's score is the likelihood that it answers; below this a plain no.
ANSWER_FLOOR = 0.45
# To say “I told you that already” of another question, the passage must answer it beyond doubt.
SURE_OF_SAID = 0.8
# “Tell me more” asks for what is near, not for an answer.
MORE_FLOOR = 0.15
# A second passage is added only when it is nearly as good as the first, and good in itself.
SECOND_FLOOR, SECOND_GAP = 0.8, 0.08
# How alike two messages must be written to be the same question.
NEARLY_THE_SAME = 0.93
# Spoken answers that begin so answer their own question and, said to another, the wrong one.
_OPENS_FOR_ITS_OWN = re.compile(
    r"(yes|no|neither|both|never|because|hardly|certainly|of course|partly|not|none|nobody|once|twice)\b",
    re.IGNORECASE,
)
_OF_YOUR_CHILDREN = re.compile(r"\byour (\w+ )?(child|children|sons?|daughters?)\b")
# When the best was said already, the next best is an answer only if it is nearly as good.
NEXT_FLOOR, NEXT_GAP, NEXT_GAP_OF_FOLLOW_UPS = 0.55, 0.15, 0.35


# These are answered whatever stands beside them in the message.
_BEFORE_ALL = (Talk.DISTRESS, Talk.GRIEF, Talk.IS_IT_REAL, Talk.REQUEST, Talk.JOKE)


@dataclass(frozen=True)
class Said:
    """What to say, as Markdown with citations, and whether to offer curated questions below it.

    ``is_outside``: a question of substance was asked, and no passage answers it.
    """

    text: str
    offers_questions: bool = False
    is_outside: bool = False


def decide(prompt: Prompt) -> Said:
    """The whole reply to a prompt; the same prompt gives the same reply."""
    prompt = replace(prompt, message=gist(prompt.message))
    said = _decide(prompt)
    if is_english(prompt.message) or any(
        phrases.ENGLISH_ONLY in message.text
        for message in prompt.messages_so_far
        if message.role == CHARACTER
    ):
        return said
    return replace(said, text=f"{said.text}\n\n{phrases.ENGLISH_ONLY}")


def is_unanswered(prompt: Prompt) -> bool:
    """Whether a question is asked that no passage answers: small talk, follow-ups and nonsense are no such question.

    A judgement on the passages, whichever engine then writes the reply.
    """
    return _best(prompt) is None and _decide(replace(prompt, message=gist(prompt.message))).is_outside


def _decide(prompt: Prompt) -> Said:
    asked = next((passage for passage in prompt.passages if passage.is_question), None)
    if asked is not None:
        return _answer(prompt, asked)
    if fact := fact_asked(prompt.message):
        return _fact(prompt, fact)
    talk, rest = talk_of(prompt.message, name=prompt.character_name)
    if talk is not None and (not rest or talk in _BEFORE_ALL):
        return _talk(prompt, talk, rest)
    if is_bare_follow_up(rest or prompt.message, name=prompt.character_name):
        return _more(prompt)
    if is_nonsense(prompt.message):
        return Said(_pick(prompt, phrases.ASKS_AGAIN))
    return _matter(prompt)


def _matter(prompt: Prompt) -> Said:
    """A question about the character: what it did not live to see, the best passage, or a plain no."""
    best = _best(prompt)
    things = unseen(prompt.message, died=prompt.died)
    if things and not (best and all(is_told_of(thing, [best.text, best.spoken]) for thing in things)):
        return _with_offers(prompt, _pick(prompt, phrases.UNSEEN), phrases.ASK_ONE_OF_THESE)
    return _outside(prompt) if best is None else _answer(prompt, best)


def _outside(prompt: Prompt) -> Said:
    said = _with_offers(prompt, _pick(prompt, phrases.OUTSIDE), phrases.ASK_ONE_OF_THESE)
    return replace(said, is_outside=True)


def _best(prompt: Prompt) -> PromptPassage | None:
    return next((passage for passage in prompt.passages if passage.score >= ANSWER_FLOOR), None)


def _next(prompt: Prompt, floor: float) -> PromptPassage | None:
    return next((one for one in prompt.passages if one.score >= floor and not _was_told(prompt, one)), None)


def _answer(prompt: Prompt, best: PromptPassage) -> Said:
    if _was_told(prompt, best):
        return _said_before(prompt, best)
    if _opens_for_another(prompt, best):
        best = next((p for p in prompt.passages if _fits_as_well(prompt, p, best)), best)
    texts = [_in_voice(prompt, best)]
    if not best.is_question and (second := _second(prompt, best)):
        texts.append(_in_voice(prompt, second))
    text = "\n\n".join(texts)
    # What goes on from a cut reply says it to its end, whatever stands in other variants.
    goes_on = prompt.so_far and text.startswith(prompt.so_far)
    return Said(text) if goes_on or not _stands_in_a_variant(prompt, best) else _otherwise(prompt, best)


def _stands_in_a_variant(prompt: Prompt, passage: PromptPassage) -> bool:
    """Whether its words were said to this very message before."""
    words = _quoted(_words_of(prompt, passage))
    return any(words in _quoted(variant) for variant in prompt.variants)


def _otherwise(prompt: Prompt, best: PromptPassage) -> Said:
    """Another reply to the same message: the next best, but not to a curated question; else that there is none."""
    for passage in () if best.is_question else prompt.passages:
        if _fits_as_well(prompt, passage, best) and not _stands_in_a_variant(prompt, passage):
            return Said(_in_voice(prompt, passage))
    return _with_offers(prompt, _pick(prompt, phrases.NO_OTHER_WORDS), phrases.ASK_ONE_OF_THESE)


def _opens_for_another(prompt: Prompt, passage: PromptPassage) -> bool:
    """Whether it was written for one question and reads as if it answered another: “No, but …” to “Who was he?”"""
    if passage.is_question or passage.kind != "ANSWER" or not passage.question:
        return False
    is_not_about_who = bool(name_asked(prompt.message)) and not folded(passage.question).startswith("who")
    return is_not_about_who or bool(_OPENS_FOR_ITS_OWN.match(passage.spoken.strip()))


def _fits_as_well(prompt: Prompt, passage: PromptPassage, best: PromptPassage) -> bool:
    is_near = passage.score >= max(ANSWER_FLOOR, best.score - NEXT_GAP)
    return is_near and not _was_told(prompt, passage) and not _opens_for_another(prompt, passage)


def _second(prompt: Prompt, best: PromptPassage) -> PromptPassage | None:
    for passage in prompt.passages:
        is_near = passage.score >= max(SECOND_FLOOR, best.score - SECOND_GAP)
        is_plain = passage.spoken and not _opens_for_another(prompt, passage)
        if passage is not best and is_near and not _was_told(prompt, passage) and is_plain:
            return passage
    return None


def _said_before(prompt: Prompt, best: PromptPassage) -> Said:
    """Asked the very same again, it is said again; asked something near, the next best is said, if there is one.

    That it was answered before is said only beyond doubt: pointing at what does not answer is worse than a plain no.
    """
    if best.is_question or _is_asked_again(prompt):
        return Said(f"{_pick(prompt, phrases.AGAIN)}\n\n{_in_voice(prompt, best)}")
    if name_asked(prompt.message):
        # What only mentions somebody does not say who it is.
        text = _pick(prompt, phrases.SAID_BEFORE, number=best.number)
        return _with_offers(prompt, text, phrases.ASK_ONE_OF_THESE)
    leans = leans_on_before(prompt.message, name=prompt.character_name)
    gap = NEXT_GAP_OF_FOLLOW_UPS if leans else NEXT_GAP
    if following := _next(prompt, max(NEXT_FLOOR, best.score - gap)):
        return Said(_in_voice(prompt, following))
    if best.score < SURE_OF_SAID:
        return _outside(prompt)
    text = _pick(prompt, phrases.SAID_BEFORE, number=best.number)
    return _with_offers(prompt, text, phrases.ASK_ONE_OF_THESE)


def _is_asked_again(prompt: Prompt) -> bool:
    this = folded(prompt.message)
    before = (folded(gist(m.text)) for m in prompt.messages_so_far if m.role == USER)
    return any(
        SequenceMatcher(None, this, that, autojunk=False).ratio() >= NEARLY_THE_SAME for that in before
    )


def _more(prompt: Prompt) -> Said:
    before = [message.text for message in prompt.messages_so_far if message.role == USER]
    if not question_before(before, name=prompt.character_name):
        return _with_offers(prompt, _pick(prompt, phrases.NO_CONTEXT), phrases.BEGIN_WITH_ONE)
    if following := _next(prompt, MORE_FLOOR):
        lead = "" if following.kind == "BIOGRAPHY" else f"{_pick(prompt, phrases.MORE)} "
        return Said(lead + _in_voice(prompt, following))
    if not prompt.offers:
        return Said(_pick(prompt, phrases.ALL_SAID))
    text = _pick(prompt, phrases.NOTHING_MORE)
    told = next(
        (passage for passage in prompt.passages if passage.is_said and passage.kind == "ANSWER"), None
    )
    if told is prompt.passages[0]:
        text += f" {_pick(prompt, phrases.FULLER, number=told.number)}"
    return _with_offers(prompt, text, phrases.ASK_ONE_OF_THESE)


def _talk(prompt: Prompt, talk: Talk, rest: str) -> Said:
    match talk:
        case Talk.DISTRESS:
            return Said(_pick(prompt, phrases.DISTRESS))
        case Talk.GRIEF:
            return Said(_pick(prompt, phrases.GRIEF))
        case Talk.IS_IT_REAL:
            return _truth(prompt, rest)
        case Talk.WHO:
            return _who(prompt)
        case Talk.WHO_SPEAKS:
            said = _who(prompt)
            return replace(said, text=f"{said.text}\n\n{_pick(prompt, phrases.PLAINLY)}")
        case Talk.JOKE:
            return _with_offers(prompt, _pick(prompt, phrases.JOKE), phrases.ASK_ONE_OF_THESE)
        case Talk.ANYTHING:
            return _anything(prompt)
        case Talk.REQUEST:
            return _with_offers(prompt, _pick(prompt, phrases.REQUEST), phrases.ASK_ONE_OF_THESE)
        case Talk.HELP:
            return _with_offers(prompt, _pick(prompt, phrases.TALK[talk]), phrases.BEGIN_WITH_ONE)
        case Talk.GREETING | Talk.HOW_ARE_YOU if not prompt.messages_so_far:
            return _with_offers(prompt, _pick(prompt, phrases.TALK[talk]), phrases.BEGIN_WITH_ONE)
        case _:
            return Said(_pick(prompt, phrases.TALK[talk]))


def _anything(prompt: Prompt) -> Said:
    """Something not yet said, whichever retrieval came upon."""
    unsaid = next((passage for passage in prompt.passages if passage.spoken and not passage.is_said), None)
    if unsaid is None:
        return _with_offers(prompt, _pick(prompt, phrases.TALK[Talk.HELP]), phrases.BEGIN_WITH_ONE)
    return Said(f"{_pick(prompt, phrases.ANYTHING)} {_in_voice(prompt, unsaid)}")


def _truth(prompt: Prompt, rest: str) -> Said:
    text = _pick(prompt, phrases.TRUTH)
    best = _best(prompt) if rest else None
    if best is not None and not best.is_said:
        return Said(f"{text}\n\n{_in_voice(prompt, best)}")
    return Said(text)


def _who(prompt: Prompt) -> Said:
    """The persona, which is written in the first person, and where the page tells more."""
    biography = _first_of_biography(prompt)
    if not _is_said(prompt, prompt.persona):
        cited = f" [{biography.number}]" if biography else ""
        return Said(f"{prompt.persona.strip()}{cited}")
    text = _pick(prompt, phrases.WHO_AGAIN)
    if biography and not _is_said(prompt, biography.text):
        return Said(f"{text} {_in_voice(prompt, biography)}")
    return _with_offers(prompt, text, phrases.ASK_ONE_OF_THESE)


def _first_of_biography(prompt: Prompt) -> PromptPassage | None:
    """The paragraph that tells of the birth; else any that retrieval found."""
    found = [passage for passage in prompt.passages if passage.kind == "BIOGRAPHY"]
    return next(
        (passage for passage in found if _telling(prompt, Fact.BORN, passage)), next(iter(found), None)
    )


def _telling(prompt: Prompt, fact: Fact, passage: PromptPassage) -> str:
    if passage.kind != "BIOGRAPHY":
        return ""
    return sentence_about(fact, passage.text, born=prompt.born, died=prompt.died)


def _fact(prompt: Prompt, fact: Fact) -> Said:
    """The sentence of the biography that has it, cited; else the bare year."""
    best = _best(prompt)
    if fact in TOLD_IN_SENTENCES:
        return _told_in_sentences(prompt, fact)
    if fact is Fact.HOW_DIED and best is not None and best.spoken:
        return _answer(prompt, best)
    for passage in prompt.passages:
        if sentence := _telling(prompt, fact, passage):
            return Said(_pick(prompt, phrases.THE_PAGE_SAYS, text=_quoted(sentence), number=passage.number))
    if prompt.died is None and fact in (Fact.DIED, Fact.HOW_DIED, Fact.AGE_AT_DEATH):
        return Said(_pick(prompt, phrases.LIVING))
    if (prompt.died if fact in (Fact.DIED, Fact.HOW_DIED) else prompt.born) is None:
        return _outside(prompt)
    return Said(_years(prompt, fact))


def _told_in_sentences(prompt: Prompt, fact: Fact) -> Said:
    """All that the biography tells of it; of children rather a curated answer about them."""
    for passage in prompt.passages:
        if fact is Fact.CHILDREN and _OF_YOUR_CHILDREN.search(folded(passage.question)):
            return _answer(prompt, passage)
    told = [(_telling(prompt, fact, passage), passage.number) for passage in prompt.passages]
    told = [(_quoted(text), number) for text, number in told if text]
    if not told:
        return _matter(prompt)
    (text, number), *others = told
    said = _pick(prompt, phrases.THE_PAGE_SAYS, text=text, number=number)
    return Said(" ".join([said, *(f"“{text}” [{number}]" for text, number in others)]))


def _years(prompt: Prompt, fact: Fact) -> str:
    born = year_in_words(prompt.born) if prompt.born is not None else ""
    if prompt.died is None:
        return _pick(prompt, phrases.BORN if fact is Fact.BORN else phrases.AGE, born=born)
    died = year_in_words(prompt.died)
    if fact in (Fact.AGE, Fact.AGE_AT_DEATH):
        age = years_between(prompt.born, prompt.died)
        return _pick(prompt, phrases.AGE_AT_DEATH, born=born, died=died, age=age)
    return _pick(prompt, phrases.BORN if fact is Fact.BORN else phrases.DIED, born=born, died=died)


def _in_voice(prompt: Prompt, passage: PromptPassage) -> str:
    """The editors' first-person words where there are some, else their account, framed as theirs; cited."""
    words = _words_of(prompt, passage)
    if not passage.spoken:
        return _pick(prompt, phrases.THE_PAGE_SAYS, text=_quoted(words), number=passage.number)
    said = f"{words} [{passage.number}]"
    if _opens_for_another(prompt, passage):
        return _pick(prompt, phrases.FRAMED, question=passage.question, text=said)
    return said


def _words_of(prompt: Prompt, passage: PromptPassage) -> str:
    return passage.spoken.strip() or _naming(prompt, passage.text) or passage.text


def _naming(prompt: Prompt, text: str) -> str:
    """Of a paragraph the sentences that name who was asked for."""
    name = name_asked(prompt.message)
    return " ".join(sentence for sentence in sentences(text) if name and is_named(name, sentence))


def _quoted(text: str) -> str:
    """For double quotation marks around it."""
    return " ".join(text.replace("“", "‘").replace("”", "’").replace('"', "'").split())


def _with_offers(prompt: Prompt, text: str, invitations: tuple[str, ...]) -> Said:
    if not prompt.offers:
        return Said(text)
    return Said(f"{text} {_pick(prompt, invitations)}", offers_questions=True)


def _was_told(prompt: Prompt, passage: PromptPassage) -> bool:
    """Of a paragraph of the biography perhaps only a sentence was said; then what else it holds is new."""
    if passage.kind != "BIOGRAPHY" or not passage.is_said:
        return passage.is_said
    return _is_said(prompt, _naming(prompt, passage.text) or passage.text)


def _is_said(prompt: Prompt, text: str) -> bool:
    this = _quoted(text)
    return any(
        this in _quoted(message.text) for message in prompt.messages_so_far if message.role == CHARACTER
    )


def _pick(prompt: Prompt, variants: tuple[str, ...], **facts) -> str:
    """The variant that was not said for the longest time; among equals the turn's seed decides."""
    died = year_in_words(prompt.died) if prompt.died is not None else ""
    facts = {"name": prompt.character_name, "died": died, **facts}
    replies = [message.text for message in prompt.messages_so_far if message.role == CHARACTER]
    start = prompt.seed % len(variants)
    turned = variants[start:] + variants[:start]
    blanks = {**facts, "text": "\0", "number": "\0", "question": "\0"}
    chosen = min(turned, key=lambda variant: _last_said(_fixed_part(variant.format_map(blanks)), replies))
    return chosen.format_map(facts)


def _fixed_part(variant: str) -> str:
    return max(variant.split("\0"), key=len)


def _last_said(fixed: str, replies: list[str]) -> int:
    """1 for the first reply of a conversation, and so on; 0 when it was never said."""
    return max((number for number, reply in enumerate(replies, 1) if fixed in reply), default=0)
