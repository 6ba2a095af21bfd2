"""Reviews: a draft is submitted, noted on, sent back, submitted again and published; the page of it says all that."""

import pytest
from django.urls import reverse

from characters import checklist, publishing
from characters.models import Character, Edition
from desk.models import ReviewNote
from desk.reviewing import form_places, workflow
from tests.desk.admin_forms import ADD, change_url, filled, row
from tests.factories import (
    CharacterFactory,
    RemarkFactory,
    SimilarityLinkFactory,
    StarterQuestionFactory,
    complete_character,
    published_character,
)

pytestmark = pytest.mark.django_db
Status = Character.Status


def url_of(name, character, *more) -> str:
    return reverse(f"desk:{name}", args=[character.pk, *more])


def said(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def now(character) -> Character:
    return Character.objects.select_related("submitted_by").get(pk=character.pk)


def note_on(character, **fields) -> ReviewNote:
    return ReviewNote.objects.create(character=character, **{"text": "Check the year."} | fields)


# --- Steps ---


def test_a_complete_draft_is_submitted_once_and_waits(writer, editor):
    character = complete_character()
    workflow.submit(character, by=writer, note="Please look at the dates.")
    first = now(character)
    assert (first.status, first.submitted_by) == (Status.IN_REVIEW, writer)
    workflow.submit(character, by=editor)
    assert (now(character).submitted_at, now(character).submitted_by) == (first.submitted_at, writer)
    note = ReviewNote.objects.get()
    assert (note.text, note.about, note.written_by) == (
        "Please look at the dates.",
        "Submitted for review",
        writer,
    )


def test_an_incomplete_draft_is_not_submitted(writer):
    character = CharacterFactory(greeting="")
    with pytest.raises(publishing.Incomplete) as refusal:
        workflow.submit(character, by=writer, note="Done!")
    assert refusal.value.missing == ["The greeting is empty.", "There is no starter question."]
    assert now(character).submitted_at is None
    assert not ReviewNote.objects.exists()


def test_a_draft_that_says_what_its_page_says_is_not_submitted(writer):
    character = published_character()
    with pytest.raises(workflow.NothingToReview):
        workflow.submit(character, by=writer)
    Character.objects.update(tagline="Changed.")
    workflow.submit(character, by=writer)
    assert (now(character).status, bool(now(character).submitted_at)) == (Status.PUBLISHED, True)


def test_what_is_sent_back_is_a_draft_with_a_note(writer, editor):
    character = complete_character()
    workflow.submit(character, by=writer)
    with pytest.raises(workflow.EmptyNote):
        workflow.send_back(character, by=editor, note="  ")
    with pytest.raises(workflow.LongNote):
        workflow.send_back(character, by=editor, note="x" * 2001)
    assert now(character).submitted_at
    workflow.send_back(character, by=editor, note="The greeting is stiff.")
    assert now(character).status == Status.DRAFT
    assert ReviewNote.objects.get().about == "Sent back"
    for again in (
        lambda: workflow.send_back(character, by=editor, note="x"),
        lambda: workflow.take_back(character, by=writer),
    ):
        with pytest.raises(workflow.NotInReview):
            again()


def test_publishing_ends_the_review_also_when_nothing_changed(writer, editor):
    character = complete_character()
    workflow.submit(character, by=writer)
    publishing.publish(character, by=editor)
    assert (now(character).status, now(character).submitted_at) == (Status.PUBLISHED, None)
    Character.objects.update(submitted_at="2026-01-01T00:00Z")
    publishing.publish(character, by=editor)
    assert now(character).submitted_at is None


def test_withdrawing_keeps_why(editor):
    character = published_character()
    workflow.withdraw(character, by=editor, note="The portrait is disputed.")
    assert now(character).status == Status.WITHDRAWN
    assert ReviewNote.objects.get().about == "Withdrawn"
    with pytest.raises(publishing.NothingToWithdraw):
        workflow.withdraw(character, by=editor, note="Again.")
    assert ReviewNote.objects.count() == 1


# --- Notes ---


def test_a_note_is_resolved_once_and_opened_again(writer, editor):
    note = note_on(CharacterFactory())
    workflow.resolve(note, by=writer)
    workflow.resolve(note, by=editor)
    note.refresh_from_db()
    assert (note.resolved_by, bool(note.resolved_at)) == (writer, True)
    workflow.reopen(note)
    note.refresh_from_db()
    assert (note.resolved_by, note.resolved_at) == (None, None)


def test_notes_are_added_resolved_and_reopened_on_the_page(writer_client, editor_client):
    character = complete_character()
    page = url_of("review", character)
    data = {"about": "Question: What is the engine?", "text": "Too short.\x00\r\nSay more."}
    response = editor_client.post(url_of("add_note", character), data, follow=True)
    note = ReviewNote.objects.get()
    assert note.text == "Too short.\nSay more."
    html = response.content.decode()
    assert f'href="{change_url(character)}#id_starter_questions-0-question"' in html
    assert "1<span" in html.partition('id="num-notes"')[2][:120]
    response = writer_client.post(url_of("resolve_note", character, note.pk), follow=True)
    assert response.redirect_chain[0][0] == f"{page}#review-notes"
    assert "1 resolved note" in response.content.decode()
    writer_client.post(url_of("reopen_note", character, note.pk))
    note.refresh_from_db()
    assert note.resolved_at is None


def test_for_htmx_only_the_notes_come_back_and_the_count_beside_review(editor_client):
    character = complete_character()
    htmx = {"HX-Request": "true"}
    html = editor_client.post(url_of("add_note", character), {"text": "Look."}, headers=htmx).content.decode()
    assert html.count('id="review-notes"') == 1
    assert '<span id="num-notes" hx-swap-oob="true"> <span class="desk-count">1' in html
    assert "<html" not in html
    url = url_of("resolve_note", character, ReviewNote.objects.get().pk)
    assert "Resolved." in editor_client.post(url, headers=htmx).content.decode()


@pytest.mark.parametrize(
    ("text", "sentence"), [("  ", "The note is empty"), ("x" * 2001, "longer than 2000 letters")]
)
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_note_that_is_refused_is_kept_as_typed(editor_client, text, sentence, headers):
    character = complete_character()
    data = {"text": text, "about": "Biography"}
    response = editor_client.post(url_of("add_note", character), data, headers=headers)
    html = response.content.decode()
    assert response.status_code == 200
    assert sentence in html
    assert text.strip() in html
    assert "<option selected>Biography" in html
    assert not ReviewNote.objects.exists()


def test_a_note_is_found_only_under_its_own_character(editor_client):
    note, other = note_on(CharacterFactory()), CharacterFactory()
    for name in ("resolve_note", "reopen_note"):
        assert editor_client.post(url_of(name, other, note.pk)).status_code == 404
    assert editor_client.get("/admin/characters/character/9999/review/").status_code == 404


# --- The page ---


def test_the_page_lists_what_blocks_first_each_with_a_link_to_its_field(editor_client):
    character = complete_character(greeting="")
    html = editor_client.get(url_of("review", character)).content.decode()
    blocks, better = html.index("The greeting is empty."), html.index("The biography has ")
    assert blocks < better
    assert f'<a href="{change_url(character)}#id_greeting">Greeting</a>' in html
    assert '#id_starter_questions-0-answer">Starter question 1: Answer</a>' in html
    assert '#similarity_links-group">Similar characters</a>' in html
    assert "1 thing keeps it from being published" in html
    assert "It cannot be published yet" in html
    assert url_of("publish", character) not in html


def test_every_link_of_a_checklist_leads_to_an_element_of_the_form(editor_client):
    character = CharacterFactory(
        tagline="", biography="TODO the the", persona="", greeting="", fields=[], born=1700, died=None,
        portrait="portraits/a.webp", example_dialogue="TODO",
    )  # fmt: skip
    StarterQuestionFactory(character=character, spoken="", answer="", question="TBD?", heading="TBD")
    StarterQuestionFactory(character=character, spoken="x", answer="y [a](/no/)")
    RemarkFactory(character=character, text="TODO")
    SimilarityLinkFactory(character=character, reason="TODO")
    found = checklist.check(character).findings
    assert len({finding.key for finding in found}) > 15
    form = editor_client.get(change_url(character)).content.decode()
    for finding in found:
        assert f'id="{form_places.target_of(finding.place)}"' in form, finding
    for place in form_places.parts_of(checklist.draft_of(character)).values():
        assert f'id="{form_places.target_of(place)}"' in form, place


def test_a_writer_submits_and_an_editor_sends_back_and_publishes_from_the_page(
    writer, writer_client, editor_client
):
    character = complete_character()
    page = url_of("review", character)
    html = writer_client.get(page).content.decode()
    assert "Submit for review" in html
    assert url_of("publish", character) not in html
    response = writer_client.post(url_of("submit", character), {"note": "Ready, I think."}, follow=True)
    assert "waits for an editor’s review" in said(response)
    assert "Take it out of review" in response.content.decode()

    html = editor_client.get(page).content.decode()
    assert f"by <strong>{writer.email}</strong>" in html
    assert "Ready, I think." in html
    assert "1 note is not resolved" in html
    response = editor_client.post(url_of("send_back", character), {"note": ""})
    assert "Say in a sentence what the writer should change." in response.content.decode()
    response = editor_client.post(url_of("send_back", character), {"note": "Add remarks."}, follow=True)
    assert "is sent back" in said(response)
    response = editor_client.post(url_of("send_back", character), {"note": "Add remarks."}, follow=True)
    assert "not in review any more" in said(response)

    writer_client.post(url_of("submit", character))
    response = writer_client.post(url_of("take_back", character), follow=True)
    assert "is a draft again" in said(response)
    writer_client.post(url_of("submit", character))
    response = editor_client.post(url_of("publish", character), {"note": "First words"}, follow=True)
    assert "is live" in said(response)
    assert "2 review notes are not resolved" in said(response)
    assert Edition.objects.get().note == "First words"
    assert now(character).submitted_at is None
    response = editor_client.post(url_of("withdraw", character), {"note": "Too early."}, follow=True)
    assert "is withdrawn" in said(response)
    response = editor_client.post(url_of("withdraw", character), follow=True)
    assert "has no page to withdraw" in said(response)


def test_what_cannot_be_submitted_says_why_and_keeps_the_note(writer_client):
    character = complete_character(tagline="")
    response = writer_client.post(url_of("submit", character), {"note": "Ready."})
    assert "The tagline is empty." in said(response)
    assert now(character).submitted_at is None
    character = published_character()
    response = writer_client.post(url_of("submit", character), {"note": "Ready."})
    assert "Nothing to review" in said(response)


def test_the_page_costs_the_same_however_many_notes_and_links_there_are(
    editor_client, editor, writer, django_assert_max_num_queries, django_assert_num_queries
):
    character = published_character()
    SimilarityLinkFactory(character=character)
    note_on(character, written_by=editor)
    Character.objects.filter(pk=character.pk).update(tagline="New.", submitted_at="2026-01-01T00:00Z")
    Character.objects.filter(pk=character.pk).update(submitted_by=writer)
    url = url_of("review", character)
    editor_client.get(url)
    with django_assert_max_num_queries(15) as few:
        editor_client.get(url)
    for _ in range(5):
        StarterQuestionFactory(character=character)
        SimilarityLinkFactory(character=character, similar=published_character())
        note_on(character, written_by=writer, resolved_by=editor, resolved_at="2026-01-01T00:00Z")
    with django_assert_num_queries(len(few)):
        editor_client.get(url)


def test_the_list_says_how_many_notes_wait(editor_client):
    character = CharacterFactory(name="Noted")
    for fields in ({}, {}, {"resolved_at": "2026-01-01T00:00Z"}):
        note_on(character, **fields)
    CharacterFactory(name="Quiet")
    page = editor_client.get("/admin/characters/character/")
    assert {row.name: row.num_notes for row in page.context["cl"].result_list} == {"Noted": 2, "Quiet": 0}
    assert f'href="{url_of("review", character)}#review-notes">2 open</a>' in page.content.decode()


# --- The form ---


def test_saving_the_form_says_what_is_left_and_keeps_the_counts(editor_client):
    character = complete_character()
    url = change_url(character)
    response = editor_client.post(url, filled(editor_client, url, tagline=""), follow=True)
    assert "1 thing keeps it from being published, " in said(response)
    assert f'href="{url_of("review", character)}"' in said(response)
    found = checklist.check(character)
    assert (now(character).num_blocking, now(character).num_warnings) == (1, len(found.warnings))
    data = filled(editor_client, url, tagline="Back.") | row("remarks", 0, theme="Work", text="I work.")
    editor_client.post(url, data)
    assert (now(character).num_blocking, now(character).num_warnings) == (0, len(found.warnings) - 1)


def test_a_writer_saves_and_submits_from_the_form(writer, writer_client):
    character = complete_character()
    url = change_url(character)
    data = filled(writer_client, url, tagline="Kept.", _submit="", note="A new tagline.")
    response = writer_client.post(url, data, follow=True)
    assert response.redirect_chain[-1][0] == url
    assert "waits for an editor’s review" in said(response)
    assert f"submitted by {writer.email}" in response.content.decode()
    assert (now(character).tagline, now(character).submitted_by) == ("Kept.", writer)
    assert ReviewNote.objects.get().text == "A new tagline."


def test_an_incomplete_draft_is_saved_but_not_submitted_and_says_what_is_missing(writer_client):
    data = filled(writer_client, ADD, name="Ada", slug="ada", tagline="Kept.", _submit="")
    response = writer_client.post(ADD, data, follow=True)
    assert "saved as a draft, but not submitted" in said(response)
    assert "The biography is empty." in said(response)
    assert (now(Character.objects.get()).tagline, Character.objects.get().submitted_at) == ("Kept.", None)


def test_the_line_about_what_changed_says_whom_it_is_for(writer_client, editor_client):
    for client, words in ((writer_client, "whoever reviews it"), (editor_client, "that you publish now")):
        assert words in client.get(ADD).content.decode()


def test_publishing_from_the_form_names_notes_that_wait(editor_client):
    character = complete_character()
    note_on(character)
    url = change_url(character)
    response = editor_client.post(url, filled(editor_client, url, _publish=""), follow=True)
    assert "1 review note is not resolved" in said(response)
