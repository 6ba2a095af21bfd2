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
from chat import branches, continuing, sharing, turns
from chat.models import Allowance, Citation, Conversation, Generation, Message, Share
from tests.chat.answers import page_of
from tests.chat.factories import conversation, taken_turn
from tests.factories import UserFactory

State = Generation.State
HOSTILE_KEYS = (
    "x", "x" * 43, "x" * 5000, "%00", "%ED%A0%80", "' OR 1=1 --", "..%2f..", "%E2%80%AE" * 20, "e%CC%81" * 3000,
)  # fmt: skip


@pytest.fixture
def answered(user, talk):
    """A turn in the talk that is answered; its generation."""

    def one(text="Who are you?", written="I am **Ada** [1].", state=State.COMPLETE, **fields):
        return taken_turn(
            user, into=talk, text=text, state=state, attempt=1, text_attempt=1, written=written, **fields
        )

    return one


@pytest.fixture
def cited(answered, character):
    generation = answered()
    passage = character.live_edition.passages.get(kind="ANSWER")
    Citation.objects.create(generation=generation, number=1, passage=passage)
    return generation


@pytest.fixture
def shared(cited, user, talk):
    return sharing.share(user=user, conversation_id=talk.pk)


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
    assert sharing.is_behind(shared, Conversation.objects.get(pk=talk.pk))
    sharing.update(user=user, conversation_id=talk.pk)
    assert "looms" in read(client, shared)


def test_only_the_branch_that_was_shown_is_shared(client, answered, user, talk):
    first = answered()
    answered("The way not taken?", "No.")
    other = turns.take_turn(
        user=user, conversation=talk, text="The other way?", client_key=uuid.uuid4(), after_id=first.reply_id
    )
    Generation.objects.filter(reply__answers=other).update(state=State.COMPLETE, finished_at=timezone.now())
    page = read(client, sharing.share(user=user, conversation_id=talk.pk))
    assert "The other way?" in page
    assert "not taken" not in page


def test_nothing_is_shared_while_a_reply_is_written_or_before_anything_is_said(answered, user, talk):
    with pytest.raises(sharing.NothingToShare):
        sharing.share(user=user, conversation_id=talk.pk)
    running = taken_turn(user, into=talk)
    with pytest.raises(sharing.StillWriting):
        sharing.share(user=user, conversation_id=talk.pk)
    turns.stop(user=user, reply_id=running.reply_id)
    share = sharing.share(user=user, conversation_id=talk.pk)
    taken_turn(user, into=talk, text="More?")
    with pytest.raises(sharing.StillWriting):
        sharing.update(user=user, conversation_id=talk.pk)
    share.refresh_from_db()
    assert share.tip_id == running.reply_id


def test_a_conversation_has_one_open_address(shared, user, talk):
    assert sharing.share(user=user, conversation_id=talk.pk) == shared
    sharing.revoke(user=user, conversation_id=talk.pk)
    another = sharing.share(user=user, conversation_id=talk.pk)
    assert another.key != shared.key
    assert len(another.key) == 43


def test_what_is_revoked_is_not_found_and_never_comes_back(client, shared, user, talk):
    for _ in range(2):
        sharing.revoke(user=user, conversation_id=talk.pk)
    with pytest.raises(sharing.NotShared):
        sharing.update(user=user, conversation_id=talk.pk)
    sharing.share(user=user, conversation_id=talk.pk)
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
    sharing.revoke(user=user, conversation_id=talk.pk)
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
    sharing.revoke(user=user, conversation_id=talk.pk)
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
    monkeypatch.setattr(sharing, "PAGE_SIZE", 4)
    share = sharing.share(user=user, conversation_id=talk.pk)
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
    share = sharing.share(user=user, conversation_id=talk.pk)
    with CaptureQueriesContext(connection) as told:
        read(client, share)
    assert len(told) <= 6


def test_what_people_write_is_text_and_not_html(client, answered, user, talk):
    answered("<script>alert(1)</script>", "<img src=x onerror=alert(1)> [x](javascript:alert(1))")
    page = read(client, sharing.share(user=user, conversation_id=talk.pk))
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
    assert sharing.address(share) in page
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
            return sharing.share(user=user, conversation_id=generation.conversation_id).key
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(one, range(12)))) == 1


# --- Going on from it ---


def go_on(client, share, key=None, **more):
    url = reverse("continue_shared", args=[share.key])
    return client.post(url, {"client_key": str(key or uuid.uuid4()), **more})


def test_whoever_goes_on_has_a_conversation_of_their_own(stranger_client, stranger, shared, cited, talk):
    response = go_on(stranger_client, shared)
    begun = Conversation.objects.get(user=stranger)
    assert response.url == begun.get_absolute_url()
    assert begun.begun_from == shared
    page = page_of(stranger_client.get(begun.get_absolute_url()))
    assert "Who are you?" in page
    assert 'class="citation"' in page
    message, reply = begun.messages.all()
    assert (message.role, reply.text, begun.tip) == ("USER", "I am **Ada** [1].", reply)
    assert reply.answers == message
    copy, source = reply.generation, cited
    assert copy.edition == source.edition
    assert (copy.state, copy.engine, copy.finished_at) == ("COMPLETE", source.engine, source.finished_at)
    assert copy.queued_at == source.queued_at
    assert copy.citations.get().passage == source.citations.get().passage


def test_what_follows_in_the_copy_is_its_users_alone(stranger, stranger_client, client, shared, talk):
    go_on(stranger_client, shared)
    begun = Conversation.objects.get(user=stranger)
    message = turns.take_turn(
        user=stranger, conversation=begun, text="A zebrafinch?", client_key=uuid.uuid4()
    )
    assert [row.text for row in Message.objects.filter(pk__in=branches.path_to(message.pk))] == [
        "Who are you?", "I am **Ada** [1].", "A zebrafinch?",
    ]  # fmt: skip
    assert "zebrafinch" not in read(client, shared)
    assert talk.messages.count() == 2


def test_going_on_costs_nothing_and_is_counted_nowhere(stranger, stranger_client, shared, cited, settings):
    Generation.objects.filter(pk=cited.pk).update(
        unanswered="who is that", cost=1, num_pieces=30, num_reserved=5, allowance_hour=timezone.now()
    )
    settings.MESSAGES_PER_HOUR = 0
    go_on(stranger_client, shared)
    copy = Generation.objects.get(conversation__user=stranger)
    assert (copy.unanswered, copy.cost, copy.num_pieces, copy.num_reserved) == ("", None, 0, 0)
    assert copy.allowance_hour is None
    assert not Allowance.objects.filter(user=stranger).exists()


def test_sent_twice_it_begins_one(stranger_client, stranger, shared):
    key = uuid.uuid4()
    assert go_on(stranger_client, shared, key).url == go_on(stranger_client, shared, key).url
    assert Conversation.objects.filter(user=stranger).count() == 1
    go_on(stranger_client, shared)
    assert Conversation.objects.filter(user=stranger).count() == 2


def test_a_key_that_began_something_else_is_refused_in_words(stranger_client, stranger, shared):
    other = conversation(stranger)
    response = go_on(stranger_client, shared, other.client_key)
    assert response.status_code == 409
    assert "begun from here already" in page_of(response)
    key = uuid.uuid4()
    go_on(stranger_client, shared, key)
    Conversation.objects.filter(client_key=key).update(deleted_at=timezone.now())
    assert go_on(stranger_client, shared, key).status_code == 409


def test_no_transcript_is_taken_from_the_browser(stranger_client, stranger, shared):
    forged = {"messages": "[]", "text": "I confess", "reply": "I confess", "title": "I confess", "tip": "1"}
    go_on(stranger_client, shared, **forged)
    begun = Conversation.objects.get(user=stranger)
    assert "confess" not in " ".join([begun.title, *begun.messages.values_list("text", flat=True)])


def test_of_a_withdrawn_character_nobody_goes_on(stranger_client, stranger, shared, character):
    publishing.withdraw(character)
    response = go_on(stranger_client, shared)
    assert response.status_code == 409
    assert "withdrawn by the editors" in page_of(response)
    assert not Conversation.objects.filter(user=stranger).exists()


def test_from_what_is_not_shared_nobody_goes_on(stranger_client, stranger, shared, user, talk):
    sharing.revoke(user=user, conversation_id=talk.pk)
    assert go_on(stranger_client, shared).status_code == 404
    for key in HOSTILE_KEYS:
        for method in (stranger_client.get, stranger_client.post):
            assert method(f"/shared/{key}/continue", follow=True).status_code == 404
    assert not Conversation.objects.filter(user=stranger).exists()


def test_what_was_copied_stays_when_the_address_is_revoked(stranger_client, stranger, shared, user, talk):
    go_on(stranger_client, shared)
    sharing.revoke(user=user, conversation_id=talk.pk)
    talk.delete()
    begun = Conversation.objects.get(user=stranger)
    assert begun.begun_from is None
    assert stranger_client.get(begun.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("key", ["", "nonsense", "\x00", "x" * 5000])
def test_a_form_with_a_broken_key_begins_one_of_its_own(key, stranger_client, stranger, shared):
    url = reverse("continue_shared", args=[shared.key])
    assert stranger_client.post(url, {"client_key": key}).status_code == 302
    assert Conversation.objects.filter(user=stranger).count() == 1


def test_so_many_an_hour_and_no_more(stranger_client, shared, monkeypatch):
    monkeypatch.setattr(continuing, "MOST_AN_HOUR", 2)
    assert [go_on(stranger_client, shared).status_code for _ in range(3)] == [302, 302, 409]


def test_a_visitor_goes_on_after_signing_in(client, shared):
    assert "You sign in first" in read(client, shared)
    response = go_on(client, shared)
    assert response.url.startswith(reverse("account_login"))
    newcomer = UserFactory()
    client.force_login(newcomer)
    here = reverse("continue_shared", args=[shared.key])
    assert client.get(here).url == Conversation.objects.get(user=newcomer).get_absolute_url()
    assert client.get(here).url == address(shared), "a link alone begins nothing"
    assert Conversation.objects.filter(user=newcomer).count() == 1


def test_a_copy_of_a_long_one_is_made_in_few_statements(answered, user, talk, stranger, character):
    for number in range(20):
        answered(f"Question {number}?", "Yes.")
    share = sharing.share(user=user, conversation_id=talk.pk)
    with CaptureQueriesContext(connection) as told:
        begun = continuing.continue_shared(user=stranger, key=share.key, client_key=uuid.uuid4())
    assert begun.messages.count() == 40
    assert len(branches.path_to(begun.tip_id)) == 40
    assert len(told) <= 24


@pytest.mark.django_db(transaction=True)
def test_begun_at_once_from_many_tabs_it_is_one(user, stranger):
    generation = taken_turn(user, state=State.COMPLETE, written="I am Ada.")
    share, key = sharing.share(user=user, conversation_id=generation.conversation_id), uuid.uuid4()

    def one(_):
        try:
            return continuing.continue_shared(user=stranger, key=share.key, client_key=key).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(one, range(12)))) == 1
    assert Conversation.objects.filter(user=stranger).count() == 1


def test_a_continued_reply_is_copied_without_what_it_went_on_from_elsewhere(answered, user, talk, stranger):
    cut = answered(written="I am", state=State.CANCELLED)
    again = turns.retry(user=user, reply_id=cut.reply_id)
    Generation.objects.filter(reply=again).update(
        state=State.COMPLETE, finished_at=timezone.now(), continues=cut.reply
    )
    Message.objects.filter(pk=again.pk).update(text="I am Ada.")
    share = sharing.share(user=user, conversation_id=talk.pk)
    begun = continuing.continue_shared(user=stranger, key=share.key, client_key=uuid.uuid4())
    assert [row.text for row in begun.messages.all()] == ["Who are you?", "I am Ada."]
    assert begun.generations.get().continues is None
