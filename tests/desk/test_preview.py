"""Editors see the draft as the public would, also while they type; others with a link, for a while."""

import datetime as dt
import uuid

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from characters import publishing
from characters.editions import draft_of
from characters.models import Character, Edition
from chat import turns
from chat.models import Conversation
from desk import tasks
from desk.models import PreviewLink
from desk.previewing import links as preview_links
from desk.previewing import previews
from tests.desk.admin_forms import change_url, filled, row
from tests.factories import (
    CharacterFactory,
    RemarkFactory,
    SimilarityLinkFactory,
    StarterQuestionFactory,
    UserFactory,
    published_character,
)

pytestmark = pytest.mark.django_db
FRAMED = "frame-ancestors 'self'"


@pytest.fixture
def draft():
    """A draft of everything, never published."""
    character = CharacterFactory(slug="ada", name="Ada Lovelace", sort_name="Lovelace, Ada")
    StarterQuestionFactory(character=character, anchor="engine", question="What is the engine?")
    RemarkFactory(character=character, theme="Childhood")
    SimilarityLinkFactory(character=character, similar=published_character(name="Charles"))
    return character


def address(name, character):
    return reverse(f"desk:{name}", args=[character.pk])


def post_typed(client, character, view="page", **changes):
    url = change_url(character)
    data = filled(client, url, preview_view=view, **changes)
    return client.post(address("preview_typed", character), data)


# --- The saved draft ---


def test_the_preview_is_the_draft_through_the_public_template(editor_client, draft):
    response = editor_client.get(address("preview_page", draft))
    text = response.content.decode()
    assert "characters/character_detail.html" in [template.name for template in response.templates]
    assert "Preview of the draft" in text
    for words in ("Ada Lovelace", "What is the engine?", "<strong>machine</strong>", "Childhood", "Charles"):
        assert words in text
    assert not Edition.objects.filter(character=draft).exists()


def test_a_published_characters_preview_shows_what_is_not_published(editor_client):
    character = published_character(slug="ada")
    Character.objects.filter(pk=character.pk).update(tagline="A line of tomorrow.", slug="ada-of-tomorrow")
    assert "A line of tomorrow." in editor_client.get(address("preview_page", character)).content.decode()
    assert "A line of tomorrow." not in editor_client.get("/characters/ada/").content.decode()


def test_a_character_is_not_similar_to_their_own_live_page(editor_client):
    character = published_character(slug="ada", name="Ada Lovelace")
    Character.objects.filter(pk=character.pk).update(slug="ada-lovelace")
    assert "card-ada" not in editor_client.get(address("preview_page", character)).content.decode()


def test_the_card_is_the_one_that_lists_show(editor_client, draft):
    response = editor_client.get(address("preview_card", draft))
    assert "characters/_card.html" in [template.name for template in response.templates]
    assert draft.tagline in response.content.decode()


def test_an_empty_draft_can_be_previewed(editor_client):
    empty = Character.objects.create(slug="nobody-yet", name="Nobody Yet")
    for name in ("preview", "preview_page", "preview_card"):
        assert editor_client.get(address(name, empty)).status_code == 200


def test_who_has_no_portrait_and_no_page_has_a_medal_all_the_same(editor_client, draft):
    assert 'src="data:image/svg+xml,' in editor_client.get(address("preview_page", draft)).content.decode()


@pytest.mark.parametrize("name", ["preview_page", "preview_card"])
def test_a_preview_is_framed_by_our_own_pages_only_and_kept_by_nobody(editor_client, draft, name):
    response = editor_client.get(address(name, draft))
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert FRAMED in response["Content-Security-Policy"]
    assert (
        "'none'" not in response["Content-Security-Policy"].partition("frame-ancestors")[2].partition(";")[0]
    )
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    assert "noindex" in response["X-Robots-Tag"]


def test_no_other_page_may_be_framed(client, editor_client, draft):
    published_character(slug="charles")
    link = preview_links.make(draft, by=None, days=1)
    for who, path in (
        (client, "/characters/charles/"),
        (client, f"/preview/{link.key}/"),
        (editor_client, address("preview", draft)),
        (editor_client, change_url(draft)),
        (editor_client, "/chat/"),
    ):
        response = who.get(path)
        assert response["X-Frame-Options"] == "DENY", path
        assert "frame-ancestors 'none'" in response["Content-Security-Policy"], path


def test_the_page_of_the_previews_works_by_links_alone(editor_client, draft):
    text = editor_client.get(address("preview", draft) + "?view=card&width=desk").content.decode()
    assert f'src="{address("preview_card", draft)}"' in text
    assert 'class="preview is-desk"' in text
    assert "?view=page&amp;width=desk" in text
    nonsense = editor_client.get(address("preview", draft) + "?view=x&width=y").content.decode()
    assert f'src="{address("preview_page", draft)}"' in nonsense


def test_who_may_only_look_is_offered_no_trial_and_no_link(draft):
    from django.test import Client

    reader = UserFactory(is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_character"))
    client = Client()
    client.force_login(reader)
    text = client.get(address("preview", draft)).content.decode()
    assert "Conversation</a>" not in text
    assert "Make a link" not in text
    assert client.post(address("make_link", draft), {"days": "7"}).status_code == 403
    assert client.post(address("preview_typed", draft), {"preview_view": "page"}).status_code == 403
    assert client.get(reverse("chat:trial", args=[draft.pk])).status_code == 403


def test_a_preview_is_quick_to_make(editor_client, draft, django_assert_max_num_queries):
    with django_assert_max_num_queries(15):
        editor_client.get(address("preview_page", draft))
    with django_assert_max_num_queries(15):
        editor_client.get(address("preview", draft))


# --- What is harmless ---


def test_links_lead_nowhere_but_to_sections_and_nothing_runs(editor_client, draft):
    Character.objects.filter(pk=draft.pk).update(biography="See [elsewhere](https://example.org/).")
    text = editor_client.get(address("preview_page", draft)).content.decode()
    assert 'href="#engine"' in text
    assert "elsewhere</a>" in text
    assert "<script" not in text
    for tag in text.split("<a ")[1:]:
        assert "href=" not in tag.partition(">")[0] or 'href="#' in tag.partition(">")[0]
    assert "<form inert>" in text
    assert "action=" not in text


def test_harmless_leaves_the_rest_as_it_is():
    page = '<!doctype html><p class="a">1 &lt; 2 &amp; “3” <br>x</p><img alt="a > b" src="/x">'
    assert previews.harmless(page) == page
    assert previews.harmless('<a href="/x" class="b" hx-get="/y">a</a>') == '<a class="b">a</a>'
    assert previews.harmless("<script>alert('<p>')</script><p>kept</p>") == "<p>kept</p>"


# --- What is typed ---


def test_what_is_typed_is_shown_and_not_saved(editor_client, draft):
    before, num_changes = draft_of(draft), draft.num_changes
    changes = {"tagline": "Typed a moment ago.", "starter_questions-0-question": "What was typed?"}
    changes |= row("remarks", 1, theme="Weather", text="It rained while I typed.")
    response = post_typed(editor_client, draft, **changes)
    text = response.content.decode()
    assert response.status_code == 200
    for words in ("Typed a moment ago.", "What was typed?", "Weather", "in the form, saved or not"):
        assert words in text
    draft.refresh_from_db()
    assert draft_of(draft) == before
    assert draft.num_changes == num_changes


def test_the_card_of_what_is_typed(editor_client, draft):
    response = post_typed(editor_client, draft, view="card", name="Ada Byron")
    assert "Ada Byron" in response.content.decode()


def test_what_does_not_fit_is_said_by_the_names_of_its_fields(editor_client, draft):
    response = post_typed(
        editor_client, draft, **{"born": "soon", "died": "1852", "starter_questions-0-question": ""}
    )
    assert response.status_code == 422
    said = " ".join(response.json()["sentences"])
    assert "Born: Enter a whole number." in said
    assert "Starter question 1: Question: This field is required." in said


def test_an_upload_that_is_only_typed_leaves_no_file(editor_client, draft, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    data = filled(editor_client, change_url(draft), preview_view="page")
    data["portrait"] = SimpleUploadedFile("a.png", b"no picture at all", "image/png")
    assert editor_client.post(address("preview_typed", draft), data).status_code == 200
    assert not list(tmp_path.rglob("*.webp"))


def test_what_is_typed_is_previewed_for_editors_only(client, user_client, editor_client, draft):
    for who, status in ((client, 302), (user_client, 302), (editor_client, 404)):
        assert who.post(address("preview_typed", draft), {"preview_view": "x"}).status_code == status
    gone = reverse("desk:preview_typed", args=[0])
    assert editor_client.post(gone, {"preview_view": "page"}).status_code == 404


# --- Links to share ---


@pytest.fixture
def link(draft, editor):
    return preview_links.make(draft, by=editor, days=7)


def test_an_editor_makes_a_link_and_sees_whose_it_is_and_until_when(editor_client, editor, draft):
    response = editor_client.post(address("make_link", draft), {"days": "1"}, follow=True)
    made = PreviewLink.objects.get()
    text = response.content.decode()
    assert f"/preview/{made.key}/" in text
    assert str(editor) in text
    assert timezone.now() < made.expires_at < timezone.now() + dt.timedelta(days=1, minutes=1)


@pytest.mark.parametrize("days", ["", "2", "-1", "x", "1" * 400])
def test_a_link_is_made_for_the_durations_offered_only(editor_client, draft, days):
    response = editor_client.post(address("make_link", draft), {"days": days}, follow=True)
    assert "Choose how long the link shall work: 1 day, 7 days, 30 days." in response.content.decode()
    assert not PreviewLink.objects.exists()


def test_anybody_with_a_link_reads_the_draft(client, draft, link):
    response = client.get(f"/preview/{link.key}/")
    text = response.content.decode()
    assert response.status_code == 200
    assert "Preview of the draft" in text
    assert draft.tagline in text
    assert not response.cookies
    assert response["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response["X-Robots-Tag"]
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    assert "Cookie" not in response.get("Vary", "")


def test_a_link_shows_no_cookie_to_who_is_signed_in_either(user_client, link):
    response = user_client.get(f"/preview/{link.key}/")
    assert not response.cookies


def test_a_link_that_is_unknown_ended_or_expired_is_not_found(client, editor_client, draft, link):
    url = f"/preview/{link.key}/"
    assert client.get(url).status_code == 200
    PreviewLink.objects.update(expires_at=timezone.now())
    response = client.get(url)
    assert response.status_code == 404
    assert "may have expired" in response.content.decode()
    assert "noindex" in response["X-Robots-Tag"]
    other = preview_links.make(draft, by=None, days=30)
    editor_client.post(reverse("desk:end_link", args=[draft.pk, other.pk]))
    for key in (other.key, "nothing", "x" * 500):
        assert client.get(f"/preview/{key}/").status_code == 404


def test_a_link_is_ended_from_its_own_characters_page_only(editor_client, link):
    stranger = published_character()
    editor_client.post(reverse("desk:end_link", args=[stranger.pk, link.pk]))
    assert preview_links.working().exists()


def test_expired_links_are_cleared_and_others_stay(draft, link):
    PreviewLink.objects.create(character=draft, expires_at=timezone.now() - dt.timedelta(seconds=1))
    tasks.clear_preview_links()
    assert list(PreviewLink.objects.all()) == [link]


def test_no_map_of_the_site_names_a_preview(client, link):
    for path in ("/robots.txt", "/sitemap.xml"):
        assert "preview" not in client.get(path).content.decode()


# --- Beside the form ---


def test_the_form_has_the_panel_and_a_new_characters_has_none(editor_client, draft):
    text = editor_client.get(change_url(draft)).content.decode()
    assert 'id="preview-panel"' in text
    assert f'data-typed="{address("preview_typed", draft)}"' in text
    assert 'id="preview-panel"' not in editor_client.get("/admin/characters/character/add/").content.decode()


# --- Deleting ---


def test_a_trial_does_not_keep_a_draft_from_being_deleted(editor_client, editor, draft):
    turns.begin(user=editor, character=draft, text="Who?", client_key=uuid.uuid4(), is_trial=True)
    url = reverse("admin:characters_character_delete", args=[draft.pk])
    assert not editor_client.get(url).context["protected"]
    assert Conversation.objects.exists()
    editor_client.post(url, {"post": "yes", "began_from": draft.num_changes})
    assert not Character.objects.filter(pk=draft.pk).exists()
    assert not Conversation.objects.exists()


def test_a_trial_goes_with_a_draft_that_is_deleted_with_others(editor_client, editor, draft):
    turns.begin(user=editor, character=draft, text="Who?", client_key=uuid.uuid4(), is_trial=True)
    chosen = {"action": "delete_selected", "_selected_action": [draft.pk], "post": "yes"}
    editor_client.post("/admin/characters/character/", chosen)
    assert not Character.objects.filter(pk=draft.pk).exists()


def test_who_is_talked_with_cannot_be_deleted_as_before(editor_client, user, draft):
    publishing.publish(StarterQuestionFactory(anchor="who").character)
    character = Character.objects.live().last()
    turns.begin(user=user, character=character, text="Who?", client_key=uuid.uuid4())
    url = reverse("admin:characters_character_delete", args=[character.pk])
    assert editor_client.get(url).context["protected"]
    editor_client.post(url, {"post": "yes"})
    assert Character.objects.filter(pk=character.pk).exists()
