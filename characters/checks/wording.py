"""Texts that are too short, too long, say nothing, or were left unfinished."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from characters.checks.finding import QUESTIONS, REMARKS, Finding, Text, texts_of, warns
from characters.editions import CharacterContent
from characters.languages import ENGLISH
from characters.models import StarterQuestion

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
LABELS = {field: StarterQuestion._meta.get_field(field).verbose_name for field in THIN}

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
            f"The tagline has {len(tagline)} letters: up to {TAGLINE_LETTERS} fit on a card.",
            "tagline",
        )
    if tagline and not tagline.endswith(_STOPS):
        yield warns("tagline-open", "The tagline has no full stop at its end.", "tagline")


def _lengths(content):
    count = len(content.biography.split())
    if 0 < count < BIOGRAPHY_WORDS:
        yield warns(
            "biography-short",
            f"The biography has {words(count)}: {BIOGRAPHY_WORDS} or more make a page.",
            "biography",
            anchor="who_is",
        )
    num = len(content.starter_questions)
    if 0 < num < NUM_QUESTIONS:
        yield warns(
            "questions-few",
            f"There {'is' if num == 1 else 'are'} {num} starter question{'' if num == 1 else 's'}: "
            f"{NUM_QUESTIONS} or more give visitors a choice.",
            part=QUESTIONS,
        )
    if not content.remarks:
        yield warns("remarks-none", "There is no remark: remarks answer what no question does.", part=REMARKS)
    if not content.sources.strip():
        said = "There are no sources: name the books that the page rests on."
        yield warns("sources-none", said, "sources")
    for row, question in enumerate(content.starter_questions):
        place = {"part": QUESTIONS, "row": row, "anchor": question.anchor}
        if not question.heading.strip():
            said = f"“{question.question}” has no heading: the page asks it as visitors do."
            yield warns("heading-empty", said, "heading", **place)
        for field, (least, most) in (("spoken", SPOKEN_WORDS), ("answer", ANSWER_WORDS)):
            count = len(getattr(question, field).split())
            if count >= THIN[field] and not least <= count <= most:
                yield warns(
                    f"{field}-length",
                    f"The {LABELS[field]} to “{question.question}” has {words(count)}: {least} to {most} read best.",
                    field,
                    **place,
                )


def words(count: int) -> str:
    return f"{count} word{'' if count == 1 else 's'}"


# --- Substance ---


def _substance(content):
    for row, question in enumerate(content.starter_questions):
        place = {"part": QUESTIONS, "row": row, "anchor": question.anchor}
        for field in THIN:
            text = getattr(question, field)
            if not text.strip():
                continue
            label = f"The {LABELS[field]} to “{question.question}”"
            if len(text.split()) < THIN[field]:
                said = f"{label} has only {words(len(text.split()))}: say what a visitor wants to know."
                yield warns(f"{field}-thin", said, field, **place)
            elif _share_of_new(text, f"{question.question} {question.heading}") < NEW_WORDS:
                said = f"{label} mostly repeats the question: say what a visitor wants to know."
                yield warns(f"{field}-repeats-question", said, field, **place)
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
    what = "the answer on the page" if first == row else f"what is said to “{other}”"
    sentence = f"The {LABELS[field]} to “{asked.question}” repeats {what}."
    return warns(f"{field}-repeats", sentence, field, part=QUESTIONS, row=row, anchor=asked.anchor)


# --- Left unfinished ---


def _unfinished(text: Text):
    if found := _PLACEHOLDER.search(text.source):
        yield text.warns("placeholder", f"still holds “{found[0]}”.")
    if found := _TWICE.search(text.source):
        yield text.warns("word-twice", f"has a word twice: “{' '.join(found[0].split())}”.")
    if text.place.field != "example_dialogue" and _BLANKS.search(text.source):
        yield text.warns("blanks", "has more than one blank between two words.")


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
            yield text.warns("third-person", f"speaks of {content.name} by name: say “I”.")
        elif is_english and text.place.field == "spoken" and not _FIRST_PERSON.search(text.source):
            yield text.warns("not-first-person", "never says “I” or “we”: it is said by the character.")


def _names(content) -> set[str]:
    """The whole name, and the part by which it is sorted: “Trotsky” of “Trotsky, Leon”."""
    family, comma, _ = content.sort_name.partition(",")
    return {content.name} | ({family} if comma and family in content.name else set())
