"""What the checklist finds around a character: its links, what they cost, and the counts kept in the rows."""

import threading
from dataclasses import replace

import pytest
from django.db import OperationalError, connection, transaction

from characters import checklist, publishing
from characters.checks.finding import QUESTIONS, Place
from characters.editions import CharacterContent, QuestionContent, SimilarContent, write_draft
from characters.models import Character, Redirect, SimilarityLink
from tests.characters.test_checklist import keys
from tests.factories import (
    CharacterFactory,
    RemarkFactory,
    SimilarityLinkFactory,
    StarterQuestionFactory,
    complete_character,
    published_character,
)

# --- Links ---


@pytest.mark.django_db
def test_links_to_similar_characters_are_counted_and_looked_at_from_both_ends():
    character = complete_character()
    assert "links-few" in keys(checklist.check(character).warnings)
    gone, drafted = published_character(name="Gone"), CharacterFactory(name="Drafted")
    alone, mutual = published_character(name="Alone"), published_character(name="Mutual")
    publishing.withdraw(gone)
    for other in (gone, drafted, alone, mutual):
        SimilarityLinkFactory(character=character, similar=other)
    SimilarityLinkFactory(character=mutual, similar=character)
    found = [f for f in checklist.check(character).warnings if f.key.startswith("link")]
    assert [(f.key, f.place.row) for f in found] == [
        ("link-to-unpublished", 0),
        ("link-to-unpublished", 1),
        ("link-one-way", 2),
    ]
    assert "Gone is withdrawn" in found[0].sentence
    assert "Drafted is not published yet" in found[1].sentence
    content = replace(CharacterContent("new", "New"), similar=(SimilarContent("nobody", "Why not."),))
    assert "link-to-nobody" in keys(checklist.check(Character(), content).warnings)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("href", "words"),
    [
        ("/characters/leon-trotsky/", ""),
        ("/characters/leon-trotsky/#engine", ""),
        ("/characters/leon-trotsky/#engine-voice", ""),
        ("/characters/leon-trotsky/#who_is", ""),
        ("/characters/leon-trotsky/#biography-1", ""),
        ("/characters/leon-trotsky/#biography-9", "has no part of that name"),
        ("/characters/trotsky/", ""),
        ("/characters/nobody/", "where no page is"),
        ("/characters/drafted/", "where no page is"),
        ("/characters/leon-trotsky/editions/1/", ""),
        ("/characters/?q=ada", ""),
        ("/no-such-page/", "no page of this site"),
        ("#first", ""),
        ("#second", "this page has no part of that name"),
        ("/characters/ada/#remark-work", ""),
        ("/characters/ada/#remark-play", "this page has no part"),
        ("https://example.org/a?b=c#d", ""),
        ("http://example.org/", "not secure"),
        ("https://", "its site is missing"),
        ("https://nowhere", "its site is missing"),
        ("https://[", "no address"),
        ("htps://example.org/", "browsers do not open"),
        ("example.org/page", "leads nowhere"),
        ("mailto:a@example.org", ""),
        ("/characters/a%00b/", "no page"),
        ("/characters/leon-trotsky/#%00engine", ""),
        ("//example.org/", ""),
    ],
)
def test_a_link_in_a_text_leads_somewhere(href, words):
    trotsky = published_character(slug="leon-trotsky", name="Trotsky")
    CharacterFactory(slug="drafted")
    Redirect.objects.create(slug="trotsky", character=trotsky)
    character = CharacterFactory(slug="ada")
    StarterQuestionFactory(character=character, anchor="first", answer=f"See [there]({href}) for more.")
    RemarkFactory(character=character, theme="Work")
    found = [f for f in checklist.check(character).warnings if f.key == "link-broken"]
    assert bool(found) == bool(words)
    if words:
        assert words in found[0].sentence
        assert found[0].place == Place("answer", QUESTIONS, 0, "first")


# --- Cost ---


@pytest.mark.django_db
def test_a_check_takes_six_queries_and_as_many_for_many(django_assert_num_queries):
    characters = [published_character() for _ in range(5)]
    for character in characters:
        for other in characters:
            if other != character:
                SimilarityLinkFactory(character=character, similar=other)
        character.biography += f" [See]({characters[0].get_absolute_url()}#engine)."
        character.save()
    with django_assert_num_queries(6):
        checklist.check(characters[0])
    with django_assert_num_queries(6):
        checklist.check_many(list(characters))


# --- Counts in the rows ---


def counts(character) -> tuple[int, int]:
    return Character.objects.values_list("num_blocking", "num_warnings").get(pk=character.pk)


@pytest.mark.django_db
def test_writing_a_draft_keeps_what_the_checklist_counts():
    questions = (QuestionContent("Why?", "why", spoken="I.", answer=""),)
    character = write_draft(CharacterContent("ada", "Ada", starter_questions=questions))
    found = checklist.check(character)
    assert counts(character) == (len(found.blocking), len(found.warnings))
    assert (character.num_blocking, character.num_warnings) == counts(character)
    assert counts(character)[0] == 6


@pytest.mark.django_db
def test_who_is_linked_with_what_changed_is_counted_again(django_capture_on_commit_callbacks):
    here, there, far = published_character(), published_character(), published_character()
    SimilarityLinkFactory(character=here, similar=there)
    SimilarityLinkFactory(character=there, similar=here)
    assert checklist.refresh() == 3
    assert checklist.refresh() == 0
    before = counts(here)
    with django_capture_on_commit_callbacks(execute=True):
        publishing.withdraw(there)
    assert list(Character.objects.filter(checked_at=None)) == [here]
    assert checklist.refresh() == 1
    assert counts(here) == (before[0], before[1] + 1)
    with django_capture_on_commit_callbacks(execute=True):
        publishing.publish(there)
    checklist.refresh()
    assert counts(here) == before
    SimilarityLink.objects.filter(character=there).delete()
    with django_capture_on_commit_callbacks(execute=True):
        checklist.remember([there])
    checklist.refresh()
    # The link there has no way back now, which counts here only.
    assert counts(here) == (before[0], before[1] + 1)
    assert Character.objects.get(pk=far.pk).checked_at


def test_a_row_that_somebody_is_saving_is_left_marked_for_the_next_time(transactional_db):
    CharacterFactory()
    is_held, may_end = threading.Event(), threading.Event()

    def save_slowly():
        with transaction.atomic():
            Character.objects.select_for_update().get()
            is_held.set()
            may_end.wait(20)
        connection.close()

    saving = threading.Thread(target=save_slowly)
    saving.start()
    assert is_held.wait(20)
    try:
        assert checklist.refresh() == 0
    finally:
        may_end.set()
        saving.join()
    assert checklist.refresh() == 1


def test_two_who_mark_each_others_neighbours_do_not_lock_each_other_out(transactional_db):
    one, two = CharacterFactory(), CharacterFactory()
    SimilarityLinkFactory(character=one, similar=two)
    SimilarityLinkFactory(character=two, similar=one)
    failures = []

    def save_often(character):
        try:
            for _ in range(10):
                with transaction.atomic():
                    Character.objects.get(pk=character.pk).save()
                    checklist.remember([character])
        except OperationalError as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=save_often, args=(each,)) for each in (one, two)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not failures
