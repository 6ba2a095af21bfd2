"""What is held back for a reply is settled once, when it is final, by whatever road: charged what was written."""

import random
import uuid

import pytest
from django.conf import settings as site
from django.db import connection, transaction

from chat import allowances, sweeping, turns
from chat.models import Allowance, Generation
from chat.receipts import Receipt
from chat.replies import generation, transitions
from chat.replies.writing import Ended, LiveReply
from embedded.processes import wait_for
from engines.base import Ending, EngineBusy, EngineRefused
from engines.scripts import said
from tests.chat.factories import claimed, conversation, fresh, seconds_from_now, set_state, taken_turn
from tests.chat.test_turns import at_once
from tests.factories import UserFactory, published_character

State = Generation.State
RESERVED = site.PIECES_RESERVED


@pytest.fixture(autouse=True)
def _few_calls(monkeypatch):
    """Nobody is to be called: the tests bring each reply to its end themselves."""
    monkeypatch.setattr(sweeping, "wake", lambda generation_id: True)


def counted(user) -> tuple[int, int]:
    """Replies and pieces, of all hours."""
    rows = Allowance.objects.filter(user=user).values_list("num_replies", "num_pieces")
    return tuple(map(sum, zip(*rows, strict=True))) if rows else (0, 0)


def end(held, ended):
    generation._end(held, LiveReply(held.generation_id, held.attempt), ended, [])


# --- Every road -----------------------------------------------------------------------------------------------------


def test_while_a_reply_is_unfinished_all_its_pieces_are_held_back(user):
    held = claimed(taken_turn(user))
    assert counted(user) == (1, RESERVED)
    transitions.keep(held, "So far", Receipt(num_pieces=3))
    assert counted(user) == (1, RESERVED)


@pytest.mark.parametrize("num_pieces", [1, 37, RESERVED + 500])
def test_a_complete_reply_is_charged_what_was_written(user, num_pieces):
    end(claimed(taken_turn(user)), Ended("The whole", Ending(), num_pieces=num_pieces))
    assert counted(user) == (1, num_pieces)
    assert Generation.objects.get().num_pieces == num_pieces


def test_a_stopped_reply_is_charged_what_was_written(user):
    end(claimed(taken_turn(user)), Ended("As far as", num_pieces=7))
    assert counted(user) == (1, 7)


def test_a_reply_stopped_before_its_first_piece_gives_the_message_back(user):
    end(claimed(taken_turn(user)), Ended(""))
    assert counted(user) == (0, 0)


def test_a_reply_stopped_while_queued_gives_the_message_back(user):
    row = taken_turn(user)
    turns.stop(user=user, reply_id=row.reply_id)
    turns.stop(user=user, reply_id=row.reply_id)
    assert counted(user) == (0, 0)


@pytest.mark.parametrize(("attempt", "fault"), [(1, EngineRefused()), (site.REPLY_ATTEMPTS, EngineBusy())])
def test_a_failed_reply_gives_everything_back_whatever_came_of_it(user, attempt, fault):
    end(claimed(taken_turn(user), attempt=attempt), Ended("As far as", fault=fault, num_pieces=7))
    assert counted(user) == (0, 0)


@pytest.mark.parametrize(
    "ended",
    [Ended("As far", fault=EngineBusy(), num_pieces=7), Ended("As far", is_handed_over=True, num_pieces=7)],
)
def test_a_reply_that_is_tried_again_keeps_its_reservation_until_it_is_stopped(user, ended):
    end(claimed(taken_turn(user)), ended)
    assert counted(user) == (1, RESERVED)
    turns.stop(user=user, reply_id=Generation.objects.get().reply_id)
    assert counted(user) == (1, 7)


def test_a_reply_that_shall_be_stopped_is_charged_as_it_would_be_queued_again(user):
    held = claimed(taken_turn(user), cancel_asked_at=seconds_from_now(0))
    end(held, Ended("As far", fault=EngineBusy(), num_pieces=7))
    assert counted(user) == (1, 7)


def test_an_attempt_that_writes_nothing_is_charged_what_the_one_before_left_on_the_page(user):
    row = taken_turn(user)
    transitions.keep(claimed(row), "As far as", Receipt(num_pieces=7))
    end(claimed(row, attempt=2), Ended(""))
    assert (fresh(row).reply.text, counted(user)) == ("As far as", (1, 7))


def test_a_lost_reply_that_fails_gives_everything_back(user):
    taken_turn(
        user,
        state=State.GENERATING,
        attempt=site.REPLY_ATTEMPTS,
        lease_until=seconds_from_now(-1),
        num_pieces=7,
    )
    sweeping.sweep()
    assert counted(user) == (0, 0)


def test_a_lost_reply_that_shall_be_stopped_is_charged_what_its_last_checkpoint_holds(user):
    held = claimed(taken_turn(user))
    transitions.keep(held, "So far", Receipt(num_pieces=7))
    now = seconds_from_now(-1)
    Generation.objects.update(lease_until=now, cancel_asked_at=now)
    sweeping.sweep()
    assert counted(user) == (1, 7)


def test_a_reply_that_queued_too_long_gives_everything_back(user):
    taken_turn(user, queued_at=seconds_from_now(-site.REPLY_QUEUE_SECONDS - 1))
    sweeping.sweep()
    assert counted(user) == (0, 0)


@pytest.mark.parametrize("num_pieces", [0, 7])
def test_deleting_an_unfinished_reply_gives_no_message_back_and_only_pieces_that_were_not_written(
    user, num_pieces
):
    row = taken_turn(user, state=State.GENERATING, num_pieces=num_pieces)
    turns.delete(user=user, conversation_id=row.conversation_id)
    assert counted(user) == (1, num_pieces)


@pytest.mark.parametrize("state", [State.COMPLETE, State.CANCELLED])
def test_deleting_what_is_final_gives_nothing_back(user, state):
    row = taken_turn(user)
    set_state(row, num_pieces=7)
    set_state(row, state=state)
    turns.delete(user=user, conversation_id=row.conversation_id)
    assert counted(user) == (1, 7)


def test_a_trial_is_settled_with_nobody(editor):
    user = editor
    taken_turn(user)
    end(
        claimed(taken_turn(user, into=conversation(user, is_trial=True))),
        Ended("The whole", Ending(), num_pieces=7),
    )
    assert counted(user) == (1, RESERVED)


def test_each_hour_is_settled_by_itself(user):
    before = taken_turn(user)
    hour = before.allowance_hour - allowances.HOUR
    Allowance.objects.update(hour=hour)
    set_state(before, allowance_hour=hour)
    taken_turn(user)
    set_state(before, state=State.FAILED)
    assert list(Allowance.objects.order_by("hour").values_list("num_replies", "num_pieces")) == [
        (0, 0),
        (1, RESERVED),
    ]


def test_a_reply_whose_hour_is_cleared_by_now_ends_all_the_same(user):
    held = claimed(taken_turn(user))
    Allowance.objects.all().delete()
    end(held, Ended("The whole", Ending(), num_pieces=7))
    assert Generation.objects.get().state == State.COMPLETE


def test_nothing_is_given_back_below_nothing(user):
    row = taken_turn(user)
    Allowance.objects.update(num_replies=0, num_pieces=5)
    set_state(row, state=State.FAILED)
    assert counted(user) == (0, 0)


def test_the_database_settles_whoever_ends_the_reply_and_once(user):
    row = taken_turn(user)
    with connection.cursor() as cursor:
        for _ in range(2):
            cursor.execute(
                "UPDATE chat_generation SET state = 'COMPLETE', num_pieces = 7, finished_at = now(), lease_until = NULL"
                " WHERE id = %s",
                [row.pk],
            )
    assert counted(user) == (1, 7)


def test_what_is_undone_is_not_settled(user):
    row = taken_turn(user)
    with transaction.atomic():
        set_state(row, state=State.FAILED)
        transaction.set_rollback(True)
    assert counted(user) == (1, RESERVED)


# --- Counted as it is written ---------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_the_pieces_of_an_engine_are_counted_one_by_one(user, settings):
    settings.ENGINE = "scripted:say-30-gap-1"
    row = taken_turn(user, into=conversation(user, character=published_character()))
    generation.write_reply(row.pk)
    assert (fresh(row).reply.text, fresh(row).num_pieces, counted(user)) == (said(30), 30, (1, 30))


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_lost_has_kept_its_count_with_its_text(user, settings):
    settings.REPLY_CHECKPOINT_SECONDS = 0.05
    row = set_state(taken_turn(user), engine="scripted:never-ends-gap-5")
    jobs = [lambda: generation.write_reply(row.pk), lambda: look(row)]

    def look(row):
        assert wait_for(lambda: fresh(row).num_pieces >= 3, 10)
        seen = fresh(row)
        assert seen.reply.text == said(seen.num_pieces)
        turns.stop(user=user, reply_id=row.reply_id)

    assert not [item for item in at_once(2, lambda: jobs.pop()()) if isinstance(item, Exception)]
    assert counted(user) == (1, fresh(row).num_pieces)
    assert fresh(row).reply.text == said(fresh(row).num_pieces)


# --- Whatever ends at once -------------------------------------------------------------------------------------------


def endings(row, rng):
    """How a reply may end, or be ended, by several at once."""
    held = claimed(row, attempt=rng.choice([1, site.REPLY_ATTEMPTS]))
    num_pieces = rng.randint(1, 2 * RESERVED)

    def is_lost():
        set_state(row, lease_until=seconds_from_now(-1))
        sweeping.sweep_conversation(row.conversation_id)

    return [
        lambda: end(held, Ended("Whole", Ending(), num_pieces=num_pieces)),
        lambda: end(held, Ended("As far", num_pieces=num_pieces)),
        lambda: end(held, Ended("")),
        lambda: end(held, Ended("As far", fault=EngineRefused(), num_pieces=num_pieces)),
        lambda: end(held, Ended("As far", fault=EngineBusy(), num_pieces=num_pieces)),
        lambda: transitions.keep(held, "As far", Receipt(num_pieces=num_pieces)),
        lambda: turns.stop(user=row.conversation.user, reply_id=row.reply_id),
        is_lost,
        sweeping.sweep,
    ]


def counted_and_due(users):
    """Both at one moment: a site that other tests have left running may go on with what was lost."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        return [counted(who) for who in users], [due(who) for who in users]


def due(user) -> tuple[int, int]:
    """What the rows say that is to be counted."""
    num_replies = num_pieces = 0
    for row in Generation.objects.filter(conversation__user=user):
        if row.is_running:
            num_replies, num_pieces = num_replies + 1, num_pieces + row.num_reserved
        elif row.state != State.FAILED:
            num_replies += bool(row.num_pieces) or row.state == State.COMPLETE
            num_pieces += row.num_pieces
    return num_replies, num_pieces


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", range(3))
def test_the_sums_are_right_after_random_endings_at_once(seed, settings):
    settings.RUNNING_REPLIES_PER_USER = 0
    rng = random.Random(seed)
    users = [UserFactory() for _ in range(3)]
    character = published_character()
    # No sweeper of a site that other tests have left running calls for them.
    later = seconds_from_now(3600)
    talks = [conversation(who, character=character) for who in users for _ in range(8)]
    rows = [fresh(taken_turn(talk.user, into=talk, woken_at=later)) for talk in talks]
    ways = [way for row in rows for way in rng.sample(endings(row, rng), 3)]
    rng.shuffle(ways)
    results = at_once(len(ways), lambda: ways.pop()())
    assert not [item for item in results if isinstance(item, Exception)]
    at_first, is_due = counted_and_due(users)
    assert at_first == is_due
    for row in Generation.objects.running().select_related("conversation__user"):
        turns.stop(user=row.conversation.user, reply_id=row.reply_id)
    Generation.objects.running().update(lease_until=seconds_from_now(-1))
    sweeping.sweep()
    assert wait_for(lambda: sweeping.sweep() or not Generation.objects.running().exists(), 20)
    in_the_end, is_due = counted_and_due(users)
    assert in_the_end == is_due


@pytest.mark.django_db(transaction=True)
def test_an_end_and_a_deletion_at_once_settle_once(user):
    for _ in range(5):
        Allowance.objects.all().delete()
        row = taken_turn(user)
        held = claimed(row)
        jobs = [
            lambda held=held: end(held, Ended("As far", num_pieces=7)),
            lambda row=row: turns.delete(user=user, conversation_id=row.conversation_id),
        ]
        at_once(2, lambda jobs=jobs: jobs.pop()())
        Generation.objects.running().update(state=State.CANCELLED, finished_at=seconds_from_now(0))
        assert counted(user) in [(1, 7), (1, 0), (0, 0)]


@pytest.mark.django_db(transaction=True)
def test_turns_and_endings_of_one_user_at_once_wait_for_each_other_and_nothing_breaks(user, settings):
    settings.RUNNING_REPLIES_PER_USER, settings.ENGINE = 4, "scripted:say-3"
    character = published_character()
    talks = [conversation(user, character=character) for _ in range(6)]

    def say_and_end(talk):
        for _ in range(5):
            try:
                key = uuid.uuid4()
                message = turns.take_turn(user=user, conversation_id=talk.pk, text="And why?", client_key=key)
            except (allowances.TooManyRunning, turns.ReplyPending):
                continue
            end(claimed(message.replies.get().generation), Ended("Whole", Ending(), num_pieces=3))

    assert at_once(6, lambda: say_and_end(talks.pop())) == [None] * 6
    assert counted(user) == due(user)
