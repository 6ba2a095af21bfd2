"""Contents of every shape, for property tests: hypothesis strategies that give valid CharacterContents."""

import string

from hypothesis import assume
from hypothesis import strategies as st

from characters.editions import CharacterContent, QuestionContent, RemarkContent, SimilarContent
from characters.models import FIELDS
from characters.passages import clashes

# What an editor can type: no control characters and no lone surrogates; those are cleaned at the door.
LETTERS = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"))


def lines(max_size=60):
    """One line of text, not empty, with no blanks around it."""
    return st.text(LETTERS, min_size=1, max_size=max_size).map(str.strip).filter(bool)


def markdown():
    """Paragraphs that begin with a letter, so that none is a heading of ours."""
    paragraph = lines(200).map(lambda line: f"a{line}")
    return st.lists(paragraph, min_size=1, max_size=3).map("\n\n".join)


def slugs():
    part = st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=8)
    return st.lists(part, min_size=1, max_size=3).map("-".join)


@st.composite
def contents(draw):
    born = draw(st.none() | st.integers(-3000, 1900).filter(bool))
    died = draw(st.none() | st.integers(born if born is not None else -3000, 2000).filter(bool))
    slug = draw(slugs())
    anchors = draw(st.lists(slugs(), max_size=3, unique=True))
    themes = draw(st.lists(lines(), max_size=3, unique=True))
    similar = draw(st.lists(slugs().filter(lambda other: other != slug), max_size=3, unique=True))
    name = draw(lines())
    content = CharacterContent(
        slug=slug,
        name=name,
        sort_name=draw(lines()),
        also_known_as=tuple(draw(st.lists(lines(), max_size=3))),
        born=born,
        born_circa=draw(st.booleans()) if born is not None else False,
        died=died,
        died_circa=draw(st.booleans()) if died is not None else False,
        place=draw(lines()),
        fields=tuple(draw(st.lists(st.sampled_from(FIELDS), max_size=4, unique=True))),
        tagline=draw(lines()),
        biography=draw(markdown()),
        persona=draw(markdown()),
        greeting=draw(markdown()),
        example_dialogue=draw(st.just("") | markdown()),
        starter_questions=tuple(
            QuestionContent(
                draw(lines()), anchor, draw(st.just("") | lines()), draw(markdown()), draw(markdown())
            )
            for anchor in anchors
        ),
        remarks=tuple(RemarkContent(theme, draw(markdown())) for theme in themes),
        similar=tuple(SimilarContent(other, draw(lines())) for other in similar),
    )
    # Such as the themes "A" and "a", which no page can have beside each other.
    assume(not clashes(content))
    return content
