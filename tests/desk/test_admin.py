"""Editors write drafts in the admin and publish them; saving makes no page, and nothing typed is lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from characters.models import Character, Edition
from chat import models as chat_models
from tests.characters.test_portraits import picture
from tests.desk.admin_forms import ADD, change_url, filled, row
from tests.factories import (
    PORTRAYED,
    CharacterFactory,
    RemarkFactory,
    SimilarityLinkFactory,
    StarterQuestionFactory,
    published_character,
)

pytestmark = pytest.mark.django_db
LIST = "/admin/characters/character/"


def said(response) -> str:
    """The messages on the page that a form leads to."""
    return " ".join(str(message) for message in response.context["messages"])


def errors(response) -> str:
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += inline.formset.forms
    return " ".join(str(form.errors) for form in forms)


# --- Writing ---


def test_an_editor_writes_and_publishes_a_character(editor_client, editor):
    data = filled(
        editor_client,
        ADD,
        name="Ada Lovelace",
        slug="ada-lovelace",
        also_known_as="Augusta Ada King\nCountess of Lovelace\n\n",
        fields=["mathematics", "computing"],
        tagline="She saw what an engine of numbers could become.",
        biography="She wrote a programme.",
        persona="I reason.",
        greeting="Good day.",
        note="First words",
        _publish="",
    )
    data |= row(
        "starter_questions",
        0,
        question="What is the engine?",
        spoken="A loom.",
        answer="A machine.",
        anchor="",
    )
    data |= row("remarks", 0, theme="Childhood", text="I was taught.")
    response = editor_client.post(ADD, data, follow=True)
    edition = Edition.objects.get()
    assert "Edition 1 of Ada Lovelace is live" in said(response)
    assert 'href="/characters/ada-lovelace/"' in said(response)
    assert (edition.published_by, edition.note) == (editor, "First words")
    assert edition.content["sort_name"] == "Lovelace, Ada"
    assert edition.content["also_known_as"] == ["Augusta Ada King", "Countess of Lovelace"]
    assert edition.content["fields"] == ["mathematics", "computing"]
    assert edition.content["starter_questions"][0]["anchor"] == "what-is-the-engine"
    assert editor_client.get("/characters/ada-lovelace/").status_code == 200


def test_saving_never_changes_the_public_page(editor_client):
    character = published_character()
    url = change_url(character)
    response = editor_client.post(url, filled(editor_client, url, tagline="Another line."), follow=True)
    character.refresh_from_db()
    assert character.tagline == "Another line."
    assert character.live_edition.content["tagline"] != "Another line."
    assert "Changed since" in response.content.decode()
    assert "This draft differs" in editor_client.get(url).content.decode()


def test_publishing_from_the_form_takes_the_rows_just_written(editor_client):
    character = published_character()
    url = change_url(character)
    data = filled(editor_client, url, **{"starter_questions-0-answer": "Newly said.", "_publish": ""})
    editor_client.post(url, data)
    character.refresh_from_db()
    assert character.live_edition.number == 2
    assert character.live_edition.content["starter_questions"][0]["answer"] == "Newly said."


def test_an_incomplete_draft_is_saved_but_not_published_and_says_what_is_missing(editor_client):
    character = CharacterFactory(greeting="")
    url = change_url(character)
    response = editor_client.post(url, filled(editor_client, url, tagline="Kept.", _publish=""), follow=True)
    assert "The greeting is empty." in said(response)
    assert "There is no starter question." in said(response)
    character.refresh_from_db()
    assert (character.tagline, character.live_edition) == ("Kept.", None)


def test_an_unchanged_draft_gives_no_new_edition(editor_client):
    character = published_character()
    url = change_url(character)
    response = editor_client.post(url, filled(editor_client, url, _publish=""), follow=True)
    assert "has not changed since edition 1" in said(response)
    assert character.editions.count() == 1


def test_withdrawing_takes_the_page_away_and_keeps_the_editions(editor_client, client):
    character = published_character()
    url = change_url(character)
    response = editor_client.post(url, filled(editor_client, url, _withdraw=""), follow=True)
    assert "is withdrawn" in said(response)
    assert client.get(character.get_absolute_url()).status_code == 404
    assert character.editions.count() == 1
    assert "_withdraw" not in editor_client.get(url).content.decode()


def test_an_editor_without_the_permission_cannot_publish(editor_client, editor):
    editor.groups.get().permissions.get(codename="publish_character")
    group = editor.groups.get()
    group.permissions.remove(group.permissions.get(codename="publish_character"))
    character = CharacterFactory()
    StarterQuestionFactory(character=character)
    url = change_url(character)
    assert "_publish" not in editor_client.get(url).content.decode()
    editor_client.post(url, filled(editor_client, url, _publish=""))
    editor_client.post(LIST, {"action": "publish_selected", "_selected_action": [character.pk]})
    assert not Edition.objects.exists()


# --- Bad input: a clear message, and what was typed stays ---


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"died": 1800}, "The year of death is before the year of birth."),
        ({"name": ""}, "This field is required."),
        ({"slug": "Ada Lovelace"}, "Enter a valid"),
        (
            row("starter_questions", 1, question="Again?", anchor="engine"),
            "Another question of this character",
        ),
        (row("starter_questions", 1, question="Again?", anchor="biography-1"), "are taken"),
        (row("starter_questions", 1, question="", anchor="x"), "This field is required."),
        (
            row("remarks", 1, theme="Childhood!", text="Again."),
            "Another remark of this character has this theme.",
        ),
        (row("remarks", 1, theme="Work", text=""), "This field is required."),
    ],
)
def test_bad_input_is_refused_and_kept(editor_client, changes, sentence):
    character = published_character(slug="ada")
    RemarkFactory(character=character, theme="Childhood")
    url = change_url(character)
    response = editor_client.post(url, filled(editor_client, url, tagline="Typed with care.", **changes))
    assert response.status_code == 200
    assert sentence in errors(response)
    assert "Typed with care." in response.content.decode()
    character.refresh_from_db()
    assert character.tagline != "Typed with care."


def test_a_slug_is_given_once(editor_client):
    CharacterFactory(slug="taken")
    response = editor_client.post(ADD, filled(editor_client, ADD, name="Other", slug="taken"))
    assert "already exists" in errors(response)


def test_links_to_oneself_and_twice_to_another_are_refused(editor_client):
    character, other = published_character(), CharacterFactory()
    url = change_url(character)
    data = filled(editor_client, url)
    itself = data | row("similarity_links", 0, similar=character.pk, reason="Oneself.")
    assert "cannot be similar to itself" in errors(editor_client.post(url, itself))
    twice = data | row("similarity_links", 0, similar=other.pk, reason="One.")
    twice |= row("similarity_links", 1, similar=other.pk, reason="Two.")
    assert "There is a link to this character already." in errors(editor_client.post(url, twice))
    editor_client.post(url, data | row("similarity_links", 0, similar=other.pk, reason="One."))
    assert character.similarity_links.get().similar == other


def test_an_anchor_left_empty_is_made_from_the_question_each_its_own(editor_client):
    character = published_character()
    url = change_url(character)
    data = filled(editor_client, url)
    data |= row("starter_questions", 1, question="Why   so, déjà?", anchor="")
    data |= row("starter_questions", 2, question="Why so, déjà?", anchor="")
    data |= row("starter_questions", 3, question="何故?", anchor="")
    editor_client.post(url, data)
    anchors = list(character.starter_questions.values_list("anchor", flat=True))
    assert anchors == ["engine", "why-so-deja", "why-so-deja-2", "question"]


def test_a_new_row_goes_to_the_end_and_positions_can_be_written(editor_client):
    character = published_character()
    first = character.starter_questions.get()
    url = change_url(character)
    data = filled(editor_client, url, **{"starter_questions-0-position": 7})
    editor_client.post(url, data | row("starter_questions", 1, question="Last?", anchor="", position=""))
    assert [q.question for q in character.starter_questions.all()] == [first.question, "Last?"]
    data = filled(
        editor_client, url, **{"starter_questions-0-position": 9, "starter_questions-1-position": 2}
    )
    editor_client.post(url, data)
    assert [q.question for q in character.starter_questions.all()] == ["Last?", first.question]


def test_a_row_can_be_removed(editor_client):
    character = published_character()
    url = change_url(character)
    editor_client.post(url, filled(editor_client, url, **{"starter_questions-0-DELETE": "on"}))
    assert not character.starter_questions.exists()


# --- Portraits ---


def upload(data, name="me.png"):
    return SimpleUploadedFile(name, data, content_type="image/png")


def test_a_portrait_is_re_encoded_and_an_old_edition_keeps_its_own(editor_client, client):
    character = published_character()
    url = change_url(character)
    names = []
    for colour in ("darkred", "navy"):
        data = filled(editor_client, url, _publish="", **PORTRAYED)
        editor_client.post(url, data | {"portrait": upload(picture(colour=colour), "../../evil.svg")})
        character.refresh_from_db()
        names.append(character.live_edition.content["portrait"])
    assert names[0] != names[1]
    for name in names:
        assert name.startswith("portraits/")
        assert name.endswith(".webp")
        response = client.get(f"/{name}")
        assert (response.status_code, response["Content-Type"]) == (200, "image/webp")
    editor_client.post(url, filled(editor_client, url, **{"portrait-clear": "on", "_publish": ""}))
    character.refresh_from_db()
    assert character.live_edition.portrait == ""
    assert client.get(f"/{names[1]}").status_code == 200


def test_a_hostile_portrait_is_refused_with_a_sentence(editor_client):
    character = published_character()
    url = change_url(character)
    for data in (b"GIF89a", b"<svg onload=alert(1)>", picture("GIF")):
        response = editor_client.post(url, filled(editor_client, url) | {"portrait": upload(data)})
        assert "This is not a PNG, JPEG or WebP picture" in errors(response)
    character.refresh_from_db()
    assert not character.portrait


# --- What it costs ---


def test_the_form_costs_the_same_queries_however_much_it_holds(
    editor_client, django_assert_max_num_queries, django_assert_num_queries
):
    character = published_character()
    url = change_url(character)
    editor_client.get(url)
    with django_assert_max_num_queries(15) as few:
        editor_client.get(url)
    for number in range(5):
        StarterQuestionFactory(character=character)
        RemarkFactory(character=character)
        SimilarityLinkFactory(character=character, position=number)
    with django_assert_num_queries(len(few)):
        editor_client.get(url)


# --- What editors may not ---


def test_an_edition_can_be_looked_at_and_not_changed(editor_client):
    edition = published_character().live_edition
    url = reverse("admin:characters_edition_change", args=[edition.pk])
    assert editor_client.get(url).status_code == 200
    assert editor_client.post(url, {"note": "Other"}).status_code == 403
    assert editor_client.get(reverse("admin:characters_edition_add")).status_code == 403
    assert editor_client.get(reverse("admin:characters_edition_delete", args=[edition.pk])).status_code == 403


def test_a_character_with_editions_cannot_be_deleted_a_draft_can(editor_client):
    kept, draft = published_character(), CharacterFactory()
    for character in (kept, draft):
        data = {"post": "yes", "began_from": character.num_changes}
        editor_client.post(f"{LIST}{character.pk}/delete/", data)
    assert list(Character.objects.all()) == [kept]


def test_conversations_are_not_in_the_admin_but_for_receipts_without_their_words(editor_client, admin_client):
    from django.contrib import admin

    registered = {model for model in admin.site._registry if model._meta.app_label == "chat"}
    assert registered == {chat_models.Generation}
    shown = set(admin.site._registry[chat_models.Generation].fields)
    assert not shown & {"reply", "conversation", "offers", "unanswered", "note", "continues"}
    for client in (editor_client, admin_client):
        page = client.get(LIST).content.decode()
        assert "onversation" not in page.replace("In conversation", "")


def test_editors_see_characters_and_editions_and_nothing_of_accounts(editor_client):
    page = editor_client.get(LIST).content.decode()
    assert "/admin/characters/edition/" in page
    assert "/admin/users/" not in page
    for name in ("users_user_changelist", "auth_group_changelist"):
        assert editor_client.get(reverse(f"admin:{name}")).status_code == 403
