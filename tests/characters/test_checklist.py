"""The checklist: what blocks, what only warns, where it is, and the counts that are kept in the rows."""

import time
from dataclasses import replace

import pytest
from django.conf import settings

from characters import checklist, publishing
from characters.checks import dates, missing, wording
from characters.checks.finding import QUESTIONS, REMARKS, Place
from characters.content_files import read_file
from characters.editions import CharacterContent, QuestionContent, RemarkContent, write_draft
from characters.models import Character
from tests.factories import (
    PORTRAYED,
    complete_character,
    published_character,
)

STARTERS = settings.BASE_DIR / "content/characters"
# What the checklist finds in the starter catalog, all of it.
KNOWN_WARNINGS = {("ibn-sina", "not-first-person")}
SOURCES = "- Betty Alexandra Toole. *Ada, the Enchantress of Numbers*. 1992."
ADA = replace(read_file(STARTERS / "ada-lovelace.md"), sources=SOURCES)


def findings(content, pk=None):
    """Of what a content says by itself."""
    return [*missing.of_page(content), *dates.of_life(content), *wording.of_texts(content)]


def keys(found) -> list[str]:
    return [finding.key for finding in found]


def with_question(content, row=0, **changes):
    questions = list(content.starter_questions)
    questions[row] = replace(questions[row], **changes)
    return replace(content, starter_questions=tuple(questions))


# --- The starter catalog ---


@pytest.mark.django_db
def test_the_starter_catalog_has_nothing_that_blocks_and_only_the_warnings_that_are_known():
    contents = [read_file(path) for path in sorted(STARTERS.glob("*.md"))]
    drafts = [write_draft(content) for content in contents]
    for content, draft in zip(contents, drafts, strict=True):
        write_draft(content, character=draft)
    for draft in drafts:
        publishing.publish(draft)
    found = checklist.check_many(list(Character.objects.all()))
    assert len(found) == len(contents)
    slugs = dict(Character.objects.values_list("pk", "slug"))
    assert [finding for each in found.values() for finding in each.blocking] == []
    warned = {(slugs[pk], f.key) for pk, each in found.items() for f in each.warnings}
    one_way = {(slug, key) for slug, key in warned if key == "link-one-way"}
    assert warned - one_way == KNOWN_WARNINGS
    # A curated graph need not lead back everywhere: these are for the editors to look at.
    assert len(one_way) <= len(contents)


# --- What blocks ---


@pytest.mark.parametrize(
    ("change", "key", "place"),
    [
        ({"tagline": " "}, "tagline-empty", Place("tagline")),
        ({"biography": ""}, "biography-empty", Place("biography")),
        ({"persona": ""}, "persona-empty", Place("persona")),
        ({"greeting": ""}, "greeting-empty", Place("greeting")),
        ({"fields": ()}, "fields-empty", Place("fields")),
        ({"starter_questions": ()}, "question-none", Place(part=QUESTIONS)),
        ({"born": 1852, "died": 1815}, "dates-reversed", Place("died")),
        (
            {"portrait": "a.webp", **PORTRAYED, "portrait_alt": ""},
            "portrait_alt-empty",
            Place("portrait_alt"),
        ),
        (
            {"portrait": "a.webp", **PORTRAYED, "portrait_credit": " "},
            "portrait_credit-empty",
            Place("portrait_credit"),
        ),
        (
            {"portrait": "a.webp", **PORTRAYED, "portrait_licence": ""},
            "portrait_licence-empty",
            Place("portrait_licence"),
        ),
    ],
)
def test_what_a_page_needs_blocks_and_says_where_it_is_missing(change, key, place):
    found = [finding for finding in findings(replace(ADA, **change)) if finding.blocks]
    assert [(finding.key, finding.place) for finding in found] == [(key, place)]
    assert publishing.missing_from(replace(ADA, **change)) == [found[0].sentence]


@pytest.mark.parametrize("field", ["answer", "spoken"])
def test_a_question_without_an_answer_blocks(field):
    found = [f for f in findings(with_question(ADA, 2, **{field: " "})) if f.blocks]
    assert keys(found) == [f"{field}-empty"]
    assert found[0].place == Place(field, QUESTIONS, 2, ADA.starter_questions[2].anchor)


def test_two_parts_of_one_address_block_where_the_second_stands():
    content = replace(ADA, remarks=(RemarkContent("Work", "I work."), RemarkContent("Work!", "I work.")))
    found = [finding for finding in findings(content) if finding.blocks]
    assert [(f.key, f.place.part, f.place.row) for f in found] == [("anchor-clash", REMARKS, 1)]
    content = with_question(ADA, 1, anchor=ADA.starter_questions[0].anchor)
    found = [finding for finding in findings(content) if finding.blocks]
    assert [(f.key, f.place.part, f.place.row) for f in found] == [("anchor-clash", QUESTIONS, 1)]


@pytest.mark.django_db
def test_an_address_that_another_page_has_or_had_blocks_and_publishing_refuses_it():
    live = published_character(name="Ada Byron", slug="ada")
    live.slug = "ada-byron"
    live.save()
    character = complete_character(slug="ada")
    assert "is taken by the live page of Ada Byron" in checklist.check(character).missing[0]
    publishing.publish(live)
    assert "“ada” leads to Ada Byron" in checklist.check(character).missing[0]
    with pytest.raises(publishing.Incomplete):
        publishing.publish(character)
    character.delete()
    live.slug = "ada"
    live.save()
    assert checklist.check(live).missing == []


# --- What warns: lengths and substance ---

PLAIN = " ".join(f"word{number}" for number in range(100))


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"biography": "Ada was a mathematician."}, "biography-short"),
        ({"tagline": "A" * 161 + "."}, "tagline-long"),
        ({"tagline": "She saw what engines could become"}, "tagline-open"),
        ({"starter_questions": ADA.starter_questions[:3]}, "questions-few"),
        ({"remarks": ()}, "remarks-none"),
        ({"sources": " "}, "sources-none"),
        ({"greeting": "Good day. TODO"}, "placeholder"),
        ({"persona": "I am Lorem ipsum dolor."}, "placeholder"),
        ({"greeting": "What year is it???"}, "placeholder"),
        ({"persona": "I speak of the the engine."}, "word-twice"),
        ({"persona": "I speak of  engines."}, "blanks"),
        ({"greeting": "Good day. Ada Lovelace was born in London."}, "third-person"),
        ({"persona": "I write. Lovelace worked hard."}, "third-person"),
        ({"died": 1950}, "life-too-long"),
        ({"died": None}, "life-too-long"),
    ],
)
def test_what_is_weak_warns_once(change, key):
    found = findings(replace(ADA, **change))
    assert keys(found) == [key]
    assert not found[0].blocks


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"heading": ""}, "heading-empty"),
        ({"answer": "It was a machine."}, "answer-thin"),
        ({"spoken": "I call it a loom."}, "spoken-thin"),
        ({"answer": " ".join(PLAIN.split()[:60])}, "answer-length"),
        ({"answer": f"{PLAIN} a {PLAIN} b {PLAIN}"}, "answer-length"),
        ({"spoken": "I say " + " ".join(PLAIN.split()[:40])}, "spoken-length"),
        ({"spoken": PLAIN}, "not-first-person"),
        (
            {
                "question": "What is the Analytical Engine of Charles Babbage in London?",
                "answer": "The Analytical Engine of Charles Babbage in London is the Analytical Engine. " * 8,
            },
            "answer-repeats-question",
        ),
        ({"spoken": ADA.starter_questions[0].answer + " So I think."}, "spoken-repeats"),
        ({"answer": ADA.starter_questions[3].answer}, "answer-repeats"),
    ],
)
def test_a_weak_answer_warns_at_its_question(change, key):
    found = findings(with_question(ADA, 0, **change))
    assert key in keys(found)
    assert [f for f in found if f.blocks] == []
    first = next(finding for finding in found if finding.key == key)
    assert first.place.part == QUESTIONS
    assert first.sentence


@pytest.mark.parametrize(
    "persona",
    [
        "I pawned the Lovelace diamonds, I own.",
        "I am Ada Lovelace, and had had enough of that that year.",
        "I took log log x.",
        "First  \nsecond I say.",
    ],
)
def test_what_may_be_meant_is_no_alarm(persona):
    assert findings(replace(ADA, persona=persona)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Ada (" + "100 - " * 5000,
        "Ada " + "born 100 and " * 2000,
        "[" * 30_000,
        "the " * 8000,
        ". " * 15_000,
        "a" + " " * 30_000,
    ],
)
def test_no_text_holds_up_the_checklist(text):
    many = tuple(QuestionContent("Why?", f"why-{n}", spoken=text, answer=text[:2000]) for n in range(20))
    started = time.process_time()
    list(findings(CharacterContent("ada", "Ada", biography=text, starter_questions=many)))
    assert time.process_time() - started < 5


# --- Dates in the text ---


@pytest.mark.parametrize(
    ("first", "years", "key"),
    [
        ("Ada was born in London on 10 December 1816.", (1815, 1852), "born-contradicted"),
        ("Ada (1815 – 1853) was a mathematician.", (1815, 1852), "died-contradicted"),
        ("Ada (born 10 December 1814; died 1852) wrote.", (1815, 1852), "born-contradicted"),
        ("Ada died in London in November 1853.", (1815, 1852), "died-contradicted"),
        ("Ada was born in London in 1815.", (None, 1852), "born-contradicted"),
        ("Cleo, born about 100 BCE, ruled Egypt.", (-69, -30), "born-contradicted"),
        # What is no contradiction.
        ("Ada was born in London in 1815, or by some documents 1816.", (1816, 1852), None),
        ("Ada was born in London and in 1833 met Babbage.", (1815, 1852), None),
        ("Her father, born in 1788, left. He died in 1824.", (1815, 1852), None),
        ("Ada was the child of a poet who died in Greece in 1824.", (1815, 1852), None),
        ("Ada, born about 1810, wrote.", (1815, 1852, True), None),
        ("Cleo, born about 69 BCE, ruled Egypt.", (-69, -30), None),
        ("Confucius (551–479 BCE) taught.", (-551, -479), None),
    ],
)
def test_years_in_the_first_paragraph_are_compared_with_the_fields_where_they_are_plain(first, years, key):
    born, died, *circa = years
    content = CharacterContent(
        "ada",
        "Ada Lovelace",
        born=born,
        died=died,
        born_circa=bool(circa),
        biography=f"{first}\n\nBorn 1700.",
    )
    found = keys(dates.of_life(content))
    assert found == ([key] if key else [])
