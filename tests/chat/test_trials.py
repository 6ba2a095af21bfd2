"""An editor hears a draft speak: as any conversation, and yet counted nowhere and seen by nobody else."""

import datetime as dt
import uuid

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from characters import passages, publishing
from characters.models import Character, Edition
from chat import tasks, trials, turns
from chat.models import Allowance, Conversation, Generation, QuestionChoice
from chat.replies import generation as writing_of_replies
from chat.shelves import listing
from tests.chat.factories import set_state
from tests.factories import CharacterFactory, EditorFactory, StarterQuestionFactory, published_character

pytestmark = pytest.mark.django_db
FRAMED = "frame-ancestors 'self'"


@pytest.fixture
def draft():
    """Never published, with an engine of its own."""
    character = CharacterFactory(slug="ada", name="Ada Lovelace", engine="scripted:say-3")
    StarterQuestionFactory(character=character, anchor="engine", question="What is the engine?")
    return character


def begin(user, character, text="Who are you?"):
    return turns.begin(user=user, character=character, text=text, client_key=uuid.uuid4(), is_trial=True)


def say(user, conversation, text="And then?"):
    return turns.take_turn(user=user, conversation_id=conversation.pk, text=text, client_key=uuid.uuid4())


def finish(conversation, written="I am Ada.", **fields):
    """The last reply, written."""
    last = conversation.generations.latest("pk")
    return set_state(
        last, state=Generation.State.COMPLETE, attempt=1, text_attempt=1, written=written, **fields
    )


def trial_url(character):
    return reverse("chat:trial", args=[character.pk])


# --- What it speaks from ---


def test_a_trial_speaks_from_a_draft_that_was_never_published(editor, draft):
    generation = begin(editor, draft).generations.get()
    assert generation.edition.content["name"] == "Ada Lovelace"
    assert (generation.edition.number, generation.edition.published_at) == (None, None)
    assert generation.engine == "scripted:say-3"
    assert generation.state == Generation.State.QUEUED
    draft.refresh_from_db()
    assert (draft.live_edition, draft.status) == (None, Character.Status.DRAFT)


def test_a_trial_speaks_from_the_draft_of_a_withdrawn_character(editor):
    character = published_character()
    publishing.withdraw(character)
    assert begin(editor, character).generations.get().edition.number is None


def test_an_unchanged_draft_needs_no_new_edition_and_a_changed_one_gets_it(editor, draft):
    conversation = begin(editor, draft)
    first = finish(conversation).edition
    say(editor, conversation)
    assert finish(conversation).edition == first
    Character.objects.filter(pk=draft.pk).update(persona="I have changed my mind.")
    say(editor, conversation)
    last = finish(conversation).edition
    assert last != first
    assert last.content["persona"] == "I have changed my mind."
    begin(EditorFactory(), draft)
    assert Edition.objects.count() == 2


def test_asking_again_speaks_from_the_draft_as_it_is_now(editor, draft):
    conversation = begin(editor, draft)
    failed = finish(conversation)
    set_state(failed, state=Generation.State.FAILED)
    Character.objects.filter(pk=draft.pk).update(persona="I have changed my mind.")
    turns.retry(user=editor, reply_id=failed.reply_id)
    assert conversation.generations.latest("pk").edition.content["persona"] == "I have changed my mind."


def test_a_trial_edition_is_found_by_meaning_before_its_first_reply(editor, draft):
    generation = begin(editor, draft, "What is the engine?").generations.get()
    assert generation.edition.passages.filter(embedding=None).exists()
    prompt = writing_of_replies._prepare(generation).prompt
    assert not generation.edition.passages.filter(embedding=None).exists()
    assert (prompt.character_name, prompt.passages[0].question) == ("Ada Lovelace", "What is the engine?")


def test_publishing_goes_on_counting_as_if_there_were_no_trials(editor, draft):
    begin(editor, draft)
    assert publishing.publish(draft).number == 1
    begin(EditorFactory(), draft)
    Character.objects.filter(pk=draft.pk).update(tagline="Another.")
    assert publishing.publish(Character.objects.get(pk=draft.pk)).number == 2


def test_a_draft_whose_parts_clash_says_so_instead_of_speaking(editor_client, editor, draft):
    StarterQuestionFactory(character=draft, anchor="biography-1", question="Who is first?")
    response = editor_client.post(trial_url(draft), {"text": "Hello", "client_key": str(uuid.uuid4())})
    text = response.content.decode()
    assert response.status_code == 409
    assert "The draft cannot speak yet." in text
    assert "Who is first?" in text
    assert ">Hello</textarea>" in text
    assert not Conversation.objects.exists()


def test_an_empty_draft_can_be_talked_with(editor):
    empty = Character.objects.create(slug="nobody-yet", name="Nobody Yet")
    generation = begin(editor, empty).generations.get()
    prepared = writing_of_replies._prepare(generation)
    prompt, offers = prepared.prompt, prepared.offers
    assert (prompt.character_name, prompt.passages, offers) == ("Nobody Yet", (), [])


# --- Counted nowhere ---


def test_a_trial_uses_no_allowance_and_counts_as_no_choice(editor, draft, settings):
    settings.MESSAGES_PER_HOUR = 0
    conversation = begin(editor, draft, "What is the engine?")
    failed = finish(conversation)
    set_state(failed, state=Generation.State.FAILED)
    turns.retry(user=editor, reply_id=failed.reply_id)
    assert not Allowance.objects.exists()
    assert not QuestionChoice.objects.exists()


def test_a_trial_is_in_no_list_of_conversations(editor_client, editor, draft):
    begin(editor, draft, "A question of mine")
    assert listing.page(editor, size=10).conversations == []
    assert "A question of mine" not in editor_client.get("/chat/").content.decode()


def test_nothing_public_picks_up_a_trials_edition(client, editor):
    character = published_character(slug="ada", tagline="As published.")
    Character.objects.filter(pk=character.pk).update(tagline="As drafted.")
    begin(editor, character)
    for path in ("/", "/characters/", "/characters/?q=ada", "/characters/ada/", "/sitemap.xml"):
        assert "As drafted." not in client.get(path).content.decode()
    publishing.withdraw(character)
    assert client.get("/characters/ada/").status_code == 404
    assert Edition.objects.public().filter(number=None).count() == 0


# --- Whose it is ---


def test_a_trial_is_the_editors_own(editor, draft):
    reply = begin(editor, draft).generations.get().reply
    other = EditorFactory()
    client = _client(other)
    assert trials.current(other, draft) is None
    assert "Who are you?" not in client.get(trial_url(draft)).content.decode()
    assert client.get(reverse("chat:reply", args=[reply.pk])).status_code == 404
    assert client.post(reverse("chat:stop", args=[reply.pk])).status_code == 404


def test_who_is_no_editor_any_more_finds_no_trial(editor, draft):
    conversation = begin(editor, draft)
    reply = conversation.generations.get().reply
    editor.groups.clear()
    client = _client(editor)
    form = {"text": "Hello?", "client_key": str(uuid.uuid4())}
    assert client.get(trial_url(draft)).status_code == 403
    assert client.get(reverse("chat:conversation", args=[conversation.pk])).status_code == 404
    assert client.post(reverse("chat:send", args=[conversation.pk]), form).status_code == 404
    assert client.get(reverse("chat:reply", args=[reply.pk])).status_code == 404
    assert client.post(reverse("chat:retry", args=[reply.pk])).status_code == 404
    assert client.post(reverse("chat:stop", args=[reply.pk])).status_code == 404


def test_staff_who_may_only_look_have_no_trials(draft):
    looker = EditorFactory()
    looker.groups.clear()
    looker.user_permissions.add(Permission.objects.get(codename="view_character"))
    assert _client(looker).get(trial_url(draft)).status_code == 403


def _client(user):
    from django.test import Client

    client = Client()
    client.force_login(user)
    return client


# --- Its page ---


def test_the_page_of_a_trial_offers_the_drafts_questions_and_stands_in_a_frame(editor_client, draft):
    response = editor_client.get(trial_url(draft))
    text = response.content.decode()
    assert "Trial conversation with the draft" in text
    assert draft.greeting in text
    assert 'value="What is the engine?"' in text
    assert "site-header" not in text
    assert "chat-list" not in text
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert FRAMED in response["Content-Security-Policy"]


def test_a_trial_is_begun_and_gone_on_with_from_its_page(editor_client, editor, draft):
    form = {"text": "Who are you?", "client_key": str(uuid.uuid4())}
    response = editor_client.post(trial_url(draft), form)
    assert (response.status_code, response["Location"]) == (302, trial_url(draft))
    conversation = Conversation.objects.get()
    assert (conversation.user, conversation.is_trial) == (editor, True)
    finish(conversation)
    assert "I am Ada." in editor_client.get(trial_url(draft)).content.decode()
    form = {"text": "And then?", "client_key": str(uuid.uuid4())}
    response = editor_client.post(reverse("chat:send", args=[conversation.pk]), form)
    assert response["Location"].startswith(trial_url(draft) + "#message-")
    finish(conversation)
    # Another tab, which was open before the trial began, goes on with it too.
    editor_client.post(trial_url(draft), {"text": "From another tab", "client_key": str(uuid.uuid4())})
    assert Conversation.objects.count() == 1


def test_a_refusal_keeps_the_text_and_stands_in_the_frame(editor_client, editor, draft):
    conversation = begin(editor, draft)
    form = {"text": "Too soon", "client_key": str(uuid.uuid4())}
    response = editor_client.post(reverse("chat:send", args=[conversation.pk]), form)
    assert response.status_code == 409
    assert "still being written" in response.content.decode()
    assert ">Too soon</textarea>" in response.content.decode()
    assert response["X-Frame-Options"] == "SAMEORIGIN"


def test_the_address_of_a_conversation_leads_a_trial_to_its_page(editor_client, editor, draft):
    conversation = begin(editor, draft)
    response = editor_client.get(reverse("chat:conversation", args=[conversation.pk]))
    assert response["Location"] == trial_url(draft)
    assert editor_client.post(reverse("chat:delete", args=[conversation.pk])).status_code == 404


def test_sources_of_a_trial_lead_to_the_preview_in_a_tab_of_its_own(editor_client, editor, draft):
    conversation = begin(editor, draft)
    generation = finish(conversation, written="A loom [1].", engine="curated")
    passage = generation.edition.passages.get(anchor="engine")
    generation.citations.create(number=1, passage=passage)
    text = editor_client.get(trial_url(draft)).content.decode()
    page = reverse("desk:preview_page", args=[draft.pk])
    assert f'href="{page}#engine-voice"' in text
    assert 'target="_blank"' in text
    assert "Spoken from the draft on Ada Lovelace" in text


def test_starting_over_deletes_the_trial(editor_client, editor, draft):
    begin(editor, draft)
    other = begin(EditorFactory(), draft)
    response = editor_client.post(reverse("chat:start_over", args=[draft.pk]), follow=True)
    assert list(Conversation.objects.all()) == [other]
    assert "Who are you?" not in response.content.decode()


# --- Clearing ---


def test_trial_editions_of_which_nobody_speaks_are_cleared_after_a_day(editor, draft):
    begin(editor, draft)
    yesterday = timezone.now() - dt.timedelta(days=1, minutes=1)
    used = Edition.objects.get()
    unused = publishing.freeze(draft, trials.draft_of(draft), numbered=False)
    passages.embed(unused.passages.all())
    fresh = publishing.freeze(draft, trials.draft_of(draft), numbered=False)
    scheduled = publishing.freeze(draft, trials.draft_of(draft))
    Edition.objects.exclude(pk=fresh.pk).update(made_at=yesterday)
    tasks.clear_trial_editions()
    assert set(Edition.objects.all()) == {used, fresh, scheduled}
    assert trials.clear_editions() == 0
