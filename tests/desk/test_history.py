"""The history of a character: every edition, two of them beside each other, one of them back into the draft."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from characters import publishing
from characters.editions import content_of, draft_of
from characters.models import Character, Edition, Schedule
from tests.factories import CharacterFactory, EditorFactory, SimilarityLinkFactory, published_character

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(editor):
    """With three editions, the last one live, and a draft that says something else."""
    character = published_character(slug="ada", name="Ada Lovelace", by=editor)
    for line in ("The second line.", "The third line."):
        saved(character, tagline=line)
        publishing.publish(character, by=editor, note=f"About {line.split()[1]}")
    saved(character, tagline="A drafted line.")
    return Character.objects.get(pk=character.pk)


def saved(character, **fields):
    character.refresh_from_db()
    for name, value in fields.items():
        setattr(character, name, value)
    character.save()


def text_of(client, url, **kwargs):
    response = client.get(url, **kwargs)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def history_of(character):
    return reverse("desk:history", args=[character.pk])


def compare_url(character, query):
    return reverse("desk:compare", args=[character.pk]) + query


def restore_url(character, number):
    return reverse("desk:restore", args=[character.pk, number])


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


def chosen(page):
    return re.findall(r'name="(from|to)" value="(\w+)" checked', page)


# --- The list ---


def test_every_edition_says_when_by_whom_and_why(editor_client, editor, ada):
    page = text_of(editor_client, history_of(ada))
    for words in (
        "Edition 3 <span class=\"desk-pill desk-good\">Live</span>", "About third", f"by {editor}", "Edition 1",
        "Published ", 'href="/characters/ada/editions/2/"', "Changed since", restore_url(ada, 1),
    ):  # fmt: skip
        assert words in page, words


def test_what_waits_and_what_was_never_published_is_told_apart(editor_client, ada):
    content = draft_of(ada)
    waiting = publishing.freeze(ada, content)
    publishing.freeze(ada, content)
    publishing.freeze(ada, content, numbered=False)
    Schedule.objects.create(character=ada, kind="PUBLISH", due_at=timezone.now(), edition=waiting)
    page = text_of(editor_client, history_of(ada))
    assert page.count("Waiting</span>") == 1
    assert page.count("Never published</span>") == 1
    assert "Goes live " in page
    assert 'href="/characters/ada/editions/4/"' not in page
    assert "Edition None" not in page


def test_what_is_chosen_at_first_is_what_publishing_would_change_or_what_it_changed_last(editor_client, ada):
    assert chosen(text_of(editor_client, history_of(ada))) == [("to", "draft"), ("from", "3")]
    publishing.publish(ada)
    assert chosen(text_of(editor_client, history_of(ada))) == [("to", "4"), ("from", "3")]


def test_a_draft_without_editions_has_a_history_that_says_so(editor_client):
    page = text_of(editor_client, history_of(CharacterFactory()))
    assert "There is no edition yet" in page
    assert "Merge into" not in page


def test_five_hundred_editions_are_paged_and_what_was_chosen_stays_chosen(
    editor_client, ada, django_assert_max_num_queries
):
    Edition.objects.bulk_create(
        Edition(
            character=ada, number=n, content={}, html={}, slug="ada", name="Ada", sort_name="ada", names="ada",
            tagline="", published_at=timezone.now(), published_by=EditorFactory() if n % 100 == 0 else None,
        )
        for n in range(4, 501)
    )  # fmt: skip
    with django_assert_max_num_queries(15):
        page = text_of(editor_client, history_of(ada))
    assert page.count('<tr id="edition-') == 51
    assert "Page 1 of 10" in page
    with django_assert_max_num_queries(15):
        page = text_of(editor_client, history_of(ada) + "?page=4&from=3&to=499")
    assert chosen(page) == [("to", "499"), ("from", "3")]
    assert "from another page of this list" in page
    assert "Page 10 of 10" in text_of(editor_client, history_of(ada) + "?page=99")


@pytest.mark.parametrize("query", ["?page=x&from=%00&to=99999999999999", "?from=&to=", "?from=<script>"])
def test_no_parameter_breaks_the_list(editor_client, ada, query):
    assert "<script>alert" not in text_of(editor_client, history_of(ada) + query)


# --- Two states ---


@pytest.mark.parametrize(
    ("query", "gone", "come"),
    [
        ("?from=live&to=draft", "third", "drafted"),
        ("?from=1&to=2", None, None),
        ("?to=3", "second", "third"),
        ("?to=live", "second", "third"),
        ("", "third", "drafted"),
        ("?from=draft&to=2", "A drafted", "The second"),
    ],
)
def test_any_two_states_stand_beside_each_other(editor_client, ada, query, gone, come):
    page = text_of(editor_client, compare_url(ada, query))
    assert "<strong>1 change</strong>" in page
    page = re.sub(r'<span class="desk-visually-hidden">.*?</span>', "", page)
    if gone:
        assert gone in " ".join(re.findall("<del>(.*?)</del>", page))
        assert come in " ".join(re.findall("<ins>(.*?)</ins>", page))


def test_the_earlier_of_two_editions_can_be_restored_from_their_comparison(editor_client, ada):
    page = editor_client.get(compare_url(ada, "?from=1&to=2")).content.decode()
    assert restore_url(ada, 1) in page
    assert "/restore/" not in editor_client.get(compare_url(ada, "?from=draft&to=1")).content.decode()


def test_the_same_state_twice_says_so(editor_client, ada):
    assert "Both say the same." in text_of(editor_client, compare_url(ada, "?from=live&to=3"))


@pytest.mark.parametrize(
    "query", ["?from=99&to=draft", "?from=x", "?to=1", "?to=%00", "?from=1&to=9999999999999"]
)
def test_a_state_that_is_not_there_is_named_and_others_offered(editor_client, ada, query):
    response = editor_client.get(compare_url(ada, query), follow=True)
    assert response.redirect_chain[0][0] == history_of(ada)
    assert "edition" in said(response)


def test_without_a_live_edition_the_draft_is_compared_with_the_newest(editor_client, ada):
    publishing.withdraw(ada)
    assert "Edition 3" in text_of(editor_client, compare_url(ada, ""))
    response = editor_client.get(compare_url(ada, "?from=live"), follow=True)
    assert "Ada Lovelace has no live edition" in said(response)


def test_comparing_costs_few_queries(editor_client, ada, django_assert_max_num_queries):
    with django_assert_max_num_queries(15):
        text_of(editor_client, compare_url(ada, "?from=1&to=draft"))


# --- Back into the draft ---


def test_an_edition_is_restored_after_a_look_at_what_is_lost(editor_client, editor, ada):
    url = restore_url(ada, 1)
    page = text_of(editor_client, url)
    assert "What the draft says now is in no edition." in page
    assert "Nothing is published" in page
    assert "drafted" in page
    changes = re.search(r'name="num_changes" value="(\d+)"', page)[1]
    response = editor_client.post(url, {"num_changes": changes}, follow=True)
    assert "says what edition 1 says. Nothing is published." in said(response)
    ada.refresh_from_db()
    assert draft_of(ada) == content_of(ada.editions.get(number=1))
    assert ada.live_edition.number == 3
    assert ada.changed_by == editor


def test_a_draft_that_an_edition_keeps_is_said_to_be_kept(editor_client, ada):
    publishing.publish(ada)
    assert "is kept as edition 4" in text_of(editor_client, restore_url(ada, 1))
    assert "nothing to restore" in text_of(editor_client, restore_url(ada, 4))


@pytest.mark.parametrize("sent", [{}, {"num_changes": "x"}, {"num_changes": "1"}])
def test_a_draft_saved_meanwhile_is_shown_again_and_not_written_over(editor_client, ada, sent):
    response = editor_client.post(restore_url(ada, 1), sent, follow=True)
    assert "nothing was restored" in said(response)
    ada.refresh_from_db()
    assert ada.tagline == "A drafted line."


def test_what_could_not_come_back_is_named(editor_client, ada):
    SimilarityLinkFactory(character=ada, similar=CharacterFactory(slug="gone"))
    publishing.publish(ada)
    Character.objects.get(slug="gone").delete()
    page = text_of(editor_client, restore_url(ada, 4))
    assert "links to gone" in page or "nothing to restore" in page
    saved(ada, tagline="Another.")
    ada.refresh_from_db()
    response = editor_client.post(restore_url(ada, 4), {"num_changes": ada.num_changes}, follow=True)
    assert "Left out: links to gone" in said(response)


def test_restoring_shows_its_page_in_few_queries(editor_client, ada, django_assert_max_num_queries):
    with django_assert_max_num_queries(15):
        text_of(editor_client, restore_url(ada, 1))


def test_the_edition_of_another_or_of_a_trial_cannot_be_restored(editor_client, ada):
    assert editor_client.get(restore_url(published_character(), 3)).status_code == 404
    assert editor_client.get(restore_url(ada, 4)).status_code == 404


def test_a_name_never_becomes_markup(editor_client):
    character = published_character(name="<b>Ada</b>", slug="ada")
    for url in (history_of(character), compare_url(character, "?from=1&to=draft"), restore_url(character, 1)):
        assert "<b>Ada" not in text_of(editor_client, url)
