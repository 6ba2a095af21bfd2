"""An edition as its page shows it."""

import pytest

from characters.editions import CharacterContent, QuestionContent, RemarkContent
from characters.models import Edition
from characters.reading import Reading, iso_year, opening


def reading_of(**fields):
    content = CharacterContent(slug="ada", **{"name": "Ada Lovelace"} | fields)
    html = {f"answer:{question.anchor}": question.answer for question in content.starter_questions}
    return Reading(Edition(html=html), content)


@pytest.mark.parametrize(
    ("name", "sort_name", "short"),
    [
        ("Leon Trotsky", "Trotsky, Leon", "Trotsky"),
        ("Ibn Sina", "Ibn Sina", "Ibn Sina"),
        ("Cleopatra", "", "Cleopatra"),
        ("Sor Juana", "Asbaje, Juana de", "Sor Juana"),
    ],
)
def test_the_short_name_is_the_family_name_where_the_editors_sort_by_it(name, sort_name, short):
    assert reading_of(name=name, sort_name=sort_name).short_name == short


@pytest.mark.parametrize(
    ("year", "written"), [(1879, "1879"), (79, "0079"), (-1, "0000"), (-551, "-0550"), (None, "")]
)
def test_years_are_written_as_iso_8601_has_them(year, written):
    assert iso_year(year) == written


def test_the_time_to_read_counts_what_is_not_folded_away():
    question = QuestionContent("Why?", "why", answer="word " * 238, spoken="word " * 2000)
    remark = RemarkContent("Work", "word " * 119)
    assert (
        reading_of(biography="word " * 238 * 3, starter_questions=(question,), remarks=(remark,)).minutes == 4
    )
    assert reading_of().minutes == 1


def test_an_edition_from_before_there_were_sources_has_none():
    assert reading_of().sources == ""


def test_a_specimen_ends_with_a_sentence():
    assert opening("One two. Three four five! Six?", max_words=5) == "One two. Three four five!"
    assert opening("A sentence longer than that. Another.", max_words=2) == "A sentence longer than that."
