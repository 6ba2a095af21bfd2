"""The page of similar characters: what it shows, and that each of its forms does one thing and says so."""

import pytest
from django.urls import reverse

from characters import links
from characters.models import Character, SimilarityLink, SimilaritySuggestion
from tests.factories import CharacterFactory, SimilarityLinkFactory, published_character

pytestmark = pytest.mark.django_db
State = SimilaritySuggestion.State
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def ada():
    return published_character(name="Ada Lovelace")


@pytest.fixture
def alan():
    return published_character(name="Alan Turing")


@pytest.fixture
def suggestion(ada, alan):
    return SimilaritySuggestion.objects.create(
        character=ada, similar=alan, score=0.8, reasons=["Both worked in mathematics."]
    )


def page_of(client, character, **params):
    response = client.get(reverse("desk:similar", args=[character.pk]), params)
    assert response.status_code == 200
    return response.content.decode()


def send(client, name, character, htmx=False, **data):
    extra = HTMX if htmx else {}
    response = client.post(reverse(f"desk:{name}", args=[character.pk]), data, follow=True, **extra)
    assert response.status_code == 200
    return response.content.decode()


def links_of(character):
    return list(character.similarity_links.values_list("similar__name", "reason"))


def test_the_page_shows_links_suggestions_and_a_picture_of_both(editor_client, ada, alan, suggestion):
    marie = published_character(name="Marie Curie")
    SimilarityLinkFactory(character=ada, similar=marie, reason="Both counted.")
    text = page_of(editor_client, ada)
    assert "Both counted." in text
    assert "Both worked in mathematics." in text
    assert "Very alike" in text
    assert "similar-node--suggested" in text
    assert 'aria-label="Marie Curie, linked"' in text


def test_a_suggestion_is_accepted_with_a_reason_in_both_drafts_at_once(editor_client, ada, alan, suggestion):
    said = {
        "similar": alan.pk,
        "reason": "He read her notes.",
        "both": "on",
        "reason_back": "She came first.",
    }
    text = send(editor_client, "link_similar", ada, **said)
    assert "now links to Alan Turing and back" in text
    assert links_of(ada) == [("Alan Turing", "He read her notes.")]
    assert links_of(alan) == [("Ada Lovelace", "She came first.")]
    suggestion.refresh_from_db()
    assert suggestion.state == State.ACCEPTED
    assert suggestion.decided_by is not None
    for before in (ada, alan):
        after = Character.objects.get(pk=before.pk)
        assert after.num_changes == before.num_changes + 1
        assert after.changed_by == suggestion.decided_by


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ({"reason": "  "}, "Give the reason in a sentence"),
        ({"reason": "x" * 301}, "these are 301"),
        ({"reason": "He read her notes.", "both": "on"}, "Give the reason for the way back too"),
    ],
)
def test_a_reason_that_will_not_do_is_refused_and_kept(
    editor_client, ada, alan, suggestion, said, complaint, htmx
):
    text = send(editor_client, "link_similar", ada, htmx, similar=alan.pk, place="offers", **said)
    assert complaint in text
    assert said["reason"].strip() in text
    assert not SimilarityLink.objects.exists()


def test_nothing_is_linked_when_the_way_back_is_there_already(editor_client, ada, alan):
    SimilarityLinkFactory(character=alan, similar=ada)
    said = {"similar": alan.pk, "reason": "One.", "both": "on", "reason_back": "Two."}
    assert "Alan Turing links to Ada Lovelace already." in send(editor_client, "link_similar", ada, **said)
    assert links_of(ada) == []


def test_a_rejection_holds_until_it_is_taken_back(editor_client, ada, alan, suggestion):
    text = send(editor_client, "decide_suggestion", ada, similar=alan.pk, decision="reject")
    assert "Alan Turing will not be suggested to Ada Lovelace again." in text
    assert "Both worked in mathematics." not in text
    assert "Rejected: 1" in text
    text = send(editor_client, "decide_suggestion", ada, similar=alan.pk, decision="open")
    assert "Both worked in mathematics." in text


def test_htmx_gets_the_row_with_undo_and_the_picture(editor_client, ada, alan, suggestion):
    text = send(
        editor_client, "decide_suggestion", ada, htmx=True, similar=alan.pk, decision="reject", place="offers"
    )
    assert text.strip().startswith(f'<li id="offers-{ada.pk}-{alan.pk}">')
    assert "Undo" in text
    assert 'id="neighbourhood" aria-labelledby="neighbourhood-title" hx-swap-oob="true"' in text
    assert "<html" not in text


def test_links_are_moved_reworded_and_removed_with_a_way_back(editor_client, ada, alan):
    marie = published_character(name="Marie Curie")
    first = SimilarityLinkFactory(character=ada, similar=alan, reason="One.", position=0)
    second = SimilarityLinkFactory(character=ada, similar=marie, reason="Two.", position=1)
    send(editor_client, "change_link", ada, link=second.pk, do="up")
    send(editor_client, "change_link", ada, link=first.pk, do="reword", reason="Better.")
    assert links_of(ada) == [("Marie Curie", "Two."), ("Alan Turing", "Better.")]
    text = send(editor_client, "change_link", ada, link=second.pk, do="remove")
    assert links_of(ada) == [("Alan Turing", "Better.")]
    assert "The link to Marie Curie is removed" in text
    assert "is removed" not in page_of(editor_client, ada)
    send(editor_client, "link_similar", ada, similar=marie.pk, reason="Two.", position="0", place="links")
    assert links_of(ada) == [("Marie Curie", "Two."), ("Alan Turing", "Better.")]


def test_the_way_back_is_added_with_a_reason_of_its_own(editor_client, ada, alan):
    link = SimilarityLinkFactory(character=ada, similar=alan)
    assert "Give the reason" in send(editor_client, "link_back", ada, link=link.pk, reason="")
    send(editor_client, "link_back", ada, link=link.pk, reason="She came first.")
    assert links_of(alan) == [("Ada Lovelace", "She came first.")]
    assert "Both ways" in page_of(editor_client, ada)


def test_what_is_out_of_order_around_a_character_is_said(editor_client, ada, alan):
    assert "Orphan." in page_of(editor_client, ada)
    SimilarityLinkFactory(character=ada, similar=CharacterFactory(name="Nobody Yet"))
    SimilarityLinkFactory(character=alan, similar=ada)
    text = page_of(editor_client, ada)
    assert "Orphan." not in text
    assert "1 link without a way back" in text
    assert "has no public page" in text
    assert "They link here, and are not linked back" in text


def test_somebody_who_is_not_suggested_is_found_by_name_without_accents(editor_client, ada):
    published_character(name="Simón Bolívar", sort_name="Bolívar, Simón")
    assert "Why should a reader of Ada Lovelace meet Simón Bolívar?" in page_of(
        editor_client, ada, q="simon bol"
    )
    assert "Nobody of that name" in page_of(editor_client, ada, q="ada love")


def test_a_draft_gets_suggestions_from_what_it_says_when_somebody_asks(editor_client):
    published_character(name="Ada Lovelace", embed_now=True)
    draft = CharacterFactory(name="Grace Hopper", biography="She read of Ada Lovelace in 1949.")
    text = page_of(editor_client, draft)
    assert "From what this draft says" in text
    assert "Nobody to suggest" in text
    text = send(editor_client, "suggest_similar", draft)
    assert "The page of Grace Hopper names Ada Lovelace." in text
    Character.objects.filter(pk=draft.pk).update(biography="She read nothing.")
    assert "names Ada" not in send(editor_client, "suggest_similar", draft, htmx=True)


def test_a_forged_or_stale_form_is_answered_with_a_sentence(editor_client, ada):
    assert "Choose whom to link to." in send(editor_client, "link_similar", ada, similar="0x1", reason="One.")
    assert "cannot be similar to itself" in send(
        editor_client, "link_similar", ada, similar=ada.pk, reason="One."
    )
    assert "That link is gone." in send(editor_client, "change_link", ada, link=99, do="up")


def test_the_page_takes_few_queries_however_much_it_shows(editor_client, ada, django_assert_max_num_queries):
    for number in range(12):
        other = published_character(name=f"Other {number}")
        SimilarityLinkFactory(character=ada, similar=other)
        SimilarityLinkFactory(character=other, similar=ada)
        SimilaritySuggestion.objects.create(
            character=ada, similar=published_character(name=f"Near {number}"), score=0.5, reasons=["Both."]
        )
        SimilarityLinkFactory(character=published_character(name=f"Far {number}"), similar=ada)
    page_of(editor_client, ada)
    with django_assert_max_num_queries(15):
        page_of(editor_client, ada)


def test_a_link_that_somebody_took_out_a_moment_ago_is_said_to_be_gone():
    link = SimilarityLinkFactory()
    links.unlink(SimilarityLink.objects.get(pk=link.pk))
    for change in (links.unlink, lambda it: links.move(it, 1), lambda it: links.reword(it, "Other.")):
        with pytest.raises(SimilarityLink.DoesNotExist):
            change(link)


def test_one_link_after_another_is_removed_and_stays_so():
    ada = CharacterFactory()
    for position in (3, 5, 9):
        SimilarityLinkFactory(character=ada, position=position)
    for num_left in (2, 1, 0):
        links.unlink(ada.similarity_links.first())
        assert list(ada.similarity_links.values_list("position", flat=True)) == list(range(num_left))


def test_nobody_decides_on_a_character_itself_and_the_same_twice_is_once(editor_client):
    link = SimilarityLinkFactory()
    url = reverse("desk:decide_suggestion", args=[link.character_id])
    for similar in (link.character_id, link.similar_id, link.similar_id):
        assert editor_client.post(url, {"similar": similar, "decision": "reject"}).status_code == 302
    assert SimilaritySuggestion.objects.get().similar == link.similar
