"""An edition comes back into the draft as it was; what cannot come back is told, and nothing is published."""

from dataclasses import replace

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from characters import publishing, restoring
from characters.editions import content_of, draft_of, write_draft
from characters.models import LICENCES, Character, Edition
from tests.characters.contents import contents
from tests.factories import CharacterFactory, SimilarityLinkFactory, published_character

THOUSANDTHS = st.integers(0, 1000)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**31), 2**31) | st.text("ab é{}", max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


@st.composite
def whole_contents(draw):
    """Contents with a licence, a crop, a focal point and what an imported card brought."""
    return replace(
        draw(contents()),
        portrait=draw(st.just("") | st.just("portraits/" + "a" * 32 + ".webp")),
        portrait_alt=draw(st.text("abc ", max_size=20)),
        portrait_licence=draw(st.sampled_from(["", *dict(LICENCES)])),
        portrait_crop=tuple(draw(st.just(()) | st.lists(THOUSANDTHS, min_size=4, max_size=4))),
        portrait_focus=tuple(draw(st.just(()) | st.lists(THOUSANDTHS, min_size=2, max_size=2))),
        card=draw(st.dictionaries(st.text("abc", max_size=3), JSON, max_size=3)),
    )


@pytest.mark.django_db(transaction=False)
@settings(max_examples=25)
@given(content=whole_contents(), other=whole_contents())
def test_any_edition_restored_and_frozen_again_is_the_same(
    django_db_setup, django_db_blocker, content, other
):
    with django_db_blocker.unblock(), transaction.atomic():
        for slug in {link.character for link in content.similar + other.similar} - {content.slug, other.slug}:
            CharacterFactory(slug=slug)
        links = tuple(link for link in content.similar if link.character != other.slug)
        content = replace(content, similar=links)
        character = write_draft(content)
        edition = publishing.freeze(character, draft_of(character))
        write_draft(replace(other, similar=()), character=character)
        character.refresh_from_db()
        restoring.restore(character, edition, num_changes=character.num_changes)
        character = Character.objects.get(pk=character.pk)
        assert draft_of(character) == content
        assert content_of(publishing.freeze(character, draft_of(character))) == content_of(edition)
        transaction.set_rollback(True)


pytestmark = pytest.mark.django_db


def restored(character, edition):
    character.refresh_from_db()
    return restoring.restore(character, edition, num_changes=character.num_changes)


def changed(character, **fields):
    for name, value in fields.items():
        setattr(character, name, value)
    character.save()
    return character


def test_restoring_publishes_nothing():
    character = changed(published_character(), tagline="Another line.")
    second = publishing.publish(character)
    restored(character, character.editions.get(number=1))
    character.refresh_from_db()
    assert character.live_edition == second
    assert draft_of(character) != content_of(second)


def test_links_to_those_who_are_gone_are_left_out_and_those_who_moved_are_found():
    character = published_character()
    gone, moved = CharacterFactory(slug="gone"), published_character(slug="moved")
    SimilarityLinkFactory(character=character, similar=gone)
    SimilarityLinkFactory(character=character, similar=moved)
    edition = publishing.publish(character)
    gone.delete()
    publishing.publish(changed(moved, slug="elsewhere"))
    found = restored(character, edition)
    assert found.lost_links == ("gone",)
    assert [link.similar.slug for link in character.similarity_links.select_related("similar")] == [
        "elsewhere"
    ]


def test_an_address_that_somebody_else_took_stays_theirs():
    character = published_character(slug="ada")
    edition = character.live_edition
    changed(character, slug="ada-lovelace", tagline="Another line.")
    other = CharacterFactory(slug="ada")
    found = restored(character, edition)
    character.refresh_from_db()
    assert found.taken_by == other
    assert character.slug == "ada-lovelace"
    assert character.tagline != "Another line."


def test_a_draft_saved_meanwhile_is_not_written_over():
    character = published_character()
    edition, seen = character.live_edition, character.num_changes
    changed(character, tagline="Saved by a colleague.")
    with pytest.raises(restoring.DraftChanged):
        restoring.restore(character, edition, num_changes=seen)
    character.refresh_from_db()
    assert character.tagline == "Saved by a colleague."


def test_who_restored_is_the_one_who_changed_the_draft(editor):
    character = published_character()
    restoring.restore(character, character.live_edition, num_changes=character.num_changes, by=editor)
    character.refresh_from_db()
    assert character.changed_by == editor


def test_the_edition_that_keeps_the_draft_is_found_among_all_numbered_ones():
    character = published_character()
    first = character.live_edition
    assert restoring.edition_that_says(character, draft_of(character)) == first
    publishing.publish(changed(character, tagline="Another line."))
    assert restoring.edition_that_says(character, content_of(first)) == first
    changed(character, tagline="A third.")
    assert restoring.edition_that_says(character, draft_of(character)) is None
    publishing.freeze(character, draft_of(character), numbered=False)
    assert restoring.edition_that_says(character, draft_of(character)) is None


def test_the_order_of_questions_counts_for_being_kept():
    """The database's look at it does not see the order: what it finds is read."""
    character = published_character()
    character.starter_questions.create(
        anchor="two", question="Two?", spoken="Two.", answer="Two.", position=9999
    )
    publishing.publish(character)
    character.starter_questions.filter(anchor="two").update(position=0)
    character.starter_questions.filter(anchor="engine").update(position=1)
    assert restoring.edition_that_says(character, draft_of(character)) is None


def test_an_edition_from_before_a_field_existed_is_known_again():
    character = published_character()
    content = draft_of(character).to_json()
    del content["portrait_licence"], content["card"]
    Edition.objects.create(
        character=character,
        number=2,
        content=content,
        html={},
        slug="x",
        name="x",
        sort_name="x",
        names="x",
        tagline="x",
    )
    assert restoring.edition_that_says(character, draft_of(character)).number == 2
