"""Know a message that only makes sense after what was said before it."""

from engines.normalised import folded, unaddressed
from engines.small_talk import talk_of
from engines.tongues.en import ENGLISH
from engines.tongues.knowing import understood
from engines.tongues.tongue import FollowUps, Tongue

MAX_WORDS = 12


def is_bare_follow_up(message: str, *, name: str = "", tongue: Tongue = ENGLISH) -> bool:
    """“And why?”, “Tell me more about it.”: a wish for more with no matter of its own."""
    words = unaddressed(folded(message), name, tongue)
    return any(each.follow_ups.bare.fullmatch(words) for each in understood(message, tongue))


def leans_on_before(message: str, *, name: str = "", tongue: Tongue = ENGLISH) -> bool:
    """“Did you ever meet him?”, “And in Norway?”: has a matter, but half of it stands in the question before."""
    words = unaddressed(folded(message), name, tongue).split()
    if not words or len(words) > MAX_WORDS:
        return False
    return any(_leans(words, each.follow_ups) for each in understood(message, tongue))


def _leans(words: list[str], known: FollowUps) -> bool:
    content = [word for word in words if word not in known.empty]
    return (
        bool(known.pronouns & set(words) and len(content) <= 3)
        or (words[0] in known.leading and len(content) <= 4)
        or (len(content) <= 1 and not known.you & set(words))
    )


def question_before(messages: list[str], *, name: str = "", tongue: Tongue = ENGLISH) -> str:
    """The last of a user's messages, oldest first, that has a matter of its own; empty when there is none."""
    for message in reversed(messages):
        talk, rest = talk_of(message, name=name, tongue=tongue)
        if talk is not None and not rest:
            continue
        if not is_bare_follow_up(message, name=name, tongue=tongue):
            return message
    return ""
