"""Things that came into the world at a known time, so that nobody is asked about what they did not live to see."""

from engines.normalised import folded
from engines.tongues.en import ENGLISH
from engines.tongues.tongue import Later, Tongue


def unseen(message: str, *, died: int | None, tongue: Tongue = ENGLISH) -> tuple[str, ...]:
    """What a message mentions that came only after this year, folded; nothing for someone who is alive."""
    if died is None:
        return ()
    words = folded(message)
    found = [thing for each in tongue.read for thing in _named(words, died, each.later)]
    # What stands beside a figure tells whether it is a year, in the language of the page.
    found += [match.group(1) for match in tongue.later.year.finditer(words) if int(match.group(1)) > died]
    for later in (each.later for each in tongue.read):
        found += [
            match.group(0)
            for match in later.century.finditer(words)
            if (int(match.group(1)) - 1) * 100 >= died
        ]
        found += [match.group(1) for match in [later.now.search(words)] if match]
    return tuple(dict.fromkeys(found))


def _named(words: str, died: int, later: Later) -> list[str]:
    """Things that have a name."""
    found = (pattern.search(words) for year, pattern in later.first_years if year > died)
    return [match.group(1) for match in found if match]


def is_told_of(thing: str, texts: list[str]) -> bool:
    """Whether the editors' own texts speak of it, as a page may of what came after a death; endings do not matter."""
    stem = thing if thing.isdigit() or len(thing) < 6 else thing[: max(5, len(thing) - 3)]
    return any(f" {stem}" in f" {folded(text)}" for text in texts)
