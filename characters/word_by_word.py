"""Compare two texts word by word: paragraphs side by side, with what went in <del> and what came in <ins>.

What comes out is what went in, sanitized HTML, with nothing but these marks added. Why not lxml's htmldiff:
docs/decisions/0007-comparing-word-by-word.md.
"""

import re
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

# So many pairs of equal words may be looked at in one comparison of a text: a tenth of a second or two. What would
# need more is told paragraph by paragraph.
MAX_PAIRS = 400_000
# Two paragraphs that share less than this of their words are a removed and an added one.
ALIKE = 0.4
# Runs of changed paragraphs up to this product of their lengths are matched by likeness, longer ones by their order.
MAX_MATCHED = 2_500

# The sanitizer quotes every attribute, which may hold a ">".
_TAG = re.compile(r"""(<(?:[^">]|"[^"]*")*>)""")
# An entity, a mark of punctuation, a letter of a script without spaces, or a word; each with the blanks behind it.
_WORD = re.compile(
    r"(?:&#?\w+;|[.,;:!?()\[\]{}\"“”«»…–—/]|[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
    r"|[^\s.,;:!?()\[\]{}\"“”«»…–—/&<\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+|.)\s*|\s+",
    re.DOTALL,
)
_VOID = {"br", "hr"}
# What a screen reader says around a mark; the sign and the line that eyes see are the stylesheet's.
_MARK = (
    '<{tag}><span class="desk-visually-hidden">[{word}: </span>{words}'
    '<span class="desk-visually-hidden">]</span></{tag}>'
)


@dataclass(frozen=True)
class Row:
    """A paragraph of the one text beside its fellow in the other; None where it has none there."""

    before: SafeString | None
    after: SafeString | None
    is_same: bool = False


@dataclass(frozen=True)
class Run:
    """Rows in succession that are all the same, or all not."""

    rows: tuple[Row, ...]
    is_same: bool


@dataclass(frozen=True)
class _Token:
    """A piece of HTML, and what it is compared by: its word and the tags around it. Tags themselves have no key."""

    html: str
    key: Hashable = None


def compare_html(before: str, after: str) -> tuple[Row, ...]:
    """The paragraphs of two sanitized HTML texts beside each other, in the order of the later text."""
    left, right = blocks(before), blocks(after)
    rows = []
    for is_same, ours, theirs in _stretches(left, right):
        if is_same:
            rows += [
                Row(mark_safe(one), mark_safe(other), True) for one, other in zip(ours, theirs, strict=True)
            ]
        else:
            rows += [_row(*pair) for pair in _paired(ours, theirs)]
    return tuple(rows)


def runs(rows: Sequence[Row]) -> list[Run]:
    return [Run(tuple(group), is_same) for is_same, group in groupby(rows, lambda row: row.is_same)]


def blocks(html: str) -> list[str]:
    """The outermost elements of sanitized HTML; text outside them is a block too."""
    found, depth, so_far = [], 0, ""
    for part in _TAG.split(html):
        if not part.startswith("<"):
            if depth == 0 and not part.strip():
                continue
            so_far += part
            continue
        name, is_end = _tag_name(part), part.startswith("</")
        if depth == 0 and so_far and name not in _INLINE:
            found.append(so_far)
            so_far = ""
        so_far += part
        if name not in _VOID:
            depth += -1 if is_end else 1
        if depth == 0 and name not in _INLINE:
            found.append(so_far)
            so_far = ""
    return [block for block in (*found, so_far) if block.strip()]


# Those that may stand in a line, and so do not end a block that has none around it.
_INLINE = {"a", "strong", "em", "s", "code", "br"}


def _tag_name(tag: str) -> str:
    return tag.strip("</>").split()[0].rstrip("/").lower()


# --- Which paragraph became which ---


def _stretches(left: list, right: list):
    """(are the same, some of the left, some of the right) until both are told."""
    start = _num_shared(left, right)
    end = _num_shared(left[start:][::-1], right[start:][::-1])
    left_end, right_end = len(left) - end, len(right) - end
    if start:
        yield True, left[:start], right[:start]
    middle = left[start:left_end], right[start:right_end]
    if _num_pairs(*middle) > MAX_PAIRS:
        yield False, *middle
    elif any(middle):
        for tag, a, b, c, d in SequenceMatcher(None, *middle).get_opcodes():
            yield tag == "equal", middle[0][a:b], middle[1][c:d]
    if end:
        yield True, left[left_end:], right[right_end:]


def _num_shared(left, right) -> int:
    """How many they begin with in common."""
    number = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        number += 1
    return number


def _num_pairs(left, right) -> int:
    """What a comparison costs: how often something here is equal to something there."""
    here, there = Counter(left), Counter(right)
    # Those that SequenceMatcher takes for too common to begin with are not looked at.
    most = len(right) // 100 + 1 if len(right) >= 200 else len(right)
    return sum(num * there[key] for key, num in here.items() if there[key] <= most)


def _paired(left: list[str], right: list[str]) -> list[tuple[str | None, str | None]]:
    """Changed paragraphs beside those that they became, the likest first choice, none out of order."""
    # One against one are beside each other, however little they share.
    is_clear = len(left) == len(right) == 1 or not left or not right
    if is_clear or len(left) * len(right) > MAX_MATCHED:
        shorter = min(len(left), len(right))
        pairs = list(zip(left[:shorter], right[:shorter], strict=True))
        return pairs + [(one, None) for one in left[shorter:]] + [(None, one) for one in right[shorter:]]
    words = [Counter(_keys(one)) for one in left], [Counter(_keys(one)) for one in right]
    best = _best_likeness(*words)
    pairs, i, j = [], 0, 0
    while i < len(left) or j < len(right):
        if i < len(left) and best[i][j] == best[i + 1][j]:
            pairs.append((left[i], None))
            i += 1
        elif j < len(right) and best[i][j] == best[i][j + 1]:
            pairs.append((None, right[j]))
            j += 1
        else:
            pairs.append((left[i], right[j]))
            i, j = i + 1, j + 1
    return pairs


def _best_likeness(left, right):
    """``best[i][j]``: the most likeness that can be had from the left's i-th and the right's j-th on."""
    best = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i in reversed(range(len(left))):
        for j in reversed(range(len(right))):
            together = best[i + 1][j + 1] + _weight(left[i], right[j])
            best[i][j] = max(best[i + 1][j], best[i][j + 1], together)
    return best


def _weight(one: Counter, other: Counter) -> float:
    """How much two paragraphs have in common, 0 where it is too little to call them one."""
    num_all = one.total() + other.total()
    likeness = 2 * (one & other).total() / num_all if num_all else 0
    return likeness if likeness >= ALIKE else 0


def _keys(html: str) -> list:
    return [token.key for token in _tokens(html) if token.key is not None]


# --- Words in a paragraph ---


def _row(before: str | None, after: str | None) -> Row:
    if before is None:
        return Row(None, _all_marked(after, "ins"))
    if after is None:
        return Row(_all_marked(before, "del"), None)
    ours, theirs = _tokens(before), _tokens(after)
    gone, come = _changed(
        [t.key for t in ours if t.key is not None], [t.key for t in theirs if t.key is not None]
    )
    return Row(_marked(ours, gone, "del"), _marked(theirs, come, "ins"), is_same=not gone and not come)


def _all_marked(html: str, tag: str) -> SafeString:
    tokens = _tokens(html)
    return _marked(tokens, set(range(len(tokens))), tag)


def _changed(left: list, right: list) -> tuple[set[int], set[int]]:
    """The places of the words that went, and of those that came."""
    gone, come = set(), set()
    stretches = [(same, len(a), len(b), a) for same, a, b in _stretches(left, right)]
    i = j = 0
    for place, (is_same, num_left, num_right, words) in enumerate(stretches):
        # One small word that stayed between two changes is read with them.
        is_between = 0 < place < len(stretches) - 1 and num_left == 1 and len(words[0][0]) <= 3
        if not is_same or is_between:
            gone.update(range(i, i + num_left))
            come.update(range(j, j + num_right))
        i, j = i + num_left, j + num_right
    num_kept = len(left) + len(right) - len(gone) - len(come)
    if num_kept < (1 - ALIKE) / 2 * (len(left) + len(right)):
        return set(range(len(left))), set(range(len(right)))
    return gone, come


def _tokens(html: str) -> list[_Token]:
    """Tags and words in order; a word is compared together with the tags that it stands in."""
    found, around = [], []
    for part in _TAG.split(html):
        if not part.startswith("<"):
            found += _words(part, tuple(around))
            continue
        name = _tag_name(part)
        if name in _VOID:
            found.append(_Token(part, (part, tuple(around))))
            continue
        found.append(_Token(part))
        if part.startswith("</"):
            around.pop()
        else:
            around.append(part)
    return found


def _words(text: str, around: tuple) -> list[_Token]:
    is_verbatim = any(tag.startswith("<pre") for tag in around)
    found = []
    for word in _WORD.findall(text):
        # Blanks count in code only; between elements they are nothing.
        compared = word if is_verbatim else word.strip()
        found.append(_Token(word, (compared, around) if compared else None))
    return found


def _marked(tokens: list[_Token], changed: set[int], tag: str) -> SafeString:
    """The tokens as HTML again, with each run of changed words marked; no mark reaches over a tag."""
    word = {"del": _("removed"), "ins": _("added")}[tag]
    line = {"del": _("removed line"), "ins": _("added line")}[tag]
    html, run, place = [], "", 0

    def close():
        nonlocal run
        if run:
            words = run.rstrip() if run.strip() else run
            html.append(_MARK.format(tag=tag, word=word, words=words) + run[len(words) :])
        run = ""

    for token in tokens:
        is_word = token.key is not None
        is_changed = is_word and place in changed
        place += is_word
        if is_changed and token.html.startswith("<"):
            close()
            # A break has no words: a sign stands for it.
            sign = "↵" if _tag_name(token.html) == "br" else "―"
            html.append(_MARK.format(tag=tag, word=line, words=sign) + token.html)
        elif is_changed:
            run += token.html
        else:
            close()
            html.append(token.html)
    close()
    return mark_safe("".join(html))
