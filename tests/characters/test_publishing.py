"""The public reads editions only; publishing freezes the draft, withdrawing takes the page away."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from characters import passages, publishing
from characters.models import Character, Edition, Passage, Redirect
from tests.factories import CharacterFactory, RemarkFactory, StarterQuestionFactory, published_character

pytestmark = pytest.mark.django_db


def test_an_unfinished_draft_is_refused_with_what_is_missing():
    character = CharacterFactory(tagline="", greeting="")
    StarterQuestionFactory(character=character, question="Why?", spoken="")
    with pytest.raises(publishing.Incomplete) as refused:
        publishing.publish(character)
    assert refused.value.missing == [
        "The tagline is empty.",
        "The greeting is empty.",
        "“Why?” has no spoken answer.",
    ]
    assert not character.editions.exists()


def test_parts_that_would_share_an_address_are_refused():
    character = published_character()
    RemarkFactory(character=character, theme="Work")
    RemarkFactory(character=character, theme="Work!")
    RemarkFactory(character=character, theme="w" * 110)
    with pytest.raises(publishing.Incomplete) as refused:
        publishing.publish(character)
    assert refused.value.missing == [
        "“Work” and “Work!” have the same address on the page.",
        f"“{'w' * 110}” is too long for an address: say it in fewer words.",
    ]


def test_themes_in_another_script_keep_addresses_of_their_own():
    assert passages.remark_anchor("Детство") != passages.remark_anchor("Работа")


def test_changing_the_draft_changes_nothing_that_is_live():
    character = published_character()
    character.tagline = "Another line."
    character.save()
    live = Character.objects.get(pk=character.pk).live_edition
    assert live.tagline != "Another line."
    assert publishing.publish(character).tagline == "Another line."


def test_editions_are_numbered_from_one():
    character = published_character()
    character.tagline = "Another line."
    character.save()
    assert publishing.publish(character).number == 2


def test_publishing_an_unchanged_draft_gives_no_new_edition():
    character = published_character()
    assert publishing.publish(character) == character.live_edition
    assert character.editions.count() == 1


def test_an_edition_knows_who_published_it_and_why(editor):
    character = published_character()
    character.tagline = "Another line."
    character.save()
    edition = publishing.publish(character, by=editor, note="A better line.")
    assert (edition.published_by, edition.note) == (editor, "A better line.")


def test_a_withdrawn_character_keeps_its_editions_and_can_come_back():
    character = published_character()
    publishing.withdraw(character)
    character.refresh_from_db()
    assert character.status == Character.Status.WITHDRAWN
    with pytest.raises(publishing.NothingToWithdraw):
        publishing.withdraw(character)
    assert publishing.publish(character).number == 2


def moved(character, slug) -> Character:
    """The draft under another address; the live page stays where it is."""
    Character.objects.filter(pk=character.pk).update(slug=slug)
    character.refresh_from_db()
    return character


def test_no_page_goes_live_at_the_address_of_another():
    first = moved(published_character(slug="ada", name="Ada Lovelace"), "ada-lovelace")
    second = moved(published_character(slug="byron"), "ada")
    with pytest.raises(publishing.Incomplete) as refused:
        publishing.publish(second)
    assert refused.value.missing == ["The address “ada” is taken by the live page of Ada Lovelace."]
    publishing.publish(first)
    # Readers of the first still come that way: tests/characters/test_redirects.py.
    Redirect.objects.get(slug="ada").delete()
    assert publishing.publish(second).slug == "ada"


def test_withdrawing_gives_the_address_free():
    publishing.withdraw(moved(published_character(slug="ada"), "ada-lovelace"))
    assert published_character(slug="ada").live_slug == "ada"


@pytest.mark.parametrize("change", [{"live_slug": "ada"}, {"live_slug": None}, {"live_edition": None}])
def test_the_database_refuses_two_live_pages_at_one_address_and_half_live_ones(change):
    published_character(slug="ada")
    other = published_character(slug="byron")
    with pytest.raises(IntegrityError), transaction.atomic():
        Character.objects.filter(pk=other.pk).update(**change)


def test_an_address_taken_after_the_look_is_refused_too():
    """A trigger stands for the other editor, who publishes between our look and our writing."""
    first = moved(published_character(slug="ada"), "ada-lovelace")
    second = moved(published_character(slug="byron"), "george")
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION be_quicker() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"UPDATE characters_character SET live_slug = 'george' WHERE id = {first.pk}; RETURN NEW; END $$;"
            "CREATE TRIGGER be_quicker AFTER INSERT ON characters_edition EXECUTE FUNCTION be_quicker();"
        )
    with pytest.raises(publishing.Incomplete, match="“george” is taken"):
        publishing.publish(second)
    assert second.editions.count() == 1


def test_an_edition_is_cut_into_passages_with_the_pages_anchors():
    character = published_character(biography="First paragraph.\n\nSecond *one*.")
    RemarkFactory(character=character, theme="My mother's plan", text="No poetry.")
    edition = publishing.publish(character)
    rows = list(edition.passages.values_list("kind", "anchor", "text", "spoken"))
    assert rows == [
        ("BIOGRAPHY", "biography-1", "First paragraph.", ""),
        ("BIOGRAPHY", "biography-2", "Second one.", ""),
        (
            "ANSWER",
            "engine",
            "It was a machine that would have worked with any symbols.",
            "I call it a loom that weaves algebra.",
        ),
        ("REMARK", "remark-my-mothers-plan", "No poetry.", "No poetry."),
    ]


def test_passages_are_embedded_once_and_can_be_embedded_again():
    edition = published_character(embed_now=True).live_edition
    assert not edition.passages.filter(embedding=None).exists()
    assert passages.embed(edition.passages.all()) == 0
    edition.passages.update(embedding=None)
    assert passages.embed(Passage.objects.filter(edition=edition)) == edition.passages.count()


def test_text_in_an_edition_is_sanitized_html():
    character = published_character(
        biography="<script>alert(1)</script> [x](javascript:alert(1)) ![i](http://e/x.png)"
    )
    html = character.live_edition.html["biography"][0]
    assert "<script" not in html
    assert "javascript:" not in html.replace("](javascript:", "")
    assert "<img" not in html


@pytest.mark.django_db(transaction=True)
def test_two_editors_who_publish_at_once_make_one_edition():
    character = published_character()
    Character.objects.filter(pk=character.pk).update(tagline="Another line.")

    def publish():
        publishing.publish(character)
        connection.close()

    threads = [threading.Thread(target=publish) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(Edition.objects.filter(character=character).values_list("number", flat=True)) == [2, 1]
