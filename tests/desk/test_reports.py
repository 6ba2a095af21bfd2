"""What editors read of what users report, and what nobody at the desk reads."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from chat import verdicts
from chat.models import Citation, Conversation, Generation, Report
from desk.models import AuditEntry
from tests.chat.factories import conversation, taken_turn
from tests.factories import UserFactory, published_character

pytestmark = pytest.mark.django_db
MOST_QUERIES = 15


def reported(
    user, *, asked="What of the zebrafinch?", written="They **sing** [1].", remark="Not so.", character=None
):
    """A reply with one passage, reported after another turn."""
    talk = conversation(user, character=character or published_character())
    taken_turn(user, into=talk, text="A private matter", state="COMPLETE", written="A private answer")
    generation = taken_turn(user, into=talk, text=asked, state="COMPLETE", written=written)
    passage = talk.character.live_edition.passages.get(kind="ANSWER")
    Citation.objects.create(generation=generation, number=1, passage=passage)
    return verdicts.report(user=user, reply_id=generation.reply_id, reason="FALSE", remark=remark)


def page_of(client, report):
    return client.get(reverse("desk:report", args=[report.pk])).content.decode()


def test_an_editor_reads_the_reply_and_the_message_before_it_and_nothing_else(editor_client, user):
    report = reported(user)
    page = page_of(editor_client, report)
    for shown in (
        "zebrafinch",
        "<strong>sing</strong>",
        "Not so.",
        "edition 1",
        "What is the engine?",
        "machine",
    ):
        assert shown in page
    assert "private" not in page
    assert user.email not in page


def test_the_list_says_not_a_word_of_what_was_said(editor_client, user):
    report = reported(user)
    page = editor_client.get(reverse("desk:reports")).content.decode()
    assert reverse("desk:report", args=[report.pk]) in page
    assert "something false about a person" in page
    for unsaid in ("zebrafinch", "sing", "Not so.", user.email):
        assert unsaid not in page
    assert not AuditEntry.objects.filter(additional_data__page="report").exists()


def test_every_look_stands_in_the_audit_without_a_word(editor, editor_client, user):
    report = reported(user)
    for _ in range(2):
        page_of(editor_client, report)
    entries = AuditEntry.objects.filter(did="looked-at")
    assert [(e.actor, e.additional_data) for e in entries] == [
        (editor, {"page": "report", "report": report.pk})
    ] * 2
    assert "zebrafinch" not in str(
        [(e.changes, e.additional_data, e.object_repr) for e in AuditEntry.objects.all()]
    )


def test_a_report_is_resolved_once(editor, editor_client, user_client, user):
    report = reported(user)
    url = reverse("desk:resolve_report", args=[report.pk])
    assert "resolved" in editor_client.post(url, follow=True).content.decode()
    report.refresh_from_db()
    first = report.resolved_at
    assert report.resolved_by == editor
    editor_client.post(url)
    report.refresh_from_db()
    assert report.resolved_at == first
    assert AuditEntry.objects.filter(did="changed", changes={"report": ["open", "resolved"]}).count() == 1
    assert "zebrafinch" not in editor_client.get(reverse("desk:reports")).content.decode()
    resolved = editor_client.get(reverse("desk:reports") + "?state=resolved").content.decode()
    assert reverse("desk:report", args=[report.pk]) in resolved
    page = user_client.get(reverse("chat:report", args=[report.reply_id])).content.decode()
    assert "closed it" in page
    assert editor.email not in page


@pytest.mark.parametrize("how", ["withdrawn", "deleted", "trial"])
def test_what_its_user_takes_back_no_editor_reads(how, editor_client, user):
    report = reported(user)
    if how == "withdrawn":
        verdicts.withdraw_report(user=user, reply_id=report.reply_id)
    else:
        fields = {"deleted_at": timezone.now()} if how == "deleted" else {"is_trial": True}
        Conversation.objects.update(**fields)
    assert editor_client.get(reverse("desk:report", args=[report.pk])).status_code == 404
    assert (
        reverse("desk:report", args=[report.pk])
        not in editor_client.get(reverse("desk:reports")).content.decode()
    )
    answer = editor_client.post(reverse("desk:resolve_report", args=[report.pk]), follow=True)
    assert "withdrawn it, or deleted" in answer.content.decode()
    assert not Report.objects.filter(resolved_at__isnull=False).exists()


def test_writers_and_users_read_no_reports(writer_client, user_client, client, user):
    report = reported(user)
    for name, args in (("reports", []), ("report", [report.pk])):
        url = reverse(f"desk:{name}", args=args)
        assert writer_client.get(url).status_code == 403
        assert user_client.get(url, follow=True).status_code == 403
        assert client.get(url).status_code == 302
    assert writer_client.post(reverse("desk:resolve_report", args=[report.pk])).status_code == 403
    assert "desk:reports" not in writer_client.get("/admin/").content.decode()
    assert reverse("desk:reports") not in writer_client.get("/admin/").content.decode()
    report.refresh_from_db()
    assert report.resolved_at is None


def test_what_users_write_is_text_at_the_desk_too(editor_client, user):
    bad = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    page = page_of(
        editor_client, reported(user, asked=bad, written=bad + " [x](javascript:alert(1))", remark=bad)
    )
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert 'href="javascript' not in page


def test_addresses_that_lead_nowhere(editor_client):
    for pk in (0, 10**12, 10**25):
        assert editor_client.get(reverse("desk:report", args=[pk])).status_code == 404
        assert editor_client.post(reverse("desk:resolve_report", args=[pk])).status_code == 302
    for page in ("x", "-1", "9" * 40, "\x00"):
        for state in ("resolved", "\x00", "x"):
            url = reverse("desk:reports")
            assert editor_client.get(url, {"page": page, "state": state}).status_code == 200


def test_no_page_asks_the_database_much(editor_client, user):
    character = published_character()
    found = [reported(user, character=character) for _ in range(6)]
    for url in (
        reverse("desk:reports"),
        reverse("desk:report", args=[found[0].pk]),
        reverse("desk:ratings"),
    ):
        with CaptureQueriesContext(connection) as told:
            assert editor_client.get(url).status_code == 200
        assert len(told) <= MOST_QUERIES, url


def test_ratings_are_numbers_and_no_words(editor_client, writer_client):
    character = published_character(name="Ada Byron")
    url = reverse("desk:ratings")
    for number in range(3):
        assert "Ada Byron" not in editor_client.get(url).content.decode()
        person = UserFactory()
        generation = taken_turn(
            person,
            into=conversation(person, character=character),
            state=Generation.State.COMPLETE,
            written="I am.",
        )
        verdicts.rate(
            user=person, reply_id=generation.reply_id, is_good=number == 0, reason="DULL", remark="zebrafinch"
        )
    for client in (editor_client, writer_client):
        page = client.get(url).content.decode()
        assert "Ada Byron" in page
        assert "zebrafinch" not in page
