"""A save over a newer change is refused with a comparison, and nothing that was typed is lost."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from characters.editions import CharacterContent, draft_of, write_draft
from characters.models import Character, Remark, SimilarityLink, StarterQuestion
from desk.editing import began
from tests.desk.admin_forms import change_url, filled, row
from tests.factories import (
    CharacterFactory,
    EditorFactory,
    RemarkFactory,
    SimilarityLinkFactory,
    StarterQuestionFactory,
    UserFactory,
    published_character,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def character():
    """With two questions, a remark and a link."""
    found = published_character(slug="ada", tagline="The first.")
    found.starter_questions.update(position=0)
    StarterQuestionFactory(character=found, anchor="loom", question="A loom?", position=1)
    RemarkFactory(character=found, theme="Childhood", text="Taught.", position=1)
    SimilarityLinkFactory(character=found, similar__slug="zeno", reason="Both thought.", position=1)
    return found


@pytest.fixture
def maria():
    return EditorFactory(email="maria@example.org")


@pytest.fixture
def maria_client(maria):
    client = Client()
    client.force_login(maria)
    return client


def opened(client, character, **changes) -> dict:
    """What a browser that opens the form now would post after these changes."""
    url = change_url(character)
    sealed = re.search(
        r'name="began_with" form="character_form" value="([^"]+)"', client.get(url).content.decode()
    )
    return filled(client, url, began_with=sealed[1], **changes)


def save(client, character, data, **more):
    return client.post(change_url(character), data | more)


def again(response, **changes) -> dict:
    """What a browser would post from the form that came back."""
    data = {
        bound.html_name: bound.value()
        for form in _forms(response)
        for bound in form
        if bound.value() not in (None, False) and bound.name != "portrait"
    }
    shown = response.content.decode()
    for name in ("began_from", "began_with"):
        data[name] = re.search(rf'name="{name}" form="character_form" value="([^"]*)"', shown)[1]
    return data | changes


def _forms(response):
    yield response.context["adminform"].form
    for inline in response.context["inline_admin_formsets"]:
        yield from (inline.formset.management_form, *inline.formset.forms)


def newer(response):
    return response.context["newer_change"]


def labels(comparison) -> set[str]:
    return {part.label for part in comparison.changed}


# --- Refused ---


def test_a_save_over_a_newer_change_is_refused_with_a_comparison(editor_client, maria_client, character):
    mine = opened(editor_client, character, tagline="Mine.", persona="Mine too.")
    save(maria_client, character, opened(maria_client, character, tagline="Hers.", greeting="Hers too."))
    response = save(editor_client, character, mine)
    assert response.status_code == 200
    page = response.content.decode()
    assert "maria@example.org saved a newer change" in page
    assert Character.objects.get(slug="ada").tagline == "Hers."
    assert [(part.label, is_mine) for part, is_mine in newer(response).theirs] == [
        ("Tagline", True),
        ("Greeting", False),
    ]
    assert labels(newer(response).mine) == {"Tagline", "Persona", "Greeting"}
    assert "Mine too." in page


def test_who_saves_first_is_not_bothered(editor_client, maria_client, character):
    mine, hers = opened(editor_client, character, tagline="Mine."), opened(maria_client, character)
    assert save(editor_client, character, mine).status_code == 302
    assert save(maria_client, character, hers | {"tagline": "Hers."}).status_code == 200
    found = Character.objects.get(slug="ada")
    assert (found.tagline, found.changed_by.email.startswith("editor")) == ("Mine.", True)


def test_a_save_that_changes_nothing_makes_no_other_form_stale(editor_client, maria_client, character):
    before = Character.objects.get(slug="ada")
    mine = opened(editor_client, character, tagline="Mine.")
    save(maria_client, character, opened(maria_client, character), _publish="", note="Only published")
    after = Character.objects.get(slug="ada")
    assert (after.num_changes, after.changed_at) == (before.num_changes, before.changed_at)
    assert save(editor_client, character, mine).status_code == 302


@pytest.mark.parametrize("button", ["_save", "_continue", "_publish", "_withdraw"])
def test_every_button_that_saves_is_refused(editor_client, character, button):
    mine = opened(editor_client, character, tagline="Mine.")
    Character.objects.get(slug="ada").save()
    response = save(editor_client, character, mine, **{button: ""})
    assert newer(response)
    now = Character.objects.get(slug="ada")
    assert (now.tagline, now.live_edition.number) == ("The first.", 1)


def test_a_form_that_does_not_say_what_it_began_from_is_refused(editor_client, character):
    mine = opened(editor_client, character, tagline="Mine.")
    for broken in ({"began_from": ""}, {"began_from": "x", "began_with": "forged"}):
        response = save(editor_client, character, mine | broken)
        assert newer(response)
        assert labels(newer(response).mine) == {"Tagline"}
    assert newer(response).theirs is None


def test_only_what_was_looked_at_is_deleted(editor_client, maria_client):
    character = CharacterFactory()
    url = reverse("admin:characters_character_delete", args=[character.pk])
    asked = re.search(r'name="began_from" value="(\d+)"', editor_client.get(url).content.decode())[1]
    save(maria_client, character, opened(maria_client, character, tagline="Hers."))
    response = editor_client.post(url, {"post": "yes", "began_from": asked}, follow=True)
    assert "was changed meanwhile, and is not deleted" in response.content.decode()
    asked = re.search(r'name="began_from" value="(\d+)"', editor_client.get(url).content.decode())[1]
    editor_client.post(url, {"post": "yes", "began_from": asked})
    assert not Character.objects.filter(pk=character.pk).exists()


# --- Nothing is lost ---


def test_rows_that_i_added_and_their_order_stay(editor_client, maria_client, character):
    mine = opened(editor_client, character) | row(
        "starter_questions", 2, question="And mine?", anchor="", answer="Typed.", position="1"
    )
    mine |= {"starter_questions-0-position": "3", "remarks-0-text": "Retold."}
    save(maria_client, character, opened(maria_client, character, tagline="Hers."))
    response = save(editor_client, character, mine)
    data = again(response)
    assert data["starter_questions-2-question"] == "And mine?"
    assert data["starter_questions-2-answer"] == "Typed."
    assert data["starter_questions-0-position"] == "3"
    assert data["remarks-0-text"] == "Retold."
    assert (
        save(editor_client, character, data, _over=newer(response).character.num_changes).status_code == 302
    )
    found = draft_of(Character.objects.get(slug="ada"))
    # Both wrote 1: the one that is there stands first.
    assert [q.anchor for q in found.starter_questions] == ["loom", "and-mine", "engine"]
    assert found.remarks[0].text == "Retold."


def test_what_i_wrote_into_a_row_that_they_removed_comes_back_as_a_new_row(
    editor_client, maria_client, character
):
    mine = opened(
        editor_client, character, **{"starter_questions-0-answer": "Mine.", "remarks-0-text": "Mine."}
    )
    gone = {f"{part}-0-DELETE": "on" for part in ("starter_questions", "remarks", "similarity_links")}
    save(maria_client, character, opened(maria_client, character, **gone))
    assert StarterQuestion.objects.filter(character=character).count() == 1
    response = save(editor_client, character, mine)
    assert response.status_code == 200
    data = again(response)
    assert data["starter_questions-INITIAL_FORMS"] == "1"
    assert (
        save(editor_client, character, data, _over=newer(response).character.num_changes).status_code == 302
    )
    found = draft_of(Character.objects.get(slug="ada"))
    assert {q.anchor: q.answer for q in found.starter_questions}["engine"] == "Mine."
    assert [remark.text for remark in found.remarks] == ["Mine."]
    assert [link.character for link in found.similar] == ["zeno"]


def test_rows_that_they_added_stay_when_i_save_mine(editor_client, maria_client, character):
    mine = opened(editor_client, character, tagline="Mine.")
    hers = opened(maria_client, character)
    hers |= row("starter_questions", 2, question="Hers?", anchor="hers", spoken="S", answer="A")
    hers |= row("remarks", 1, theme="Hers", text="Said.")
    hers |= row("similarity_links", 1, similar=CharacterFactory(slug="hers").pk, reason="Hers.")
    save(maria_client, character, hers)
    response = save(editor_client, character, mine)
    assert labels(newer(response).mine) == {"Tagline"}
    save(editor_client, character, again(response), _over=newer(response).character.num_changes)
    found = draft_of(Character.objects.get(slug="ada"))
    assert found.tagline == "Mine."
    assert [q.anchor for q in found.starter_questions] == ["engine", "loom", "hers"]
    assert [r.theme for r in found.remarks] == ["Childhood", "Hers"]
    assert [s.character for s in found.similar] == ["zeno", "hers"]


def test_the_same_row_added_on_both_sides_is_one(editor_client, maria_client, character):
    mine = opened(editor_client, character) | row("remarks", 1, theme="Work", text="Mine.")
    hers = opened(maria_client, character) | row("remarks", 1, theme="Work", text="Hers.")
    save(maria_client, character, hers)
    response = save(editor_client, character, mine)
    save(editor_client, character, again(response), _over=newer(response).character.num_changes)
    assert list(Remark.objects.filter(theme="Work").values_list("text", flat=True)) == ["Mine."]


def test_a_row_that_both_removed_is_gone(editor_client, maria_client, character):
    gone = {"remarks-0-DELETE": "on"}
    mine = opened(editor_client, character, tagline="Mine.", **gone)
    save(maria_client, character, opened(maria_client, character, **gone))
    response = save(editor_client, character, mine)
    save(editor_client, character, again(response), _over=newer(response).character.num_changes)
    assert not Remark.objects.exists()
    assert Character.objects.get(slug="ada").tagline == "Mine."


def test_what_is_wrong_with_the_form_is_said_beside_the_comparison(editor_client, maria_client, character):
    mine = opened(editor_client, character, tagline="Mine.", name="", died=1800, biography="Typed.")
    save(maria_client, character, opened(maria_client, character, tagline="Hers."))
    response = save(editor_client, character, mine)
    assert {e.target for e in response.context["field_errors"]} == {"id_name", "id_died"}
    assert labels(newer(response).mine) == {"Name", "Tagline", "Biography"}
    data = again(response, name="Ada", died=1852)
    assert (
        save(editor_client, character, data, _over=newer(response).character.num_changes).status_code == 302
    )


def test_a_form_that_is_only_wrong_still_knows_what_it_began_from(editor_client, maria_client, character):
    mine = opened(editor_client, character, tagline="Mine.", name="")
    response = save(editor_client, character, mine)
    assert "newer_change" not in response.context
    save(maria_client, character, opened(maria_client, character, tagline="Hers."))
    response = save(editor_client, character, again(response, name="Ada"))
    assert [part.label for part, _ in newer(response).theirs] == ["Tagline"]


# --- What next ---


def test_mine_is_saved_over_theirs_only_when_that_is_asked_for(editor_client, maria_client, character):
    mine = opened(editor_client, character, tagline="Mine.")
    save(maria_client, character, opened(maria_client, character, tagline="Hers.", greeting="Hers."))
    response = save(editor_client, character, mine)
    data, number = again(response), newer(response).character.num_changes
    assert newer(save(editor_client, character, data, _save=""))
    response = save(editor_client, character, data, _over=number)
    assert response.url == change_url(character)
    found = Character.objects.get(slug="ada")
    assert (found.tagline, found.greeting) == ("Mine.", data["greeting"])
    assert found.num_changes == number + 1


def test_saving_mine_is_refused_again_when_they_saved_again(editor_client, maria_client, character):
    mine = opened(editor_client, character, tagline="Mine.")
    save(maria_client, character, opened(maria_client, character, tagline="Hers."))
    response = save(editor_client, character, mine)
    save(maria_client, character, opened(maria_client, character, tagline="Hers again."))
    number = newer(response).character.num_changes
    response = save(editor_client, character, again(response), _over=number)
    assert newer(response).character.num_changes == number + 1
    assert Character.objects.get(slug="ada").tagline == "Hers again."


def test_what_only_they_changed_is_taken_over_into_the_form(editor_client, maria_client, character):
    """And nothing is saved until somebody has looked at it."""
    changes = {"starter_questions-0-answer": "My answer.", "also_known_as": "Mine", "born_circa": "on"}
    mine = opened(editor_client, character, tagline="Mine.", **changes)
    mine |= row("remarks", 1, theme="Mine", text="Said.")
    theirs = {"starter_questions-0-spoken": "Her words.", "starter_questions-1-DELETE": "on"}
    hers = opened(maria_client, character, tagline="Hers.", greeting="Hers.", died_circa="on", **theirs)
    hers |= {"fields": ["mathematics", "computing"], "remarks-0-text": "Hers."}
    hers |= row("remarks", 1, theme="Hers", text="Said.")
    save(maria_client, character, hers)
    response = save(editor_client, character, mine)
    number = newer(response).character.num_changes
    response = save(editor_client, character, again(response), _combine=number)
    assert newer(response).is_combined
    assert Character.objects.get(slug="ada").num_changes == number
    assert save(editor_client, character, again(response)).status_code == 302
    found = draft_of(Character.objects.get(slug="ada"))
    assert (found.tagline, found.greeting, found.also_known_as) == ("Mine.", "Hers.", ("Mine",))
    assert (found.born_circa, found.died_circa, found.fields) == (True, True, ("mathematics", "computing"))
    question = found.starter_questions[0]
    assert (question.answer, question.spoken) == ("My answer.", "Her words.")
    assert [q.anchor for q in found.starter_questions] == ["engine"]
    assert {r.theme: r.text for r in found.remarks} == {
        "Childhood": "Hers.",
        "Hers": "Said.",
        "Mine": "Said.",
    }


def test_a_question_that_i_removed_and_they_changed_stays_when_both_are_combined(
    editor_client, maria_client, character
):
    mine = opened(editor_client, character, **{"starter_questions-0-DELETE": "on"})
    save(maria_client, character, opened(maria_client, character, **{"starter_questions-0-answer": "Hers."}))
    response = save(editor_client, character, mine)
    response = save(editor_client, character, again(response), _combine="1")
    assert save(editor_client, character, again(response)).status_code == 302
    assert draft_of(Character.objects.get(slug="ada")).starter_questions[0].answer == "Hers."


# --- Whatever writes a draft is noticed ---


def _by_an_import(character, maria):
    content = draft_of(character)
    write_draft(
        CharacterContent.from_json(content.to_json() | {"tagline": "Imported."}),
        character=character,
        by=maria,
    )


def _by_a_link(character, maria):
    SimilarityLink.objects.filter(character=character).delete()
    Character.objects.filter(pk=character.pk).mark_changed(by=maria)


def _by_a_row_read_long_ago(character, maria):
    character.changed_by = maria
    character.save(update_fields=["changed_by"])


@pytest.mark.parametrize("write", [_by_an_import, _by_a_link, _by_a_row_read_long_ago])
def test_other_ways_to_write_a_draft_make_an_open_form_stale(editor_client, maria, character, write):
    mine = opened(editor_client, character, biography="Mine.")
    write(character, maria)
    response = save(editor_client, character, mine)
    assert "maria@example.org saved a newer change" in response.content.decode()


def test_no_two_changes_have_the_same_number_even_of_rows_read_at_the_same_time(character):
    numbers = []
    for stale in [Character.objects.get(pk=character.pk) for _ in range(3)]:
        stale.save()
        numbers.append(stale.num_changes)
    assert len(set(numbers)) == 3


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_the_same_moment_one_is_saved_and_one_shown_the_comparison(character):
    clients = []
    for _ in range(2):
        client = Client()
        # Not in a group: other tests with transactions of their own have cleared those.
        client.force_login(UserFactory(is_staff=True, is_superuser=True))
        clients.append(client)
    barrier = Barrier(2)

    def post(client, data):
        try:
            barrier.wait(10)
            return save(client, character, data)
        finally:
            connection.close()

    for attempt in range(5):
        forms = [opened(c, character, tagline=f"{n} at {attempt}") for n, c in enumerate(clients)]
        with ThreadPoolExecutor(2) as pool:
            tasks = [pool.submit(post, *both) for both in zip(clients, forms, strict=True)]
            responses = [task.result(30) for task in tasks]
        assert sorted(response.status_code for response in responses) == [200, 302]
        winner = next(n for n, response in enumerate(responses) if response.status_code == 302)
        assert Character.objects.get(pk=character.pk).tagline == f"{winner} at {attempt}"
        refused = responses[1 - winner].content.decode()
        assert "saved a newer change" in refused
        assert f"{1 - winner} at {attempt}" in refused


def test_what_a_form_began_with_comes_back_whole_and_not_forged(character):
    content = draft_of(character)
    assert began.unseal(began.seal(content)) == content
    assert began.unseal(began.seal(content)[:-2]) is None
    assert began.unseal("") is None
