"""The words that a reply of the curated engine is put together from: the editors' own, and the set sentences."""

from dataclasses import dataclass

from engines.base import CHARACTER, Prompt, PromptPassage
from engines.curated_facts import is_named, name_asked, sentences, year_in_words
from engines.normalised import folded
from engines.tongues import tongue_of
from engines.tongues.tongue import Phrases, Tongue

# Tuned with benchmarks/judge_retrieval.py. A passage's score is the likelihood that it answers; below this a plain no.
ANSWER_FLOOR = 0.45


@dataclass(frozen=True)
class Said:
    """What to say, as Markdown with citations, and whether to offer curated questions below it.

    ``is_outside``: a question of substance was asked, and no passage answers it. ``names_language``: somebody who asks
    in another language is told in which one the editors' words are.
    """

    text: str
    offers_questions: bool = False
    is_outside: bool = False
    names_language: bool = True


def tongue_for(prompt: Prompt) -> Tongue:
    """The language in which the character speaks."""
    return tongue_of(prompt.language)


def phrases_for(prompt: Prompt) -> Phrases:
    return tongue_for(prompt).phrases


def best_of(prompt: Prompt) -> PromptPassage | None:
    return next((passage for passage in prompt.passages if passage.score >= ANSWER_FLOOR), None)


def is_all_editors(prompt: Prompt, text: str) -> bool:
    """Whether a reply holds nothing but what the editors wrote for the character to say."""
    spoken = [prompt.persona.strip(), *(words_of(prompt, passage) for passage in prompt.passages)]
    for words in sorted(filter(None, spoken), key=len, reverse=True):
        text = text.replace(words, " ")
    return not any(map(str.isalpha, text))


def in_voice(prompt: Prompt, passage: PromptPassage) -> str:
    """The editors' first-person words where there are some, else their account, framed as theirs; cited."""
    phrases = phrases_for(prompt)
    words = words_of(prompt, passage)
    if not passage.spoken:
        return pick(prompt, phrases.THE_PAGE_SAYS, text=quoted(prompt, words), number=passage.number)
    said = f"{words} [{passage.number}]"
    if opens_for_another(prompt, passage):
        return pick(prompt, phrases.FRAMED, question=passage.question, text=said)
    return said


def words_of(prompt: Prompt, passage: PromptPassage) -> str:
    return passage.spoken.strip() or _naming(prompt, passage.text) or passage.text


def opens_for_another(prompt: Prompt, passage: PromptPassage) -> bool:
    """Whether it was written for one question and reads as if it answered another: “No, but …” to “Who was he?”"""
    if passage.is_question or passage.kind != "ANSWER" or not passage.question:
        return False
    tongue = tongue_for(prompt)
    is_about_who = tongue.questions.asks_who.match(folded(passage.question))
    is_not_about_who = bool(name_asked(prompt.message, tongue)) and not is_about_who
    return is_not_about_who or bool(tongue.accounts.own_question.match(passage.spoken.strip()))


def _naming(prompt: Prompt, text: str) -> str:
    """Of a paragraph the sentences that name who was asked for."""
    tongue = tongue_for(prompt)
    name = name_asked(prompt.message, tongue)
    return " ".join(each for each in sentences(text, tongue) if name and is_named(name, each, tongue=tongue))


def quoted(prompt: Prompt, text: str) -> str:
    """For double quotation marks around it."""
    return " ".join(text.translate(tongue_for(prompt).spelling.quotes).split())


def with_offers(prompt: Prompt, text: str, invitations: tuple[str, ...]) -> Said:
    if not prompt.offers:
        return Said(text)
    return Said(f"{text} {pick(prompt, invitations)}", offers_questions=True)


def was_told(prompt: Prompt, passage: PromptPassage) -> bool:
    """Of a paragraph of the biography perhaps only a sentence was said; then what else it holds is new."""
    if passage.kind != "BIOGRAPHY" or not passage.is_said:
        return passage.is_said
    return is_said(prompt, _naming(prompt, passage.text) or passage.text)


def is_said(prompt: Prompt, text: str) -> bool:
    this = quoted(prompt, text)
    return any(
        this in quoted(prompt, message.text)
        for message in prompt.messages_so_far
        if message.role == CHARACTER
    )


def pick(prompt: Prompt, variants: tuple[str, ...], **facts) -> str:
    """The variant that was not said for the longest time; among equals the turn's seed decides."""
    died = year_in_words(prompt.died, tongue_for(prompt)) if prompt.died is not None else ""
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
