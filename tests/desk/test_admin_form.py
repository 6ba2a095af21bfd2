"""The admin's form of a character keeps what it was not asked to change, and says where an error stands."""

import re

import pytest

from characters import publishing
from characters.models import Character
from tests.desk.admin_forms import ADD, change_url, filled, row
from tests.factories import CharacterFactory, RemarkFactory, published_character

pytestmark = pytest.mark.django_db


def as_browsers_post(data: dict) -> dict:
    """Lines in a form end with CRLF, whatever they ended with in the page."""
    return {name: v.replace("\n", "\r\n") if isinstance(v, str) else v for name, v in data.items()}


def test_a_new_character_begins_with_its_name_and_a_change_with_what_changed(editor_client):
    for url, is_name_first in ((ADD, True), (change_url(published_character()), False)):
        page = editor_client.get(url).content.decode()
        assert (page.index('name="name"') < page.index('name="note"')) is is_name_first


# --- What was not changed stays ---


def test_saving_an_unchanged_form_from_a_browser_changes_nothing(editor_client):
    texts = {"biography": "One.\n\nTwo.", "persona": "I.\nAm.", "example_dialogue": "- You?\n- I."}
    character = published_character(**texts, also_known_as=["A", "B"], fields=["poetry", "computing"])
    RemarkFactory(character=character, text="First.\n\n- second")
    publishing.publish(character)
    url = change_url(character)
    response = editor_client.post(url, as_browsers_post(filled(editor_client, url)), follow=True)
    assert response.redirect_chain
    assert "This draft says the same" in editor_client.get(url).content.decode()
    editor_client.post(url, as_browsers_post(filled(editor_client, url, _publish="")))
    assert character.editions.count() == 2


def test_sources_are_written_on_the_form_and_stand_at_the_end_of_the_page(client, editor_client):
    character = published_character()
    url = change_url(character)
    page = editor_client.get(url).content.decode()
    assert "- Author. *Title*. Year." in page
    editor_client.post(
        url, filled(editor_client, url, sources="- A. *One*. 1992.\r\n- B. *Two*. 2001.", _publish="")
    )
    character.refresh_from_db()
    assert character.sources == "- A. *One*. 1992.\n- B. *Two*. 2001."
    page = client.get(character.get_absolute_url()).content.decode()
    assert page.index('id="engine"') < page.index('id="the_sources"') < page.index("<em>Two</em>. 2001.")


def test_control_characters_are_left_out_of_every_text(editor_client):
    character = published_character()
    url = change_url(character)
    data = filled(editor_client, url, tagline="A\x00da\x07.", biography="One.\rTwo.\x1b[31m\tThree.")
    data |= {"starter_questions-0-spoken": "I\x85 spoke.\r\n"} | row(
        "remarks", 0, theme="W\x00ork", text="\x08Hard."
    )
    editor_client.post(url, data)
    character.refresh_from_db()
    assert (character.tagline, character.biography) == ("Ada.", "One.\nTwo.[31m\tThree.")
    assert character.starter_questions.get().spoken == "I spoke."
    assert (character.remarks.get().theme, character.remarks.get().text) == ("Work", "Hard.")


def test_fields_keep_their_order_and_new_ones_come_last(editor_client):
    character = CharacterFactory(fields=["poetry", "computing", "mathematics"])
    url = change_url(character)
    ticked = ["biology", "computing", "mathematics", "poetry"]
    editor_client.post(url, filled(editor_client, url, fields=ticked))
    character.refresh_from_db()
    assert character.fields == ["poetry", "computing", "mathematics", "biology"]
    editor_client.post(url, filled(editor_client, url, fields=["biology", "poetry"]))
    character.refresh_from_db()
    assert character.fields == ["poetry", "biology"]


# --- Engines ---


def engine_field(client, url=ADD):
    return client.get(url).context["adminform"].form["engine"]


def test_only_engines_that_work_here_are_offered(editor_client, settings):
    settings.OPENAI_BASE_URL, settings.DEBUG = "", False
    offered = str(engine_field(editor_client))
    assert '<option value="curated">' in offered
    assert "openai_compatible" not in offered
    settings.OPENAI_BASE_URL, settings.ENGINE_SERVERS = "http://127.0.0.1:9/v1", {"spare": {}}
    field = engine_field(editor_client)
    for order in ("curated", "openai_compatible", "openai_compatible, curated", "spare, curated"):
        assert f'<option value="{order}">' in str(field)
    assert "scripted" not in str(field)
    assert "spare (a language model" in field.help_text


@pytest.mark.parametrize("engine", ["scripted", "openai_compatible:llama3", "oracle, curated"])
def test_an_engine_chosen_elsewhere_stays_until_another_is_chosen(editor_client, settings, engine):
    settings.OPENAI_BASE_URL, settings.DEBUG = "", False
    character = CharacterFactory(engine=engine)
    url = change_url(character)
    editor_client.post(url, filled(editor_client, url, tagline="Kept."))
    assert Character.objects.get(tagline="Kept.").engine == engine


def test_several_engines_are_kept_in_their_order(editor_client, settings):
    settings.OPENAI_BASE_URL = "http://127.0.0.1:9/v1"
    character = CharacterFactory()
    url = change_url(character)
    editor_client.post(
        url, filled(editor_client, url, engine=" openai_compatible:llama3:8b,curated,  curated")
    )
    character.refresh_from_db()
    assert character.engine == "openai_compatible:llama3:8b, curated"


@pytest.mark.parametrize("typed", ["oracle", "curated, oracle:9", "curated; openai_compatible", "x" * 130])
def test_an_engine_that_is_none_is_refused_with_those_there_are_and_stays_typed(editor_client, typed):
    character = CharacterFactory()
    url = change_url(character)
    response = editor_client.post(url, filled(editor_client, url, engine=typed))
    form = response.context["adminform"].form
    [error] = form.errors["engine"]
    assert "is no engine of this site" in error or "at most 120 characters" in error
    assert form["engine"].value() == typed


# --- Errors ---


def test_a_refused_form_lists_its_errors_as_links_to_the_fields(editor_client):
    character = published_character()
    url = change_url(character)
    data = filled(editor_client, url, name="", died=1800)
    data |= row("starter_questions", 1, question="Again?", anchor="biography-1")
    data |= row("remarks", 0, theme="Work", text="")
    response = editor_client.post(url, data)
    found = [(e.label, e.target, e.tab) for e in response.context["field_errors"]]
    assert found == [
        ("Name", "id_name", "general"),
        ("Died", "id_died", "general"),
        ("Starter question 2: Anchor", "id_starter_questions-1-anchor", "starter_questions"),
        ("Remark 1: Text", "id_remarks-0-text", "remarks"),
    ]
    page = response.content.decode()
    for label, target, tab in found:
        assert f'<a href="#{target}" data-tab="{tab}">{label}</a>' in page
        assert f'id="{target}"' in page
    assert "4 things need correcting" in page


def test_an_error_in_a_row_to_be_removed_is_not_listed(editor_client):
    character = published_character()
    url = change_url(character)
    changes = {"starter_questions-0-question": "", "starter_questions-0-DELETE": "on", "tagline": "x" * 201}
    response = editor_client.post(url, filled(editor_client, url, **changes))
    assert [error.target for error in response.context["field_errors"]] == ["id_tagline"]


# --- Buttons ---

BUTTON = re.compile(r'<button type="submit" form="character_form" name="(\w+)"[^>]*?class="([^"]*)"', re.S)


def buttons(client, url) -> tuple[list[str], list[str]]:
    """The names of the buttons in their order, and which of them are filled."""
    found = BUTTON.findall(client.get(url).content.decode())
    return [name for name, _ in found], [name for name, look in found if "bg-primary-600" in look]


def test_publishing_leads_where_one_may_and_enter_only_saves(editor_client, editor):
    url = change_url(published_character())
    assert buttons(editor_client, url) == (["_save", "_continue", "_withdraw", "_publish"], ["_publish"])
    assert buttons(editor_client, ADD) == (["_save", "_continue", "_publish"], ["_publish"])
    group = editor.groups.get()
    group.permissions.remove(group.permissions.get(codename="publish_character"))
    for form in (url, ADD):
        assert buttons(editor_client, form) == (["_save", "_continue", "_submit"], ["_submit"])


def test_delete_is_outlined(editor_client):
    page = editor_client.get(change_url(CharacterFactory())).content.decode()
    assert re.search(r'<a href="[^"]*/delete/"[^>]*button-delete', page)
    assert "bg-red-600" not in page.partition('class="submit-buttons"')[2].partition("</div>")[0]
