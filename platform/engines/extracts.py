"""Make a note of what was said without a model: what the reader said, and how each reply began. Nothing is added."""

import re

from engines.base import USER, Prompt

MAX_CHARACTERS = 3_900
# How long what a reader said and how a reply began may be, tried in this order until the note is short enough.
LENGTHS = (200, 120, 80, 50)
# Of the note, at least so much is left for what stood in an earlier one.
SHARE_OF_EARLIER = 0.4
ELLIPSIS = "…"

_CITATION = re.compile(r"\s?\[\d+\]")
_MARKS = re.compile(r"[*_`#>|~]+")
# Not shorter than a few words: “Mr.” is no sentence.
_FIRST_SENTENCE = re.compile(r".{15,}?(?:[.!?…؟۔।]+[”’\"')\]»]*(?=\s|$)|[。！？]+[”’」』]*)", re.DOTALL)


def extract(prompt: Prompt) -> str:
    """Return the lines of an earlier note, as far as there is room, and one line for each turn.

    The signs speak no language, because the reader may speak any.
    """
    turns = _turns(prompt)
    if not turns:
        return prompt.note
    most = int(MAX_CHARACTERS * (1 - SHARE_OF_EARLIER if prompt.note else 1))
    lines = next((made for length in LENGTHS if len("\n".join(made := _lines(turns, length))) <= most), [])
    return "\n".join(_newest([*prompt.note.splitlines(), *(lines or _lines(turns, LENGTHS[-1]))]))


def first_sentence(text: str) -> str:
    """Return how a text begins, in one line, without citations and marks of Markdown."""
    line = " ".join(_MARKS.sub("", _CITATION.sub("", text)).split())
    found = _FIRST_SENTENCE.match(line)
    return found[0] if found else line


def _turns(prompt: Prompt) -> list[tuple[str, str]]:
    turns = []
    for message in prompt.messages_so_far:
        if message.role == USER:
            turns.append((message.text, ""))
        elif turns and not turns[-1][1]:
            turns[-1] = (turns[-1][0], first_sentence(message.text))
        else:
            turns.append(("", first_sentence(message.text)))
    return turns


def _lines(turns, length: int) -> list[str]:
    return [
        " ".join(
            part
            for part in (
                f"— {_short(said, length)}" if said else "",
                f"→ {_short(reply, length)}" if reply else "",
            )
            if part
        )
        for said, reply in turns
    ]


def _short(text: str, length: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1].rstrip() + ELLIPSIS


def _newest(lines: list[str]) -> list[str]:
    """As many of the last lines as there is room for; what is left out before them shows."""
    kept, left = [], MAX_CHARACTERS - len(ELLIPSIS) - 1
    for line in reversed([line for line in lines if line != ELLIPSIS]):
        line = line[:left] if not kept else line
        left -= len(line) + 1
        if left < 0:
            return [ELLIPSIS, *reversed(kept)]
        kept.append(line)
    return [ELLIPSIS, *reversed(kept)] if lines and lines[0] == ELLIPSIS else kept[::-1]
