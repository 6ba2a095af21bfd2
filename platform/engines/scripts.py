"""Read a behaviour out of a name, so that a test or a developer can order any reply and any fault.

A name is words joined by hyphens, each with the numbers it needs, in any order:

    say-120          120 pieces: "1", " 2", " 3" … (``said(120)`` is the whole)
    gap-25           25 ms between pieces (default 10)
    slow-first-3000  3 s before the first piece
    stamp-120        as ``say``, but each piece is the microsecond it was sent: " ⟨t=1795383906123456⟩"
    marked-2000      2,000 words of Markdown, of every kind, over and over: ``marked_text(2000)`` is the whole
    echo             say back the last message, a word a piece
    prompt           say back the request, as JSON
    never-ends       pieces for ever
    think-5          first 5 pieces within <think>…</think>
    reason-5         first 5 pieces of reasoning beside the text
    nul              NUL and other control characters among the pieces
    half-emoji       an emoji cut in two over two pieces, and a lone half at the end
    length           the end says that the reply was cut
    silent           an end without a word
    die-after-10     the connection breaks after 10 pieces
    stall-after-5    nothing more comes after 5 pieces, for ever
    error-after-5    an error is reported after 5 pieces
    no-ending-after-5  the stream ends without an ending
    garbage          what is not the protocol
    long-line        a line without an end
    status-429-after-2  that status, with Retry-After: 2 (``after`` may be left out)
    redirect         a 302
    times-2-A-then-B   the first two requests behave as A, all later ones as B
    context-2048     a request of more tokens (by estimate) is refused as too long
    keep             the server's log keeps the request
    tag-x            nothing: makes a name one's own, so that counting starts anew
"""

import re
from dataclasses import dataclass, field

DEFAULT = "echo-gap-20"
EMOJI = "🦉"
MARKED = """

You ask *why*, and I say **why not**? There is "bread", there is ***land***, and there is `peace = True` in all of it.
It goes on in a second line, and a third would be too many.

1. **Bread**: what one eats, and what one is _paid_ with.
2. Land:
   - to those who till it;
   - to nobody else, says `the decree`.

> They called it *utopia*, and went home.

```
for day in october:
    shake(world)
```

#### What came then

Nothing that was [written](https://example.org/then) anywhere, ~~neither~~ nor said."""


class NotAScript(Exception):
    """The name orders nothing that is known."""


@dataclass(frozen=True)
class Script:
    """What a name orders. Times in milliseconds, counts in pieces; -1 for never."""

    say: int = 12
    gap: int = 10
    slow_first: int = 0
    stamp: bool = False
    marked: bool = False
    echo: bool = False
    prompt: bool = False
    never_ends: bool = False
    think: int = 0
    reason: int = 0
    nul: bool = False
    half_emoji: bool = False
    length: bool = False
    silent: bool = False
    die_after: int = -1
    stall_after: int = -1
    error_after: int = -1
    no_ending_after: int = -1
    garbage: bool = False
    long_line: bool = False
    redirect: bool = False
    status: int = 0
    retry_after: int = -1
    context: int = 0
    keep: bool = False
    times: int = 0
    then: "Script | None" = field(default=None, repr=False)

    @property
    def num_pieces_before_fault(self) -> int:
        """After how many pieces something other than the end comes; -1 if the reply ends well."""
        return max(self.die_after, self.stall_after, self.error_after, self.no_ending_after)

    def for_request(self, number: int) -> "Script":
        """Return how the request of this ``number``, from 1, behaves."""
        return self.then if self.then and number > self.times else self


WORDS = {
    r"say-(\d+)": lambda n: {"say": int(n)},
    r"stamp-(\d+)": lambda n: {"say": int(n), "stamp": True},
    r"marked-(\d+)": lambda n: {"say": int(n), "marked": True},
    r"gap-(\d+)": lambda n: {"gap": int(n)},
    r"slow-first-(\d+)": lambda n: {"slow_first": int(n)},
    r"think-(\d+)": lambda n: {"think": int(n)},
    r"reason-(\d+)": lambda n: {"reason": int(n)},
    r"(die|stall|error|no-ending)-after-(\d+)": lambda what, n: {f"{what.replace('-', '_')}_after": int(n)},
    r"status-(\d+)-after-(\d+)": lambda status, n: {"status": int(status), "retry_after": int(n)},
    r"status-(\d+)": lambda status: {"status": int(status)},
    r"context-(\d+)": lambda n: {"context": int(n)},
    r"(echo|prompt|never-ends|nul|half-emoji|length|silent|garbage|long-line|redirect|keep)": lambda word: {
        word.replace("-", "_"): True
    },
    r"tag-\w+": dict,
}
_MARKED_PIECES = re.findall(r"\s+\S+", MARKED)
TIMES = re.compile(r"times-(\d+)-(.+?)-then-(.+)")


def read_script(name: str) -> Script:
    """Return what ``name`` orders.

    :raises NotAScript: if a word of it is unknown.
    """
    if match := TIMES.fullmatch(name):
        orders = {"times": int(match[1]), "then": read_script(match[3])}
        return Script(**{**_orders(match[2]), **orders})
    return Script(**_orders(name))


def said(num_pieces: int) -> str:
    """Return what ``say-<num_pieces>`` says in all."""
    return "".join(map(piece_text, range(1, num_pieces + 1)))


def piece_text(number: int) -> str:
    return f" {number}" if number > 1 else "1"


def marked_text(num_pieces: int) -> str:
    """Return what ``marked-<num_pieces>`` says in all."""
    return "".join(_marked_piece(number) for number in range(1, num_pieces + 1))


def _marked_piece(number: int) -> str:
    piece = _MARKED_PIECES[(number - 1) % len(_MARKED_PIECES)]
    return piece.lstrip() if number == 1 else piece


def _orders(name: str) -> dict:
    orders, rest = {}, name
    while rest:
        for word, order in WORDS.items():
            if match := re.match(f"{word}(?:-|$)", rest):
                orders.update(order(*match.groups()))
                rest = rest[match.end() :]
                break
        else:
            raise NotAScript(name)
    return orders


def raw_pieces(script: Script, *, echoed: str = "", prompt: str = "", stamps=None):
    """Yield the texts that the script orders before its end or its fault, as raw as a model sends them.

    ``stamps`` returns the time in microseconds, for ``stamp``.
    """
    texts = _texts(script, echoed, prompt, stamps)
    last = script.num_pieces_before_fault
    for number, text in enumerate(texts):
        if number == last:
            return
        yield text


def _texts(script: Script, echoed: str, prompt: str, stamps):
    if script.think:
        yield "<think>"
        yield from (f"thought {number} " for number in range(script.think))
        yield "</think>\n\n"
    if script.silent:
        return
    if script.echo or script.prompt:
        yield from re.findall(r"\s*\S+\s*$|\s*\S+", prompt if script.prompt else echoed)
        return
    number = 0
    while script.never_ends or number < script.say:
        number += 1
        if script.marked:
            yield _marked_piece(number)
        else:
            yield f" ⟨t={stamps():016d}⟩" if script.stamp else piece_text(number)
        if script.nul:
            yield "\x00\x07\x1b"
        if script.half_emoji:
            first, second = _halves(EMOJI)
            yield first
            yield second
    if script.half_emoji:
        yield _halves(EMOJI)[0]


def _halves(emoji: str) -> tuple[str, str]:
    units = emoji.encode("utf-16-be")
    return tuple(units[at : at + 2].decode("utf-16-be", "surrogatepass") for at in (0, 2))
