"""Texts that are too short, too long, say nothing, or were left unfinished."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from characters.checks.finding import QUESTIONS, REMARKS, Finding, Text, texts_of, warns
from characters.editions import CharacterContent
from characters.languages import ENGLISH

BIOGRAPHY_WORDS = 250
SPOKEN_WORDS, ANSWER_WORDS = (60, 150), (80, 250)
# Fewer words than these tell a reader nothing.
THIN = {"spoken": 15, "answer": 25}
TAGLINE_LETTERS = 160
NUM_QUESTIONS = 4
# Of an answer's telling words, so many must be new beside the question; in the starter catalog two in three are.
NEW_WORDS = 0.4
# Two answers may share so many of the shorter one's runs of three words; in the starter catalog none share a tenth.
SHARED_RUNS = 0.5
LENGTH = {
    "spoken": gettext_lazy(
        "The spoken answer to “%(question)s” has %(number)s words: %(least)s to %(most)s read best."
    ),
    "answer": gettext_lazy(
        "The answer to “%(question)s” has %(number)s words: %(least)s to %(most)s read best."
    ),
}
TOO_THIN = {
    "spoken": ngettext_lazy(
        "The spoken answer to “%(question)s” has only %(number)s word: say what a visitor wants to know.",
        "The spoken answer to “%(question)s” has only %(number)s words: say what a visitor wants to know.",
        "number",
    ),
    "answer": ngettext_lazy(
        "The answer to “%(question)s” has only %(number)s word: say what a visitor wants to know.",
        "The answer to “%(question)s” has only %(number)s words: say what a visitor wants to know.",
        "number",
    ),
}
REPEATS_QUESTION = {
    "spoken": gettext_lazy(
        "The spoken answer to “%(question)s” mostly repeats the question: say what a visitor wants to know."
    ),
    "answer": gettext_lazy(
        "The answer to “%(question)s” mostly repeats the question: say what a visitor wants to know."
    ),
}
# Of the same question, and of another one.
REPEATS_ITS_ANSWER = {
    "spoken": gettext_lazy("The spoken answer to “%(question)s” repeats the answer on the page."),
    "answer": gettext_lazy("The answer to “%(question)s” repeats the answer on the page."),
}
REPEATS_ANOTHER = {
    "spoken": gettext_lazy("The spoken answer to “%(question)s” repeats what is said to “%(other)s”."),
    "answer": gettext_lazy("The answer to “%(question)s” repeats what is said to “%(other)s”."),
}

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_PLACEHOLDER = re.compile(
    r"\b(?:TODO|TBD|FIXME)\b|\blorem ipsum\b|\?\?\?|\[(?:citation needed|name|text|year)\]", re.I
)
# Only words that never stand twice: “had had” and “log log” may be meant.
_TWICE = re.compile(r"\b(the|a|an|of|to|and|or|is|for|with|at|by|as|from)[ \n]+\1\b")
_BLANKS = re.compile(r"\S {2,}\S")
_FIRST_PERSON = re.compile(r"\b(?:I|me|my|mine|myself|we|us|our|ours|ourselves)\b|\bI['’]", re.I)
_STOPS = (".", "!", "?", "…", ".”", "!”", "?”", '."', '!"', '?"', ".’")


def of_texts(content: CharacterContent) -> Iterator[Finding]:
    texts = texts_of(content)
    yield from _tagline(content)
    yield from _lengths(content)
    yield from _substance(content)
    for text in texts:
        yield from _unfinished(text)
    yield from _persons(content, texts)


def _tagline(content):
    tagline = content.tagline.strip()
    if len(tagline) > TAGLINE_LETTERS:
        yield warns(
            "tagline-long",
            _("The tagline has %(number)s letters: up to %(most)s fit on a card.")
            % {"number": len(tagline), "most": TAGLINE_LETTERS},
            "tagline",
        )
    if tagline and not tagline.endswith(_STOPS):
        yield warns("tagline-open", _("The tagline has no full stop at its end."), "tagline")


def _lengths(content):
    count = len(content.biography.split())
    if 0 < count < BIOGRAPHY_WORDS:
        said = ngettext(
            "The biography has %(number)s word: %(wanted)s or more make a page.",
            "The biography has %(number)s words: %(wanted)s or more make a page.",
            count,
        ) % {"number": count, "wanted": BIOGRAPHY_WORDS}
        yield warns("biography-short", said, "biography", anchor="who_is")
    num = len(content.starter_questions)
    if 0 < num < NUM_QUESTIONS:
        said = ngettext(
            "There is %(number)s starter question: %(wanted)s or more give visitors a choice.",
            "There are %(number)s starter questions: %(wanted)s or more give visitors a choice.",
            num,
        ) % {"number": num, "wanted": NUM_QUESTIONS}
        yield warns("questions-few", said, part=QUESTIONS)
    if not content.remarks:
        said = _("There is no remark: remarks answer what no question does.")
        yield warns("remarks-none", said, part=REMARKS)
    if not content.sources.strip():
        said = _("There are no sources: name the books that the page rests on.")
        yield warns("sources-none", said, "sources")
    for row, question in enumerate(content.starter_questions):
        place = {"part": QUESTIONS, "row": row, "anchor": question.anchor}
        if not question.heading.strip():
            said = _("“%(question)s” has no heading: the page asks it as visitors do.")
            yield warns("heading-empty", said % {"question": question.question}, "heading", **place)
        for field, (least, most) in (("spoken", SPOKEN_WORDS), ("answer", ANSWER_WORDS)):
            count = len(getattr(question, field).split())
            if count >= THIN[field] and not least <= count <= most:
                values = {"question": question.question, "number": count, "least": least, "most": most}
                yield warns(f"{field}-length", LENGTH[field] % values, field, **place)


# --- Substance ---


def _substance(content):
    for row, question in enumerate(content.starter_questions):
        place = {"part": QUESTIONS, "row": row, "anchor": question.anchor}
        for field in THIN:
            text = getattr(question, field)
            if not text.strip():
                continue
            values = {"question": question.question, "number": len(text.split())}
            if len(text.split()) < THIN[field]:
                yield warns(f"{field}-thin", TOO_THIN[field] % values, field, **place)
            elif _share_of_new(text, f"{question.question} {question.heading}") < NEW_WORDS:
                yield warns(f"{field}-repeats-question", REPEATS_QUESTION[field] % values, field, **place)
    yield from _repeated(content)


def telling(text: str) -> list[str]:
    """The words that carry meaning, more or less: those of four letters and more."""
    return [word.casefold() for word in _WORD.findall(text) if len(word) > 3]


def _share_of_new(text, question) -> float:
    """How many of the telling words are not the question's; said again and again they count each time."""
    asked, said = set(telling(question)), telling(text)
    seen, fresh = set(asked), 0
    for word in said:
        fresh += word not in seen
        seen.add(word)
    return fresh / len(said) if said else 0.0


def runs(text: str) -> set[tuple[str, ...]]:
    """Every run of three words."""
    found = [word.casefold() for word in _WORD.findall(text)]
    return set(zip(found, found[1:], found[2:], strict=False))


def _repeated(content):
    """Answers that say what another answer says: each run of words knows who had it before."""
    pieces = [
        (row, field, runs(getattr(question, field)))
        for row, question in enumerate(content.starter_questions)
        for field in ("answer", "spoken")
    ]
    had = defaultdict(list)
    for index, (row, field, now) in enumerate(pieces):
        met = Counter(before for run in now for before in had[run])
        same = [n for n in met if met[n] >= SHARED_RUNS * min(len(now), len(pieces[n][2]))]
        if same:
            yield _repeats(content, row, field, first=pieces[min(same)][0])
            continue
        for run in now:
            had[run].append(index)


def _repeats(content, row, field, *, first) -> Finding:
    asked = content.starter_questions[row]
    other = content.starter_questions[first].question
    sentence = (REPEATS_ITS_ANSWER if first == row else REPEATS_ANOTHER)[field]
    said = sentence % {"question": asked.question, "other": other}
    return warns(f"{field}-repeats", said, field, part=QUESTIONS, row=row, anchor=asked.anchor)


# --- Left unfinished ---


def _unfinished(text: Text):
    if found := _PLACEHOLDER.search(text.source):
        yield text.warns("placeholder", _("%(text)s still holds “%(found)s”."), found=found[0])
    if found := _TWICE.search(text.source):
        said = _("%(text)s has a word twice: “%(found)s”.")
        yield text.warns("word-twice", said, found=" ".join(found[0].split()))
    if text.place.field != "example_dialogue" and _BLANKS.search(text.source):
        yield text.warns("blanks", _("%(text)s has more than one blank between two words."))


# --- Who speaks ---


def _persons(content, texts):
    """What the character says is in the first person: it does not tell of the character by name."""
    names = "|".join(re.escape(name) for name in sorted(_names(content), key=len, reverse=True))
    tells = re.compile(
        rf"(?:^|[.!?;:]\s+|\n)(?:{names})\s+(?:was|is|had|has|did|does|wrote|said|thought|held|made|\w+ed)\b"
    )
    is_english = content.language == ENGLISH
    for text in texts:
        if not text.is_spoken:
            continue
        if tells.search(text.source):
            said = _("%(text)s speaks of %(name)s by name: say “I”.")
            yield text.warns("third-person", said, name=content.name)
        elif is_english and text.place.field == "spoken" and not _FIRST_PERSON.search(text.source):
            said = _("%(text)s never says “I” or “we”: it is said by the character.")
            yield text.warns("not-first-person", said)


def _names(content) -> set[str]:
    """The whole name, and the part by which it is sorted: “Trotsky” of “Trotsky, Leon”."""
    family, comma, _rest = content.sort_name.partition(",")
    return {content.name} | ({family} if comma and family in content.name else set())
