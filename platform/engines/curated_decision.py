"""Decide what the curated engine says: a pure function of the prompt, which never invents.

What is tried, in this order: a curated question asked word for word; nonsense; the truth about what this is; requests
that are none of its business; birth and death; small talk; a wish for more; what came after the death; the best
passage; and else a plain no, with curated questions to go on with.
"""

from dataclasses import replace

from engines.base import CHARACTER, Prompt
from engines.curated_answering import answer, matter, more
from engines.curated_facts import fact_asked
from engines.curated_saying import ANSWER_FLOOR, Said, best_of, is_all_editors, phrases_for, pick, tongue_for
from engines.curated_talking import talk_back, tell_fact
from engines.follow_ups import is_bare_follow_up
from engines.languages import english_name_of
from engines.nonsense import is_nonsense
from engines.normalised import gist
from engines.small_talk import hear
from engines.talk import Talk
from engines.tongues import ENGLISH
from engines.tongues.knowing import is_in, is_surely_in

__all__ = ("ANSWER_FLOOR", "decide", "is_unanswered")

# These are answered whatever stands beside them in the message.
_BEFORE_ALL = (Talk.DISTRESS, Talk.GRIEF, Talk.IS_IT_REAL, Talk.REQUEST, Talk.JOKE)


def decide(prompt: Prompt) -> Said:
    """The whole reply to a prompt; the same prompt gives the same reply."""
    prompt = replace(prompt, message=gist(prompt.message))
    said = _decide(prompt)
    label = _label(prompt, said) if said.names_language else ""
    return replace(said, text=f"{said.text}\n\n{label}") if label else said


def _label(prompt: Prompt, said: Said) -> str:
    """In which language the editors' words are, for somebody who asks in another; once in a conversation."""
    tongue = tongue_for(prompt)
    in_english = ENGLISH.phrases.EDITORS_WROTE_IN.format(language=english_name_of(prompt.language))
    labels = (tongue.words_are_in, in_english)
    replies = [message.text for message in prompt.messages_so_far if message.role == CHARACTER]
    if any(label in reply for label in labels for reply in replies):
        return ""
    if tongue.is_borrowed:
        return "" if is_all_editors(prompt, said.text) else tongue.words_are_in
    if is_in(prompt.message, tongue.written):
        return ""
    return in_english if is_surely_in(prompt.message, ENGLISH.written) else tongue.words_are_in


def is_unanswered(prompt: Prompt) -> bool:
    """Whether a question is asked that no passage answers: small talk, follow-ups and nonsense are no such question.

    A judgement on the passages, whichever engine then writes the reply.
    """
    return best_of(prompt) is None and _decide(replace(prompt, message=gist(prompt.message))).is_outside


def _decide(prompt: Prompt) -> Said:
    phrases = phrases_for(prompt)
    asked = next((passage for passage in prompt.passages if passage.is_question), None)
    if asked is not None:
        return answer(prompt, asked)
    if fact := fact_asked(prompt.message, tongue=tongue_for(prompt)):
        return tell_fact(prompt, fact)
    heard = hear(prompt.message, name=prompt.character_name, tongue=tongue_for(prompt))
    if heard.talk is not None and (not heard.rest or heard.talk in _BEFORE_ALL):
        return talk_back(prompt, heard)
    if is_bare_follow_up(heard.rest or prompt.message, name=prompt.character_name, tongue=tongue_for(prompt)):
        return more(prompt)
    if is_nonsense(prompt.message, tongue=tongue_for(prompt)):
        return Said(pick(prompt, phrases.ASKS_AGAIN))
    return matter(prompt)
