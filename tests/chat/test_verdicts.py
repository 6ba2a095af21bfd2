"""What a user says of a reply: ratings that stay theirs, reports that editors read, and what is counted."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chat import verdicts
from chat.models import Conversation, Generation, Rating, Report
from tests.chat.answers import HTMX, page_of
from tests.chat.factories import conversation, set_state, taken_turn
from tests.factories import UserFactory

State = Generation.State
BROKEN = ("x" * 1_000_000, "\x00", "\u202e" * 50, "e" + "\u0301" * 3000, "\u200b")


def url(name, reply):
    return reverse(f"chat:{name}", args=[getattr(reply, "reply_id", reply)])


def post(client, name, generation, headers=None, **data):
    return client.post(url(name, generation), data, headers=headers or {})


def rate(client, generation, verdict, **more):
    return post(client, "rating", generation, verdict=verdict, **more)


# --- Rating ---


def test_a_reply_is_found_good_or_bad_or_neither(user_client, complete):
    rate(user_client, complete, "good")
    assert Rating.objects.get().is_good
    rate(user_client, complete, "bad")
    assert not Rating.objects.get().is_good
    rate(user_client, complete, "none")
    rate(user_client, complete, "none")
    assert not Rating.objects.exists()


def test_a_thumb_that_is_pressed_takes_itself_back(user_client, complete):
    def thumbs():
        page = page_of(user_client.get(complete.conversation.get_absolute_url()))
        return [f'value="{value}" aria-pressed="{pressed}"' in page for value, pressed in (
            ("good", "false"), ("none", "true"), ("bad", "false"),
        )]  # fmt: skip

    assert thumbs() == [True, False, True]
    rate(user_client, complete, "good")
    assert thumbs() == [False, True, True]
    rate(user_client, complete, "bad")
    assert thumbs() == [True, True, False]


def test_a_bad_rating_asks_why_and_keeps_the_reason(user_client, complete):
    response = rate(user_client, complete, "bad")
    assert response.url == url("rating", complete), "without scripts a page asks"
    page = page_of(user_client.get(response.url))
    assert "Why is this reply bad?" in page
    back = rate(user_client, complete, "bad", reason="WRONG", remark="  She was born in 1815.\r\n")
    assert back.url.endswith(f"#message-{complete.reply_id}")
    rating = Rating.objects.get()
    assert (rating.reason, rating.remark) == ("WRONG", "She was born in 1815.")
    page = page_of(user_client.get(complete.conversation.get_absolute_url()))
    assert "She was born in 1815." in page
    rate(user_client, complete, "good", reason="WRONG", remark="No.")
    rating.refresh_from_db()
    assert (rating.is_good, rating.reason, rating.remark) == (True, "", "")


def test_with_htmx_only_what_stands_under_the_reply_changes(user_client, complete):
    fragment = page_of(rate(user_client, complete, "bad", headers=HTMX))
    assert fragment.startswith("{#") is False
    assert f'id="verdict-{complete.reply_id}"' in fragment
    assert "<html" not in fragment
    assert '<details class="verdict-why" open>' in fragment
    fragment = page_of(rate(user_client, complete, "bad", headers=HTMX, reason="DULL", remark=""))
    assert "Thank you" in fragment
    assert '<option value="DULL" selected>' in fragment


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_a_rating_that_does_not_fit_is_refused_in_words_and_what_was_typed_stays(
    headers, user_client, complete
):
    rate(user_client, complete, "bad")
    for data, status, words in (
        ({"verdict": "superb"}, 400, "good or bad"),
        ({}, 400, "good or bad"),
        ({"verdict": "bad", "reason": "NONSENSE", "remark": "zebrafinch"}, 422, "Reason: choose one"),
        (
            {"verdict": "bad", "reason": "DULL", "remark": "zebrafinch" * 51},
            422,
            "500 characters is the most",
        ),
    ):
        response = post(user_client, "rating", complete, headers=headers, **data)
        assert response.status_code == (200 if headers else status)
        page = page_of(response)
        assert words in page
        assert data.get("remark", "") in page
    assert Rating.objects.get().reason == ""


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_a_field_that_was_emptied_before_a_refusal_stays_empty(headers, user_client, complete):
    rate(user_client, complete, "bad", reason="DULL", remark="zebrafinch")
    page = page_of(rate(user_client, complete, "bad", reason="NONSENSE", remark="", headers=headers))
    assert "Reason: choose one" in page
    assert "zebrafinch" not in page
    page = page_of(rate(user_client, complete, "bad", reason="", remark="x" * 501, headers=headers))
    assert "500 characters is the most" in page
    assert "selected" not in page
    # What was not in the form at all is not emptied.
    page = page_of(post(user_client, "rating", complete, verdict="superb", headers=headers))
    assert '<option value="DULL" selected>' in page
    assert "zebrafinch" in page


def test_hostile_values_are_refused_or_cleaned(user_client, complete):
    for text in BROKEN:
        for name in ("verdict", "reason", "remark"):
            data = {"verdict": "bad", "reason": "", "remark": "", name: text}
            assert post(user_client, "rating", complete, **data).status_code in (302, 400, 413, 422)
            data = {"reason": "OTHER", "remark": "", name: text}
            assert post(user_client, "report", complete, **data).status_code in (302, 400, 409, 413, 422)
    for name in ("rating", "report"):
        # A lone surrogate, as no browser sends it.
        form = "verdict=bad&reason=OTHER&remark=%ED%A0%80%00"
        answer = user_client.post(url(name, complete), form, content_type="application/x-www-form-urlencoded")
        assert answer.status_code in (302, 409)
    for pk in (0, 10**12, 10**25):
        for name in ("rating", "report", "withdraw_report"):
            assert user_client.post(url(name, pk), {"verdict": "good", "reason": "OTHER"}).status_code == 404


def test_only_what_is_written_to_the_end_is_judged(user_client, user, talk):
    running = taken_turn(user, into=talk)
    assert rate(user_client, running, "good").status_code == 409
    assert post(user_client, "report", running, reason="OTHER").status_code == 409
    page = page_of(user_client.get(talk.get_absolute_url()))
    assert "Good reply" not in page
    set_state(running, state=State.FAILED)
    assert rate(user_client, running, "good").status_code == 409, "it came without a word"
    set_state(running, state=State.FAILED, written="I")
    assert rate(user_client, running, "good").status_code == 302


@pytest.mark.parametrize("name", ["rating", "report", "withdraw_report"])
def test_nobody_judges_what_was_not_said_to_them(
    name, stranger_client, client, user_client, editor_client, complete
):
    data = {"verdict": "good", "reason": "OTHER"}
    for other in (stranger_client, editor_client):
        assert post(other, name, complete, **data).status_code == 404
    assert client.post(url(name, complete), data).status_code == 302
    own_message = complete.reply.answers_id
    assert user_client.post(url(name, own_message), data).status_code == 404
    Conversation.objects.update(deleted_at=timezone.now())
    assert post(user_client, name, complete, **data).status_code == 404
    assert not Rating.objects.exists()
    assert not Report.objects.exists()


def test_trials_have_none_of_it(editor, editor_client, character):
    trial = conversation(editor, character=character, is_trial=True)
    generation = taken_turn(editor, into=trial, state=State.COMPLETE, written="I am Ada.")
    for name in ("rating", "report", "withdraw_report"):
        assert post(editor_client, name, generation, verdict="good", reason="OTHER").status_code == 404
    page = page_of(editor_client.get(trial.get_absolute_url()))
    assert "Good reply" not in page
    assert 'aria-label="Report"' not in page
    assert "data-copy-text" in page


def test_every_change_is_a_post_with_the_sites_token(user, complete):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(user)
    for name in ("rating", "report", "withdraw_report"):
        assert browser.post(url(name, complete), {"verdict": "good", "reason": "OTHER"}).status_code == 403
    assert browser.get(url("withdraw_report", complete)).status_code == 405
    for name in ("rating", "report"):
        assert browser.get(url(name, complete), {"verdict": "good", "reason": "OTHER"}).status_code == 200
    assert not Rating.objects.exists()
    assert not Report.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_rated_at_once_from_many_tabs_it_is_one_rating(user):
    generation = taken_turn(user, state=State.COMPLETE, written="I am Ada.")

    def one(number):
        try:
            verdicts.rate(user=user, reply_id=generation.reply_id, is_good=number % 2 == 0)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(one, range(12)))
    assert Rating.objects.count() == 1


# --- Reporting ---


def test_a_report_says_first_what_editors_will_read(user_client, complete):
    page = page_of(user_client.get(url("report", complete)))
    assert "Editors will read this reply and your message before it" in page
    assert "Who are you?" in page


def test_a_reply_is_reported_once(user_client, complete):
    assert post(user_client, "report", complete, reason="FALSE", remark="He never did.").status_code == 302
    report = Report.objects.get()
    assert (report.reply, report.reason, report.remark) == (complete.reply, "FALSE", "He never did.")
    again = post(user_client, "report", complete, reason="OTHER")
    assert again.status_code == 409
    assert "reported this reply already" in page_of(again)
    assert "He never did." in page_of(again)
    assert 'aria-label="Reported"' in page_of(user_client.get(complete.conversation.get_absolute_url()))


def test_a_report_that_does_not_fit_is_refused_and_what_was_typed_stays(user_client, complete):
    for data, words in (
        ({"reason": "", "remark": "zebrafinch"}, "Reason: choose one"),
        ({"reason": "RUDE", "remark": "zebrafinch"}, "Reason: choose one"),
        ({"reason": "OTHER", "remark": "zebrafinch" * 101}, "1,000 characters is the most"),
    ):
        response = post(user_client, "report", complete, **data)
        assert response.status_code == 422
        assert words in page_of(response)
        assert data["remark"] in page_of(response)
    assert not Report.objects.exists()


def test_a_report_is_withdrawn_until_editors_have_closed_it(user_client, complete, editor):
    for _ in range(2):
        post(user_client, "report", complete, reason="OTHER")
        assert post(user_client, "withdraw_report", complete).status_code == 302
        assert not Report.objects.exists()
    post(user_client, "withdraw_report", complete)
    post(user_client, "report", complete, reason="OTHER")
    Report.objects.update(resolved_at=timezone.now(), resolved_by=editor)
    response = post(user_client, "withdraw_report", complete)
    assert response.status_code == 409
    assert "closed it" in page_of(response)
    assert editor.email not in page_of(response)
    assert Report.objects.exists()


# --- What is counted ---


def rated(character, *verdicts_of, people=None):
    for number, (is_good, reason) in enumerate(verdicts_of):
        person = people[number % len(people)] if people else UserFactory()
        generation = taken_turn(
            person, into=conversation(person, character=character), state=State.COMPLETE, written="I am Ada."
        )
        verdicts.rate(
            user=person, reply_id=generation.reply_id, is_good=is_good, reason=reason, remark="zebrafinch"
        )


def test_ratings_are_counted_by_character_once_three_people_have_rated(character):
    rated(character, (True, ""), (False, "DULL"))
    assert verdicts.counted(limit=10) == []
    rated(character, (False, "WRONG"))
    (row,) = verdicts.counted(limit=10)
    assert (row["pk"], row["num_good"], row["num_bad"], row["num_users"]) == (character.pk, 1, 2, 3)
    assert dict(zip(Rating.Reason.values, row["reasons"], strict=True)) == {
        "WRONG": 1, "UNANSWERED": 0, "OUT_OF_VOICE": 0, "DULL": 1, "OTHER": 0,
    }  # fmt: skip


def test_one_persons_many_ratings_are_not_many_peoples(character):
    rated(character, *[(False, "DULL")] * 5, people=[UserFactory(), UserFactory()])
    assert verdicts.counted(limit=10) == []


def test_what_is_deleted_is_counted_no_more(character):
    rated(character, *[(True, "")] * 3)
    Conversation.objects.filter(pk=Conversation.objects.first().pk).update(deleted_at=timezone.now())
    assert verdicts.counted(limit=10) == []
