"""An edition as its page shows it."""

import json

import pytest

from characters.editions import CharacterContent, QuestionContent
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


def test_a_year_that_is_only_about_right_is_not_told_to_machines():
    person = json.loads(reading_of(born=980, born_circa=True, died=1037).json_ld("u"))["@graph"][0]
    assert "birthDate" not in person
    assert person["deathDate"] == "1037"


def test_json_for_machines_cannot_leave_its_script_element():
    question = QuestionContent("</script><script>alert(1)</script>", "a", answer="<p>&amp; <!-- </p>")
    block = reading_of(tagline="\u2028 <b>&", starter_questions=(question,)).json_ld("u")
    assert not set("<>&\u2028") & set(block)
    assert json.loads(block)["@graph"][1]["mainEntity"][0]["name"] == question.question


def test_a_specimen_ends_with_a_sentence():
    assert opening("One two. Three four five! Six?", max_words=5) == "One two. Three four five!"
    assert opening("A sentence longer than that. Another.", max_words=2) == "A sentence longer than that."
