"""Contents of every shape, for property tests: hypothesis strategies that give valid CharacterContents."""

import string

from hypothesis import assume
from hypothesis import strategies as st

from characters.editions import CharacterContent, QuestionContent, RemarkContent, SimilarContent
from characters.models import FIELDS, LICENCES, WHOLE
from characters.passages import clashes

# What an editor can type: no control characters and no lone surrogates; those are cleaned at the door.
LETTERS = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"))
# What a database can keep in JSON: all but NUL and half characters.
STORABLE = st.characters(exclude_categories=("Cs",), exclude_characters="\0")
# How lines begin that mean something in Markdown, in YAML or in a starter file.
BEGINNINGS = (
    "",
    "# ",
    "## ",
    "### ",
    "#### ",
    "\\# ",
    "\\\\## ",
    "> ",
    "- ",
    "---",
    "    ",
    "Heading: ",
    "{#x}",
)


def lines(max_size=60):
    """One line of text, not empty, with no blanks around it."""
    return st.text(LETTERS, min_size=1, max_size=max_size).map(str.strip).filter(bool)


def markdown():
    """Paragraphs with anything in them, and no blanks around the whole."""
    line = st.builds("{}{}".format, st.sampled_from(BEGINNINGS), lines(200))
    paragraph = st.lists(line, min_size=1, max_size=2).map("\n".join)
    return st.lists(paragraph, min_size=1, max_size=3).map("\n\n".join).map(str.strip)


def slugs():
    part = st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=8)
    return st.lists(part, min_size=1, max_size=3).map("-".join)


def json_values(max_leaves=8):
    """Any JSON that a database gives back as it was."""
    small = st.floats(-1e15, 1e15, allow_nan=False)
    wide = small.map(lambda number: number if abs(number) > 1e-50 else 0.0)
    leaves = st.none() | st.booleans() | st.integers(-(2**70), 2**70) | wide | st.text(STORABLE, max_size=20)
    keys = st.text(STORABLE, max_size=12)
    return st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
        max_leaves=max_leaves,
    )


def json_objects():
    return st.dictionaries(st.text(STORABLE, max_size=12), json_values(), max_size=4)


def cards():
    """What may be kept of an imported card, in whatever state."""
    keys = st.sampled_from(("name", "description", "tags", "scenario", "extensions", "spec", "data"))
    parts = st.dictionaries(keys, json_values(), max_size=3) | json_objects()
    return st.fixed_dictionaries(
        {}, optional={"data": parts, "root": parts, "doubled": st.lists(keys, max_size=3)}
    )


@st.composite
def portraits(draw) -> dict:
    """All that is said of a portrait; that the file is stored is not to be had here."""
    left, top = draw(st.integers(0, WHOLE - 1)), draw(st.integers(0, WHOLE - 1))
    crop = (left, top, draw(st.integers(1, WHOLE - left)), draw(st.integers(1, WHOLE - top)))
    names = st.text("0123456789abcdef", min_size=32, max_size=32)
    return {
        "portrait": draw(st.just("") | names.map("portraits/{}.webp".format)),
        "portrait_alt": draw(st.just("") | lines()),
        "portrait_credit": draw(st.just("") | lines()),
        "portrait_licence": draw(st.sampled_from(["", *(licence for licence, _ in LICENCES)])),
        "portrait_crop": draw(st.sampled_from([(), crop])),
        "portrait_focus": draw(st.just(()) | st.tuples(*[st.integers(0, WHOLE)] * 2)),
    }


@st.composite
def contents(draw):
    born = draw(st.none() | st.integers(-3000, 1900).filter(bool))
    died = draw(st.none() | st.integers(born if born is not None else -3000, 2000).filter(bool))
    slug = draw(slugs())
    anchors = draw(st.lists(slugs(), max_size=3, unique=True))
    themes = draw(st.lists(lines(), max_size=3, unique=True))
    similar = draw(st.lists(slugs().filter(lambda other: other != slug), max_size=3, unique=True))
    name = draw(lines())
    text = st.just("") | markdown()
    content = CharacterContent(
        slug=slug,
        name=name,
        sort_name=draw(lines()),
        also_known_as=tuple(draw(st.lists(lines(), max_size=3))),
        born=born,
        born_circa=draw(st.booleans()) if born is not None else False,
        died=died,
        died_circa=draw(st.booleans()) if died is not None else False,
        place=draw(st.just("") | lines()),
        fields=tuple(draw(st.lists(st.sampled_from(FIELDS), max_size=4, unique=True))),
        tagline=draw(st.just("") | lines()),
        biography=draw(text),
        sources=draw(text),
        persona=draw(text),
        greeting=draw(text),
        example_dialogue=draw(text),
        engine=draw(st.sampled_from(("", "curated", "openai-compatible"))),
        **draw(portraits()),
        card=draw(st.just({}) | cards()),
        starter_questions=tuple(
            QuestionContent(draw(lines()), anchor, draw(st.just("") | lines()), draw(text), draw(text))
            for anchor in anchors
        ),
        remarks=tuple(RemarkContent(theme, draw(markdown())) for theme in themes),
        similar=tuple(SimilarContent(other, draw(lines())) for other in similar),
    )
    # Such as the themes "A" and "a", which no page can have beside each other.
    assume(not clashes(content))
    return content
