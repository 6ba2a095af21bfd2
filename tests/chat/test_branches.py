"""The tree of messages: paths up to the first message and ways down to the newest."""

from importlib import import_module
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import connection

from chat import branches, turns
from chat.models import Conversation, Generation, Message
from tests.chat.factories import conversation, set_state


@pytest.fixture
def say(user, talk):
    """A turn that is answered, after a reply or at the beginning; the message and its reply."""

    def one(text, *, after=None):
        message = turns.take_turn(
            user=user, conversation_id=talk.pk, text=text, client_key=uuid4(), after_id=after and after.pk
        )
        reply = message.replies.get()
        set_state(reply.generation, state="COMPLETE", written=f"To {text}")
        return message, reply

    return one


def test_a_turn_follows_the_branch_that_was_shown_last(say):
    _, first = say("One")
    second, _ = say("Two")
    assert second.follows == first


def test_a_turn_follows_the_reply_that_its_user_sees(say, talk):
    _, first = say("One")
    say("Two")
    other, reply = say("Other", after=first)
    assert other.follows == first
    talk.refresh_from_db()
    assert talk.tip == reply


def test_a_turn_follows_no_message_of_ones_own_and_none_of_another_conversation(say, user, talk):
    message, _ = say("One")
    elsewhere = turns.take_turn(
        user=user, conversation_id=conversation(user).pk, text="Hm", client_key=uuid4()
    )
    for strange in (message.pk, elsewhere.replies.get().pk, 10**12):
        with pytest.raises(Message.DoesNotExist):
            turns.take_turn(
                user=user, conversation_id=talk.pk, text="Two", client_key=uuid4(), after_id=strange
            )


def test_a_path_leads_from_the_first_message_and_holds_one_branch(say):
    one, first = say("One")
    say("Two")
    other, last = say("Other", after=first)
    assert branches.path_to(last.pk) == [one.pk, first.pk, other.pk, last.pk]
    assert branches.path_to(last.pk, most=3) == [first.pk, other.pk, last.pk]
    assert branches.path_to(None) == []


def test_a_branch_ends_where_the_newest_leads(say):
    one, first = say("One")
    _, old = say("Two")
    _, newest = say("Other", after=first)
    assert branches.end_below(one.pk) == newest.pk
    assert branches.end_below(old.pk) == old.pk


def test_a_prompt_is_told_its_own_branch_only(say, talk):
    from chat.grounded import prompts

    _, first = say("One")
    say("Two")
    _, last = say("Other", after=first)
    prompt, _ = prompts.prompt_for(last.generation)
    assert [m.text for m in prompt.messages_so_far] == ["One", "To One"]


# --- Conversations from before there were branches ----------------------------------------------------------------


@pytest.fixture
def before_branches(say, user, talk):
    """Two turns, the second tried three times, with nothing that says what follows what."""
    _, first = say("One")
    asked, failed = say("Two")
    attempts = [failed]
    for _ in range(2):
        attempts.append(turns.retry(user=user, reply_id=failed.pk))
        set_state(attempts[-1].generation, state="COMPLETE", written="Again")
    last, reply = say("Three", after=attempts[-1])
    silent = conversation(user, character=talk.character)
    Message.objects.update(follows=None)
    Conversation.objects.update(tip=None)
    Generation.objects.update(seed=0, engines=[])
    return SimpleNamespace(first=first, asked=asked, attempts=attempts, last=last, reply=reply, silent=silent)


def test_what_was_said_before_there_were_branches_becomes_one(before_branches, talk):
    old = before_branches
    migration = import_module("chat.migrations.0005_old_conversations_are_branches")
    with connection.cursor() as cursor:
        for sql in (migration.FOLLOWS, migration.TIPS, migration.SEEDS):
            cursor.execute(sql)
    talk.refresh_from_db()
    assert talk.tip == old.reply
    path = list(Message.objects.filter(pk__in=branches.path_to(talk.tip_id)).order_by("pk"))
    one = old.first.answers
    assert path == [one, old.first, old.asked, old.attempts[-1], old.last, old.reply]
    variants = branches.variants_of(talk, path)
    assert {pk: v.ids for pk, v in variants.items()} == {
        old.attempts[-1].pk: tuple(reply.pk for reply in old.attempts)
    }
    assert Generation.objects.get(reply=old.reply).seed == old.last.pk
    assert Generation.objects.get(reply=old.reply).engines == [old.reply.generation.engine]
    old.silent.refresh_from_db()
    assert old.silent.tip is None
