"""Old addresses lead to the page: after a new slug, after a merge; a live page always comes first."""

import re
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from characters import addresses, publishing, redirects
from characters.discovery import feed
from characters.editions import content_of
from characters.models import Character, Redirect
from chat.grounded import citing
from chat.models import Citation, Generation
from chat.pages import threads
from tests.chat.factories import conversation, taken_turn
from tests.factories import (
    CharacterFactory,
    SimilarityLinkFactory,
    StarterQuestionFactory,
    published_character,
)

pytestmark = pytest.mark.django_db


def moved(character, slug) -> Character:
    """Published under another address."""
    Character.objects.filter(pk=character.pk).update(slug=slug)
    publishing.publish(character)
    character.refresh_from_db()
    return character


def leads(client, url):
    """Where a visit is sent; the address itself if nowhere."""
    response = client.get(url)
    return response["Location"] if response.status_code == 301 else response.status_code


@pytest.fixture
def ada():
    """Published at “ada”, then at “ada-lovelace”."""
    return moved(published_character(slug="ada", name="Ada Lovelace"), "ada-lovelace")


@pytest.fixture
def byron():
    return published_character(slug="byron", name="Lord Byron")


# --- A new slug ---


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/characters/ada/", "/characters/ada-lovelace/"),
        ("/characters/ada/?from=a%20b&x=1", "/characters/ada-lovelace/?from=a%20b&x=1"),
        ("/characters/ada/editions/1/", "/characters/ada-lovelace/editions/1/"),
        ("/characters/ada/similar/?after=x", "/characters/ada-lovelace/similar/?after=x"),
        ("/characters/ada/medallion.svg?v=1", "/characters/ada-lovelace/medallion.svg?v=1"),
        ("/chat/with/ada/?ask=engine", "/chat/with/ada-lovelace/?ask=engine"),
    ],
)
def test_an_old_address_leads_to_the_new_one(client, ada, old, new):
    assert leads(client, old) == new
    assert client.get(old, follow=True).status_code == 200


def test_what_one_wanted_to_say_comes_along(user_client, ada):
    response = user_client.post("/chat/with/ada/", {"text": "Good day"})
    assert (response.status_code, response["Location"]) == (308, "/chat/with/ada-lovelace/")


def test_a_redirect_is_asked_for_again_and_never_kept(client, ada):
    assert "no-store" in client.get("/characters/ada/")["Cache-Control"]
    assert "no-store" in client.get("/characters/nobody/")["Cache-Control"]


def test_however_often_it_moves_every_address_leads_there_in_one_step(client, ada):
    moved(ada, "countess")
    assert leads(client, "/characters/ada/") == "/characters/countess/"
    assert leads(client, "/characters/ada-lovelace/") == "/characters/countess/"


def test_moving_back_turns_the_redirects_round(client, ada):
    moved(ada, "ada")
    assert leads(client, "/characters/ada/") == 200
    assert leads(client, "/characters/ada-lovelace/") == "/characters/ada/"
    assert list(Redirect.objects.values_list("slug", flat=True)) == ["ada-lovelace"]


def test_publishing_again_under_another_address_after_a_withdrawal_keeps_the_old_one(client, byron):
    publishing.withdraw(byron)
    assert leads(client, "/characters/byron/") == 404
    moved(byron, "george-byron")
    assert leads(client, "/characters/byron/") == "/characters/george-byron/"


def test_an_address_that_leads_to_another_page_is_not_taken_without_a_word(client, ada, byron):
    Character.objects.filter(pk=byron.pk).update(slug="ada")
    with pytest.raises(publishing.Incomplete) as refused:
        publishing.publish(byron)
    assert refused.value.missing == [
        "The old address “ada” leads to Ada Lovelace. Choose another, or delete that one under Redirects."
    ]
    assert leads(client, "/characters/ada/") == "/characters/ada-lovelace/"
    Redirect.objects.get(slug="ada").delete()
    publishing.publish(byron)
    assert "Lord Byron" in client.get("/characters/ada/").content.decode()


def test_going_live_by_the_clock_is_refused_too(ada, byron):
    """Scheduling calls go_live with an edition frozen before the other moved."""
    edition = publishing.freeze(byron, replace(content_of(byron.live_edition), slug="ada"))
    with pytest.raises(publishing.Incomplete, match="leads to Ada Lovelace"):
        publishing.go_live(byron, edition)


def test_a_live_page_comes_before_a_redirect_to_elsewhere(client, ada, byron):
    Redirect.objects.create(slug="byron", character=ada)
    assert leads(client, "/characters/byron/") == 200
    byron.tagline = "Another line."
    byron.save()
    assert publishing.publish(byron).number == 2
    assert not Redirect.objects.filter(slug="byron").exists()


def test_the_links_of_editions_frozen_before_are_kept(byron):
    friend = published_character(slug="mary", name="Mary Shelley")
    SimilarityLinkFactory(character=byron, similar=friend, reason="She was there that summer.")
    edition = publishing.publish(byron)
    moved(friend, "mary-shelley")
    cards = feed.similar_to(edition, content_of(edition)).cards
    assert [(card.slug, card.reason) for card in cards] == [("mary-shelley", "She was there that summer.")]


# --- Merging ---


def test_a_character_merged_into_another_leads_to_its_page(client, ada, byron, editor):
    assert redirects.merge(ada, into=byron, by=editor) == ["ada", "ada-lovelace"]
    ada.refresh_from_db()
    assert ada.status == Character.Status.WITHDRAWN
    assert addresses.merged_into(ada) == byron
    for slug in ("ada", "ada-lovelace"):
        assert leads(client, f"/characters/{slug}/") == "/characters/byron/"
        assert leads(client, f"/characters/{slug}/similar/") == "/characters/byron/similar/"
        # Its editions are not the other's.
        assert leads(client, f"/characters/{slug}/editions/1/") == "/characters/byron/"
        assert leads(client, f"/chat/with/{slug}/") == "/chat/with/byron/"


def test_a_withdrawn_character_can_be_merged_and_stays_withdrawn(client, ada, byron):
    publishing.withdraw(ada)
    redirects.merge(ada, into=byron)
    assert leads(client, "/characters/ada-lovelace/") == "/characters/byron/"


def test_publishing_again_undoes_a_merge(client, ada, byron):
    redirects.merge(ada, into=byron)
    publishing.publish(ada)
    ada.refresh_from_db()
    assert addresses.merged_into(ada) is None
    assert leads(client, "/characters/ada-lovelace/") == 200
    assert leads(client, "/characters/ada/") == "/characters/ada-lovelace/"


def test_who_was_merged_into_the_merged_is_led_on_in_one_step(client, ada, byron):
    mary = published_character(slug="mary")
    redirects.merge(mary, into=ada)
    redirects.merge(ada, into=byron)
    assert leads(client, "/characters/mary/") == "/characters/byron/"


def test_two_merged_into_each_other_and_back_end_where_the_editor_said(client, ada, byron):
    redirects.merge(ada, into=byron)
    publishing.publish(ada)
    redirects.merge(byron, into=ada)
    assert leads(client, "/characters/byron/") == "/characters/ada-lovelace/"
    assert leads(client, "/characters/ada-lovelace/") == 200


def test_what_cannot_be_merged_says_why(ada, byron):
    draft = CharacterFactory(name="Draft")
    for one, other, words in (
        (ada, ada, "into itself"),
        (draft, ada, "was never published"),
        (ada, draft, "has no live page"),
    ):
        with pytest.raises(redirects.CannotMerge, match=words):
            redirects.merge(one, into=other)
    ada.refresh_from_db()
    assert ada.live_edition_id


def test_an_address_where_another_is_live_stays_theirs(client, ada, byron):
    publishing.withdraw(ada)
    Redirect.objects.all().delete()
    other = published_character(slug="ada", name="Ada the Second")
    redirects.merge(ada, into=byron)
    assert leads(client, "/characters/ada/") == 200
    other.tagline = "Another line."
    other.save()
    assert publishing.publish(other).number == 2


# --- Conversations ---


def test_a_conversation_with_someone_merged_stays_readable(user_client, user, ada, byron):
    talk = conversation(user, character=ada)
    taken_turn(user, into=talk, state=Generation.State.COMPLETE, written="I am Ada.")
    redirects.merge(ada, into=byron)
    page = user_client.get(talk.get_absolute_url()).content.decode()
    assert "I am Ada." in page
    assert "Ada Lovelace" in page


def test_a_citation_lands_on_the_edition_that_was_used(client, user, ada):
    talk = conversation(user, character=ada)
    generation = taken_turn(user, into=talk, state=Generation.State.COMPLETE, written="A machine [1].")
    passage = generation.edition.passages.get(kind="ANSWER")
    Citation.objects.create(generation=generation, number=1, passage=passage)
    moved(ada, "countess")
    (source,) = citing.sources_of(threads.reply_or_404(user, generation.reply_id))
    page, _, anchor = source.address.partition("#")
    assert page == f"/characters/countess/editions/{generation.edition.number}/"
    assert f'id="{anchor}"' in client.get(page).content.decode()


# --- Editions that are not public ---


def test_an_edition_that_waits_or_was_for_a_trial_has_no_page(client, byron):
    content = content_of(byron.live_edition)
    publishing.freeze(byron, content)
    publishing.freeze(byron, content, numbered=False)
    assert leads(client, "/characters/byron/editions/1/") == 200
    assert leads(client, "/characters/byron/editions/2/") == 404


def test_following_costs_one_query(byron, ada):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert addresses.followed("ada") == addresses.Moved("ada-lovelace", True)
    assert len(queries) == 1


def test_the_newer_edition_is_named_at_the_address_of_the_earlier(client, ada):
    page = client.get("/characters/ada-lovelace/editions/1/").content.decode()
    assert re.search(r'<a href="/characters/ada-lovelace/">Edition 2 of .* is newer', page)


def test_an_incomplete_other_does_not_matter(client):
    """A draft that was never published leaves no address behind."""
    draft = CharacterFactory(slug="first")
    StarterQuestionFactory(character=draft)
    moved(draft, "second")
    assert leads(client, "/characters/first/") == 404
