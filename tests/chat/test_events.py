"""The event stream through a real web process: who may follow what, and what an open stream costs."""

import json
import socket
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from chat import turns
from chat.events import STREAMS_PER_USER
from chat.models import Generation
from embedded.processes import wait_for
from engines.scripts import said
from tests.chat.factories import fresh, seconds_from_now, set_state, taken_turn
from tests.chat.page import Page
from tests.chat.running_site import session_of

State = Generation.State


@pytest.fixture
def ask(site, user):
    """One request for a reply's events, by the user unless a session is named: status, headers, body."""

    def request(generation, *, session=None, method="GET", query="", headers=None, **more):
        path = f"/chat/replies/{generation.reply_id}/events{query}"
        session = session_of(user) if session is None else session
        return site.request(method, path, session=session, headers=headers, **more)

    return request


@pytest.fixture
def complete(site, user):
    return taken_turn(user, state=State.COMPLETE, attempt=1, text_attempt=1, written="I am the 🦉.")


def waiting(user, **fields):
    """A reply that nobody writes: it waits for an attempt that is far away."""
    return taken_turn(user, next_attempt_at=seconds_from_now(500), **fields)


def events_of(body):
    blocks = [
        dict(line.split(": ", 1) for line in block.splitlines()) for block in body.split("\n\n") if block
    ]
    return [block for block in blocks if "event" in block]


def test_a_finished_reply_is_told_whole_with_its_final(ask, complete):
    status, headers, body = ask(complete)
    reset, piece, final = events_of(body)
    assert (status, headers["content-type"]) == (200, "text/event-stream; charset=utf-8")
    assert (headers["cache-control"], headers["x-accel-buffering"]) == ("no-store", "no")
    assert (reset["event"], reset["id"]) == ("reset", "1-0")
    assert (piece["event"], piece["id"], json.loads(piece["data"])) == (
        "piece",
        "1-11",
        {"text": "I am the 🦉."},
    )
    assert (final["event"], json.loads(final["data"])) == ("final", {"state": "COMPLETE"})


def test_whoever_has_read_all_is_told_the_end_alone(ask, complete):
    for state in (State.COMPLETE, State.FAILED, State.CANCELLED):
        set_state(complete, state=state)
        assert [event["event"] for event in events_of(ask(complete, query="?after=1-11")[2])] == ["final"]


def test_whoever_has_read_half_is_told_the_rest(ask, complete):
    piece, _ = events_of(ask(complete, query="?after=1-5")[2])
    assert json.loads(piece["data"]) == {"text": "the 🦉."}


def test_a_stranger_and_the_signed_out_find_nothing(ask, complete, stranger):
    assert ask(complete, session=session_of(stranger))[0] == 404
    for session in ("", "a" * 32, "x", '"\\000aaaaaaaaaaaa"', "a" * 4000, "ü"):
        assert ask(complete, session=session.encode().decode("latin-1"))[0] == 404


def test_an_ended_session_finds_nothing(ask, complete, user):
    session = session_of(user)
    assert ask(complete, session=session)[0] == 200
    user.set_password("another-long-passphrase")
    user.save()
    assert ask(complete, session=session)[0] == 404


def test_a_users_own_message_and_what_does_not_exist_have_no_events(site, complete, user):
    for pk in (complete.reply.answers_id, 10**17, 0):
        assert site.request("GET", f"/chat/replies/{pk}/events", session=session_of(user))[0] == 404


FORGED = ("x", "1", "-1", "1-2-3", "1-1&after=x", "%00", "%ff-1", "1-" + "9" * 30, "%D9%A1-1")


def test_a_forged_cursor_is_a_bad_request(ask, complete):
    for cursor in FORGED:
        assert ask(complete, query=f"?after={cursor}")[0] == 400, cursor


def test_a_strange_cursor_ends_with_the_right_text_all_the_same(ask, complete):
    for query in ("", "?after=", "?after=0-0", "?after=999999999-999999999", "?other=1"):
        told = events_of(ask(complete, query=query)[2])
        pieces = [json.loads(event["data"])["text"] for event in told if event["event"] == "piece"]
        assert ("".join(pieces), told[-1]["event"]) == ("I am the 🦉.", "final"), query


def test_a_host_that_is_not_ours_is_a_bad_request(ask, complete):
    for host in ("evil.example", "localhost.evil.example", "", "local host", "[::1", "a" * 3000):
        assert ask(complete, headers={"Host": host})[0] == 400, host


def test_events_are_only_read(ask, complete):
    for method in ("POST", "PUT", "HEAD", "DELETE", "OPTIONS"):
        assert ask(complete, method=method)[0] == 405, method


def test_a_silent_reply_keeps_its_stream_alive_with_comments(site, user, open_page):
    silent = waiting(user)
    reader = open_page(silent)
    assert wait_for(lambda: reader.comments, 20)
    assert (reader.num_connections, reader.page.text) == (1, "")
    turns.stop(user=user, reply_id=silent.reply_id)
    assert reader.wait_for_end(3).state == State.CANCELLED


def test_a_deleted_reply_ends_the_stream_and_is_not_found_again(site, user, open_page):
    silent = taken_turn(user, state=State.GENERATING, attempt=1, text_attempt=1, written="So far")
    reader = open_page(silent)
    reader.wait(lambda page: page.text)
    silent.conversation.delete()
    assert wait_for(lambda: 404 in reader.statuses, 15)


def _connections_of_the_web(site):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(*) FILTER (WHERE state <> 'idle') FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = ''"
        )
        return cursor.fetchone()


def test_open_streams_hold_no_connection_to_the_database(site, talking, user, stranger, open_page):
    # More streams than the web process may have connections.
    before, _ = _connections_of_the_web(site)
    generation = talking("scripted:say-200-gap-25")
    readers = [open_page(generation) for _ in range(STREAMS_PER_USER - 1)]
    for reader in readers:
        reader.wait(lambda page: page.text)
    number, _ = _connections_of_the_web(site)
    assert number <= before + int(site.environ["DATABASE_POOL"])
    status, _, _ = site.request("GET", "/chat/", session=session_of(stranger), timeout=5)
    assert status == 200
    for reader in readers:
        assert reader.wait_for_end().text == said(200)


def test_one_user_may_open_so_many_streams_and_no_more(site, user, stranger, ask, open_page):
    silent = waiting(user, attempt=1, text_attempt=1, written="So far")
    readers = [open_page(silent) for _ in range(STREAMS_PER_USER)]
    for reader in readers:
        reader.wait(lambda page: page.text)
    assert ask(silent)[0] == 429
    other = taken_turn(stranger, state=State.COMPLETE)
    assert ask(other, session=session_of(stranger))[0] == 200
    turns.stop(user=user, reply_id=silent.reply_id)
    for reader in readers:
        reader.wait_for_end()
    assert wait_for(lambda: ask(silent)[0] == 200, 5)


def test_readers_who_vanish_give_their_places_back(site, user, ask):
    silent = taken_turn(user, state=State.GENERATING, attempt=1, text_attempt=1, written="So far")
    session = session_of(user)
    for _ in range(3):
        sockets = [_open_socket(site, silent, session) for _ in range(STREAMS_PER_USER)]
        for each in sockets:
            each.close()
    set_state(silent, state=State.COMPLETE)
    assert wait_for(lambda: ask(silent)[0] == 200, 10)


def _open_socket(site, generation, session):
    opened = socket.create_connection(("127.0.0.1", site.port), timeout=10)
    path = f"/chat/replies/{generation.reply_id}/events"
    opened.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: sessionid={session}\r\n\r\n".encode())
    assert opened.recv(12).startswith(b"HTTP/1.1 ")
    return opened


def test_many_readers_at_once_are_all_told_the_same(site, talking, user, stranger):
    from tests.chat.running_site import Reader

    generation = talking("scripted:say-60-gap-20")
    session = session_of(user)
    with ThreadPoolExecutor(8) as pool:
        readers = list(pool.map(lambda _: Reader(site, session, generation.reply_id, Page()), range(15)))
    for reader in readers:
        assert reader.wait_for_end().text == fresh(generation).reply.text == said(60)


def test_pages_and_events_share_one_address(site, user, complete):
    session = session_of(user)
    status, _, body = site.request("GET", f"/chat/{complete.conversation_id}/", session=session)
    assert status == 200
    assert f"message-{complete.reply_id}" in body
    form = {"text": "And you?", "client_key": str(uuid.uuid4())}
    assert (
        site.request("POST", f"/chat/{complete.conversation_id}/messages", session=session, form=form)[0]
        == 302
    )
