"""Long conversations on the running site: within the engine's context, with a note, and once more where it was less."""

import json

import pytest

from chat.grounded import notes
from chat.models import Citation, Generation, Message, Note
from embedded.processes import wait_for
from engines.tokens import estimate_tokens
from tests.chat.factories import conversation, fresh, long_talk
from tests.factories import published_character

State = Generation.State
CONTEXT_TOKENS = 8192


@pytest.fixture
def talk(site, user):
    return conversation(user, character=published_character(embed_now=True))


@pytest.fixture
def requests(site):
    """What the model's server was sent under a name, one body a request."""
    return lambda model: [entry["body"] for entry in site.model_server.log() if entry["model"] == model]


def finished(generation):
    assert wait_for(lambda: fresh(generation).state not in (State.QUEUED, State.GENERATING), 30)
    return fresh(generation)


def whole(body) -> str:
    return json.dumps(body["messages"], ensure_ascii=False)


def tokens_of(body) -> int:
    return sum(estimate_tokens(message["content"]) for message in body["messages"])


def test_after_500_turns_the_engine_is_told_what_matters_within_its_context(talking, talk, user, requests):
    model = "say-5-gap-1-keep-tag-many"
    long_talk(user, num_turns=500, into=talk, engine=f"openai_compatible:{model}")
    Message.objects.filter(conversation=talk, role="CHARACTER").update(
        text="A long answer, with many words. " * 12
    )

    first = finished(talking(f"openai_compatible:{model}", into=talk))
    assert first.state == State.COMPLETE
    assert first.note is None
    told = requests(model)[0]
    persona = talk.character.persona
    assert persona in whole(told)
    passages = Citation.objects.filter(generation=first).select_related("passage")
    assert passages
    assert all(f"[{citation.number}] {citation.passage.heading}" in whole(told) for citation in passages)
    assert "Question 500?" in whole(told)
    assert tokens_of(told) + told["max_tokens"] <= CONTEXT_TOKENS
    assert first.context_tokens == CONTEXT_TOKENS

    # A reply is never kept waiting for the note, which follows it.
    assert wait_for(lambda: Note.objects.exclude(text="").filter(conversation=talk).exists(), 30)
    note = Note.objects.get(conversation=talk)
    assert (note.engine, note.text) == (f"openai_compatible:{model}", "1 2 3 4 5")
    asked = requests(model)[1]
    assert persona not in whole(asked)
    assert tokens_of(asked) + asked["max_tokens"] <= CONTEXT_TOKENS

    Note.objects.update(text="The reader’s name is Ben.")
    second = finished(talking(f"openai_compatible:{model}", into=talk))
    assert second.note == note
    told = requests(model)[2]
    assert "The reader’s name is Ben." in whole(told)
    assert persona in whole(told)
    since = Message.objects.filter(conversation=talk, pk__gt=note.upto_id, pk__lt=second.reply.answers_id)
    assert notes.KEPT_MESSAGES <= since.count() <= notes.MOST_MESSAGES
    assert all(message.text.strip() in whole(told) for message in since)
    assert second.parameters.get("messages_left_out") is None


def test_what_was_too_much_is_told_once_more_with_less_and_never_again_as_much(talking, talk, user, requests):
    model = "say-3-gap-1-context-3500-keep-tag-less"
    long_talk(user, num_turns=15, into=talk)
    Message.objects.filter(conversation=talk).update(text="A long answer, with many words. " * 15)
    first = finished(talking(f"openai_compatible:{model}", into=talk))
    assert (first.state, first.attempt, first.reply.text) == (State.COMPLETE, 1, "1 2 3")
    before, after = requests(model)
    assert tokens_of(after) < 3500 < tokens_of(before)
    assert talk.character.persona in whole(after)
    # The receipt tells of the request that was answered.
    assert first.context_tokens == 3500
    assert first.prompt_tokens < 3500
    assert first.parameters["messages_left_out"] > 0
    talk.refresh_from_db()
    finished(talking(f"openai_compatible:{model}", into=talk))
    assert len(requests(model)) == 3


def test_what_is_too_much_even_then_fails_with_a_sentence_and_is_asked_no_third_time(
    talking, talk, requests, user_client
):
    model = "say-3-context-100-keep-tag-never"
    failed = finished(talking(f"openai_compatible:{model}", into=talk))
    assert (failed.state, failed.fault) == (State.FAILED, "overflow")
    assert len(requests(model)) == 2
    page = user_client.get(talk.get_absolute_url()).content.decode()
    assert "This is more than what writes the replies can take in at once." in page
