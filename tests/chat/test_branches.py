"""The tree of messages: paths up to the first message and ways down to the newest."""

from uuid import uuid4

import pytest

from chat import branches, turns
from chat.models import Message
from tests.chat.factories import conversation, set_state


@pytest.fixture
def say(user, talk):
    """A turn that is answered, after a reply or at the beginning; the message and its reply."""

    def one(text, *, after=None):
        message = turns.take_turn(
            user=user, conversation=talk, text=text, client_key=uuid4(), after_id=after and after.pk
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
    elsewhere = turns.take_turn(user=user, conversation=conversation(user), text="Hm", client_key=uuid4())
    for strange in (message.pk, elsewhere.replies.get().pk, 10**12):
        with pytest.raises(Message.DoesNotExist):
            turns.take_turn(user=user, conversation=talk, text="Two", client_key=uuid4(), after_id=strange)


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
    from chat import prompts

    _, first = say("One")
    say("Two")
    _, last = say("Other", after=first)
    prompt, _ = prompts.prompt_for(last.generation)
    assert [m.text for m in prompt.messages_so_far] == ["One", "To One"]
