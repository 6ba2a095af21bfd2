"""The place in the queue: told by the page at once, by the stream while it waits, and in the same order as claims."""

import json

import pytest
from django.urls import reverse

from chat.models import Generation
from chat.replies import queue, transitions
from chat.replies.following import Hub, Waiting
from tests.chat.answers import page_of
from tests.chat.factories import claimed, conversation, fresh, seconds_from_now, set_state, taken_turn
from tests.chat.running_site import session_of

State = Generation.State


@pytest.fixture(autouse=True)
def _without_limits(settings):
    settings.RUNNING_REPLIES_PER_USER = 0


def ask(who, number=1, **fields):
    return [taken_turn(who, woken_at=seconds_from_now(3600), **fields) for _ in range(number)]


# --- The place ------------------------------------------------------------------------------------------------------


def test_places_are_in_the_order_in_which_replies_are_claimed(user, stranger):
    mine, others = ask(user, 3), ask(stranger, 2)
    in_order = [mine[0], others[0], mine[1], others[1], mine[2]]
    assert queue.places() == {row.pk: place for place, row in enumerate(in_order, 1)}
    assert [transitions.claim(0).generation_id for _ in in_order] == [row.pk for row in in_order]
    assert queue.places() == {}


def test_one_that_waits_alone_is_next(user):
    [row] = ask(user)
    assert queue.places() == {row.pk: 1}


def test_what_is_written_final_or_waits_for_its_next_attempt_has_no_place(user):
    claimed(ask(user)[0])
    ask(user, state=State.COMPLETE)
    ask(user, next_attempt_at=seconds_from_now(60))
    assert queue.places() == {}


@pytest.mark.parametrize(
    ("place", "words"),
    [(1, "Next in the queue"), (2, "2nd in the queue"), (3, "3rd in the queue"), (11, "11th in the queue"),
     (21, "21st in the queue")],
)  # fmt: skip
def test_a_place_is_said_in_words(place, words):
    assert queue.words(place) == words


def test_who_is_next_and_has_only_just_come_is_not_told_so(user):
    [row] = ask(user)
    assert queue.told(row) == ""
    assert queue.told(set_state(row, queued_at=seconds_from_now(-2))) == "Next in the queue"


def test_looking_for_places_takes_one_query_while_at_most_one_waits(user, django_assert_num_queries):
    ask(user)
    with django_assert_num_queries(1):
        queue.places()
    ask(user)
    with django_assert_num_queries(2):
        queue.places()


# --- On the page ----------------------------------------------------------------------------------------------------


def test_a_message_sent_into_a_queue_is_shown_with_its_place_at_once(send, stranger, talk, user_client):
    ask(stranger, 2)
    shown = page_of(send(htmx=True))
    assert 'data-place="2nd in the queue">2nd in the queue</span>' in shown
    # As a page without JavaScript, which refreshes itself, shows it.
    assert ">2nd in the queue</span>" in page_of(user_client.get(talk.get_absolute_url()))


def test_a_message_that_waits_for_nobody_is_not_said_to_wait(send):
    assert 'data-place="">Thinking…</span>' in page_of(send(htmx=True))


def test_once_it_is_written_no_place_is_shown(user, user_client, talk):
    row = set_state(taken_turn(user, into=talk), queued_at=seconds_from_now(-5))
    address = reverse("chat:reply", args=[row.reply_id])
    assert "Next in the queue" in page_of(user_client.get(address))
    transitions.claim(row.pk)
    assert "in the queue" not in page_of(user_client.get(address))


# --- In the stream --------------------------------------------------------------------------------------------------


class Follower:
    """What the hub puts into one follower's queue."""

    def __init__(self, hub, generation_id):
        import asyncio

        self.queue = asyncio.Queue()
        hub._places[f"reply:{generation_id}"] = -1
        hub._followers.setdefault(f"reply:{generation_id}", set()).add(self.queue)

    def told(self):
        told = []
        while not self.queue.empty():
            told.append(self.queue.get_nowait())
        return told


def test_followers_are_told_a_place_only_when_it_changes_and_that_it_is_their_turn():
    hub = Hub()
    waiting, written = Follower(hub, 1), Follower(hub, 2)
    hub.tell_places({1: 3, 7: 1})
    hub.tell_places({1: 3, 7: 2})
    hub.tell_places({1: 1})
    hub.tell_places({})
    hub.tell_places({})
    assert waiting.told() == [Waiting(3), Waiting(1), Waiting(0)]
    assert written.told() == [Waiting(0)]


@pytest.fixture
def crowd(site, user, stranger):
    """Others' replies that stand before and that no worker of the site is called for."""

    def wait(number):
        rows = [
            taken_turn(stranger, woken_at=seconds_from_now(3600), queued_at=seconds_from_now(-60))
            for _ in range(number)
        ]
        [mine] = ask(user, into=conversation(user, character=rows[0].conversation.character))
        return rows, mine

    return wait


def test_a_page_is_told_its_place_as_it_changes_and_then_the_reply(crowd, open_page, site):
    rows, mine = crowd(3)
    reader = open_page(mine)
    # Between those of the other, of whom one comes first.
    reader.wait(lambda page: page.places[-1:] == [2])
    for row in rows:
        set_state(row, state=State.CANCELLED)
    reader.wait(lambda page: page.places[-1:] == [1])
    site.call_worker(mine.pk)
    page = reader.wait_for_end()
    assert (page.state, page.text, fresh(mine).attempt) == ("COMPLETE", fresh(mine).reply.text, 1)


def test_the_event_says_place_and_words(crowd, site, user):
    from http.client import HTTPConnection

    _, mine = crowd(1)
    connection = HTTPConnection("127.0.0.1", site.port, timeout=15)
    path = f"/chat/replies/{mine.reply_id}/events?after=0-0"
    connection.request("GET", path, headers={"Cookie": f"sessionid={session_of(user)}"})
    response = connection.getresponse()
    while (line := response.readline().decode()) and not line.startswith("event: waiting"):
        pass
    assert json.loads(response.readline().decode().partition(": ")[2]) == {
        "position": 2,
        "words": "2nd in the queue",
    }
    connection.close()
