"""What helps to write: marks for the scripts, a preview by the page's own sanitizer, and what visitors chose."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from chat.models import QuestionChoice
from tests.desk.admin_forms import change_url, filled
from tests.factories import RemarkFactory, StarterQuestionFactory, published_character
from web.markdown import MAX_SOURCE

pytestmark = pytest.mark.django_db


def preview(client, text):
    return client.post(reverse("desk:written"), {"text": text})


def tag_of(page, name) -> str:
    return re.search(rf'<(?:input|textarea)[^>]* ?name="{name}"[^>]*>', page)[0]


# --- The preview ---


def test_a_preview_shows_what_the_page_will_show(editor_client):
    response = preview(editor_client, '# Head\r\n\r\nShe said "no" to **engines**.\r\n\r\n- one')
    page = response.content.decode()
    for html in ("<h4>Head</h4>", "She said “no” to <strong>engines</strong>.", "<li>one</li>"):
        assert html in page
    assert "no-cache" in response["Cache-Control"]


def test_a_preview_is_as_safe_as_the_page(editor_client):
    page = preview(
        editor_client, "<script>alert(1)</script> [x](javascript:alert(1)) ![i](http://a/b.png)\x00"
    )
    text = page.content.decode()
    assert "<script" not in text
    assert "<img" not in text
    assert 'href="javascript' not in text


def test_nothing_written_is_said_in_words(editor_client):
    assert "Nothing is written yet." in preview(editor_client, " \n").content.decode()
    assert "Nothing is written yet." in editor_client.post(reverse("desk:written")).content.decode()


def test_a_text_above_the_limit_is_cut_and_says_so(editor_client):
    text = preview(editor_client, "word " * (MAX_SOURCE // 4)).content.decode()
    assert "Only the first 32000 characters are shown" in text
    assert len(text) < MAX_SOURCE + 1000


def test_a_preview_needs_a_post_with_its_token(editor_client, editor):
    assert editor_client.get(reverse("desk:written")).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    assert preview(strict, "x").status_code == 403


def test_a_preview_asks_the_database_for_who_asks_and_nothing_else(
    editor_client, django_assert_max_num_queries
):
    with django_assert_max_num_queries(4):
        preview(editor_client, "Hello")


# --- The form ---


def test_fields_tell_the_scripts_what_they_are(editor_client):
    character = published_character()
    RemarkFactory(character=character)
    page = editor_client.get(change_url(character)).content.decode()
    for name, marks in {
        "biography": ("data-markdown", 'data-words-from="250"'),
        "persona": ("data-markdown", 'data-words-from="0"'),
        "starter_questions-0-spoken": ("data-markdown", 'data-words-from="60"', 'data-words-to="150"'),
        "starter_questions-0-answer": ("data-markdown", 'data-words-from="80"', 'data-words-to="250"'),
        "remarks-0-text": ("data-markdown", 'data-words-from="50"', 'data-words-to="120"'),
        "tagline": ('data-characters="200"',),
        "starter_questions-__prefix__-question": ('data-characters="200"',),
    }.items():
        for mark in marks:
            assert mark in tag_of(page, name), name
    assert "data-markdown" not in tag_of(page, "example_dialogue")
    for script in ("markdown", "lengths", "ordering"):
        assert len(re.findall(rf'<script src="[^"]*js/desk/{script}[^"]*\.js" defer>', page)) == 1


def test_fields_that_a_draft_cannot_be_published_without_are_marked(editor_client):
    page = editor_client.get(change_url(published_character())).content.decode()
    for name, needed in (
        ("tagline", "page"),
        ("biography", "page"),
        ("starter_questions-0-answer", "page"),
        ("portrait_alt", "portrait"),
    ):
        tag = re.search(rf'<(?:textarea|input)[^>]* name="{name}"[^>]*>', page)[0]
        assert f'data-needed="{needed}"' in tag
    assert "data-needed" not in re.search(r'<textarea[^>]* name="example_dialogue"[^>]*>', page)[0]


@pytest.mark.parametrize(("asked", "num"), [("3", 3), ("99", 0), ("x", 0), ("", 0)])
def test_a_link_asks_for_empty_rows_where_no_script_adds_them(editor_client, asked, num):
    response = editor_client.get(change_url(published_character()), {"rows": asked})
    questions = response.context["inline_admin_formsets"][0].formset
    assert len(questions.extra_forms) == num


def test_each_question_says_how_often_it_was_chosen(editor_client):
    character = published_character()
    for anchor, times in (("once", 1), ("often", 12), ("gone", 3)):
        StarterQuestionFactory(character=character, anchor=anchor, question=f"{anchor} <b>?")
        QuestionChoice.objects.create(character=character, anchor=anchor, num_times=times)
    character.starter_questions.filter(anchor="gone").delete()
    page = editor_client.get(change_url(character)).content.decode()
    found = re.findall(r'([\w ]+)(?: &lt;b&gt;)?\? <span class="desk-chosen">([^<]+)</span>', page)
    assert found == [
        ("What is the engine", "Not chosen yet"),
        ("once", "Chosen 1 time"),
        ("often", "Chosen 12 times"),
    ]


def test_the_form_costs_the_same_queries_however_many_questions_there_are(
    editor_client, django_assert_max_num_queries
):
    character = published_character()
    for n in range(12):
        StarterQuestionFactory(character=character, anchor=f"q{n}")
        QuestionChoice.objects.create(character=character, anchor=f"q{n}", num_times=n + 1)
    with django_assert_max_num_queries(15):
        editor_client.get(change_url(character))


def test_a_row_that_was_moved_is_saved_where_it_was_put(editor_client):
    character = published_character()
    StarterQuestionFactory(character=character, anchor="second", position=9_999)
    url = change_url(character)
    moved = {"starter_questions-0-position": 1, "starter_questions-1-position": 0}
    editor_client.post(url, filled(editor_client, url, **moved))
    assert [q.anchor for q in character.starter_questions.all()] == ["second", "engine"]
