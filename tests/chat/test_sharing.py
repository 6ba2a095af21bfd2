"""A conversation that is shared: what anybody reads of it, until when, and how one goes on from it."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from characters import publishing
from chat import turns
from chat.models import Citation, Conversation, Generation, Share
from chat.sharing import shares
from tests.chat.answers import page_of
from tests.chat.factories import conversation, taken_turn

State = Generation.State
HOSTILE_KEYS = (
    "x", "x" * 43, "x" * 5000, "%00", "%ED%A0%80", "' OR 1=1 --", "..%2f..", "%E2%80%AE" * 20, "e%CC%81" * 3000,
)  # fmt: skip


def address(share):
    return reverse("shared_conversation", args=[share.key])


def read(client, share, status=200):
    response = client.get(address(share))
    assert response.status_code == status
    return page_of(response)


# --- What is shared, and until when ---


def test_anybody_reads_what_was_said_with_its_sources_and_where_it_came_from(client, shared):
    page = read(client, shared)
    assert "Who are you?" in page
    assert "<strong>Ada</strong>" in page
    assert 'class="citation"' in page
    assert "A script, for development" in page
    assert "edition 1" in page
    assert "written by machine" in page


def test_nobody_learns_who_the_user_is_or_what_they_called_it(client, shared, user, talk):
    Conversation.objects.filter(pk=talk.pk).update(title="For my sister Zenobia")
    page = read(client, shared)
    for private in (user.email, "Zenobia", f"/chat/{talk.pk}", f"message-{shared.tip_id}"):
        assert private not in page


def test_what_is_said_later_shows_when_it_is_updated(client, shared, answered, user, talk):
    answered("And what of looms?", "They weave.")
    assert "looms" not in read(client, shared)
    assert shares.is_behind(shared, Conversation.objects.get(pk=talk.pk))
    shares.update(user=user, conversation_id=talk.pk)
    assert "looms" in read(client, shared)


def test_only_the_branch_that_was_shown_is_shared(client, answered, user, talk):
    first = answered()
    answered("The way not taken?", "No.")
    other = turns.take_turn(
        user=user,
        conversation_id=talk.pk,
        text="The other way?",
        client_key=uuid.uuid4(),
        after_id=first.reply_id,
    )
    Generation.objects.filter(reply__answers=other).update(state=State.COMPLETE, finished_at=timezone.now())
    page = read(client, shares.share(user=user, conversation_id=talk.pk))
    assert "The other way?" in page
    assert "not taken" not in page


def test_nothing_is_shared_while_a_reply_is_written_or_before_anything_is_said(answered, user, talk):
    with pytest.raises(shares.NothingToShare):
        shares.share(user=user, conversation_id=talk.pk)
    running = taken_turn(user, into=talk)
    with pytest.raises(shares.StillWriting):
        shares.share(user=user, conversation_id=talk.pk)
    turns.stop(user=user, reply_id=running.reply_id)
    share = shares.share(user=user, conversation_id=talk.pk)
    taken_turn(user, into=talk, text="More?")
    with pytest.raises(shares.StillWriting):
        shares.update(user=user, conversation_id=talk.pk)
    share.refresh_from_db()
    assert share.tip_id == running.reply_id


def test_a_conversation_has_one_open_address(shared, user, talk):
    assert shares.share(user=user, conversation_id=talk.pk) == shared
    shares.revoke(user=user, conversation_id=talk.pk)
    another = shares.share(user=user, conversation_id=talk.pk)
    assert another.key != shared.key
    assert len(another.key) == 43


def test_what_is_revoked_is_not_found_and_never_comes_back(client, shared, user, talk):
    for _ in range(2):
        shares.revoke(user=user, conversation_id=talk.pk)
    with pytest.raises(shares.NotShared):
        shares.update(user=user, conversation_id=talk.pk)
    shares.share(user=user, conversation_id=talk.pk)
    read(client, shared, 404)


@pytest.mark.parametrize("change", [{"deleted_at": timezone.now()}, {"is_trial": True}])
def test_what_is_deleted_is_gone_at_once(change, client, shared, talk):
    Conversation.objects.filter(pk=talk.pk).update(**change)
    read(client, shared, 404)


def test_what_an_account_shared_is_gone_with_it(client, shared, user):
    user.is_active = False
    user.save()
    read(client, shared, 404)


def test_every_address_that_leads_nowhere_answers_the_same(client, shared, user, talk):
    shares.revoke(user=user, conversation_id=talk.pk)
    revoked = client.get(address(shared))
    for key in HOSTILE_KEYS:
        for path in (f"/shared/{key}/", f"/shared/{key}/?page=1"):
            response = client.get(path)
            assert response.status_code == 404, path
            if "%2f" not in path:
                assert response.content == revoked.content
    assert "Nothing is shared here" in page_of(revoked)


def test_it_is_kept_by_no_cache_and_found_by_no_search(client, shared, user, talk):
    def look(status):
        response = client.get(address(shared))
        assert response.status_code == status
        assert "no-store" in response["Cache-Control"]
        assert "noindex" in response["X-Robots-Tag"]
        assert '<meta name="robots" content="noindex' in page_of(response)

    look(200)
    shares.revoke(user=user, conversation_id=talk.pk)
    look(404)


def test_a_character_that_is_withdrawn_is_still_read(client, shared, character):
    publishing.withdraw(character)
    page = read(client, shared)
    assert "Who are you?" in page
    assert "withdrawn by the editors" in page
    assert "Continue this conversation" not in page


def test_a_long_one_is_read_in_parts(client, answered, user, talk, monkeypatch):
    for number in range(3):
        answered(f"Question {number}?", "Yes.")
    monkeypatch.setattr(shares, "PAGE_SIZE", 4)
    share = shares.share(user=user, conversation_id=talk.pk)
    first = read(client, share)
    assert "Question 1?" in first
    assert "Question 2?" not in first
    assert "Part 1 of 2" in first
    second = page_of(client.get(address(share) + "?page=2"))
    assert "Question 2?" in second
    for number in ("0", "3", "-1", "x", "9" * 30, "²", ""):
        assert client.get(address(share), {"page": number}).status_code == 404


def test_a_page_asks_few_questions_of_the_database(client, answered, user, talk, character):
    passage = character.live_edition.passages.first()
    for number in range(8):
        generation = answered(f"Question {number}?", "Yes [1].")
        Citation.objects.create(generation=generation, number=1, passage=passage)
    share = shares.share(user=user, conversation_id=talk.pk)
    with CaptureQueriesContext(connection) as told:
        read(client, share)
    assert len(told) <= 6


def test_what_people_write_is_text_and_not_html(client, answered, user, talk):
    answered("<script>alert(1)</script>", "<img src=x onerror=alert(1)> [x](javascript:alert(1))")
    page = read(client, shares.share(user=user, conversation_id=talk.pk))
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert 'href="javascript' not in page


# --- Its owner's page ---


def test_its_user_makes_updates_and_revokes_the_address(user_client, client, cited, talk, answered):
    url = reverse("chat:share", args=[talk.pk])
    assert "Make the address" in page_of(user_client.get(url))
    assert not Share.objects.exists()
    page = page_of(user_client.post(url, follow=True))
    share = Share.objects.get()
    assert shares.address(share) in page
    answered("And looms?", "They weave.")
    assert "Update what is shared" in page_of(user_client.get(url))
    page = page_of(user_client.post(reverse("chat:update_share", args=[talk.pk]), follow=True))
    assert "Update what is shared" not in page
    assert "looms" in read(client, share)
    page = page_of(user_client.post(reverse("chat:revoke_share", args=[talk.pk]), follow=True))
    assert "Make the address" in page
    read(client, share, 404)


def test_a_refusal_says_why(user_client, user, talk):
    url = reverse("chat:share", args=[talk.pk])
    response = user_client.post(url)
    assert response.status_code == 409
    assert "Say something first" in page_of(response)
    taken_turn(user, into=talk)
    assert "still being written" in page_of(user_client.post(url))
    response = user_client.post(reverse("chat:update_share", args=[talk.pk]))
    assert response.status_code == 409


def test_nobody_shares_what_is_not_theirs(stranger_client, client, cited, talk):
    for name in ("share", "update_share", "revoke_share"):
        url = reverse(f"chat:{name}", args=[talk.pk])
        assert stranger_client.post(url).status_code == 404
        assert client.post(url).status_code == 302
    assert stranger_client.get(reverse("chat:share", args=[talk.pk])).status_code == 404
    assert not Share.objects.exists()


def test_a_trial_is_shared_by_nobody(editor, editor_client, character):
    trial = conversation(editor, character=character, is_trial=True)
    taken_turn(editor, into=trial, state=State.COMPLETE, written="I am Ada.")
    url = reverse("chat:share", args=[trial.pk])
    assert editor_client.get(url).status_code == editor_client.post(url).status_code == 404


def test_only_a_post_with_the_sites_token_changes_anything(user, shared, talk):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(user)
    for name in ("update_share", "revoke_share"):
        url = reverse(f"chat:{name}", args=[talk.pk])
        assert browser.post(url).status_code == 403
        assert browser.get(url).status_code == 405
    assert browser.post(reverse("continue_shared", args=[shared.key])).status_code == 403
    assert Share.objects.get().revoked_at is None
    assert Conversation.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_asked_for_twice_at_once_it_is_one_share(user):
    generation = taken_turn(user, state=State.COMPLETE, written="I am Ada.")

    def one(_):
        try:
            return shares.share(user=user, conversation_id=generation.conversation_id).key
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(one, range(12)))) == 1
