"""The site's processes on the tests' database: web, worker and sweeper, with a broker and streams of their own."""

import contextlib
import json
import os
import signal
import sys
import threading
import time
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

from celery import Celery
from django.test import Client

from chat.replies.following import Reset, Waiting
from chat.replies.stream import Cursor, Final, Piece
from embedded import folder, ports, processes
from embedded.valkey import Broker, Streams
from tests.chat.page import Page

CSRF = "c" * 32
# Short clocks, so that what takes half a minute in life takes seconds here.
CLOCKS = {
    "REPLY_LEASE_SECONDS": "3",
    "REPLY_CHECKPOINT_SECONDS": "0.4",
    "SWEEP_SECONDS": "0.4",
    "ENGINE_CONNECT_SECONDS": "3",
    "ENGINE_FIRST_PIECE_SECONDS": "2",
    "ENGINE_PIECE_SECONDS": "1",
    "ENGINE_REPLY_SECONDS": "20",
    "ENGINE_MAX_CHARACTERS": "2000",
    "HAND_OVER_SECONDS": "0.5",
    "DATABASE_POOL": "4",
}


class Child:
    """One process of the site: may be killed, and started again."""

    def __init__(self, name, command, environ, log, is_ready):
        self.name, self.log = name, log
        self._command, self._environ, self._is_ready = command, environ, is_ready
        self.process = None

    def start(self):
        self._said_before = len(self.said())
        with self.log.open("ab") as log:
            self.process = processes.start(
                [sys.executable, *self._command], stdout=log, stderr=log, cwd=folder.ROOT, env=self._environ
            )
        assert processes.wait_for(lambda: self.has_ended() or self._is_ready(self), 40), self.said()
        assert not self.has_ended(), self.said()

    def said(self) -> str:
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def has_just_said(self, words) -> bool:
        return words in self.said()[self._said_before :]

    def has_ended(self) -> bool:
        return self.process is None or processes.has_ended(self.process)

    def kill(self):
        """As a crash, or the kernel short of memory, would."""
        processes.end(self.process)

    def ask_to_end(self, seconds) -> float:
        """How many seconds it took to end after SIGTERM."""
        asked_at = time.monotonic()
        processes.ask_to_end(self.process, signal.SIGTERM)
        assert processes.wait_until_ended(self.process, seconds), self.said()
        processes.end(self.process)
        return time.monotonic() - asked_at

    def ensure_running(self):
        if self.has_ended():
            self.start()

    def stop(self):
        if self.process:
            processes.end(self.process)


class Site:
    def __init__(self, var, database_url, **more):
        self.broker, self.streams = Broker(var), Streams(var)
        self.port = ports.free_port()
        self.environ = {
            **os.environ,
            **CLOCKS,
            "DATABASE_URL": database_url,
            "BROKER_URL": self.broker.url,
            "STREAM_URL": self.streams.url,
            **more,
        }
        self.web = self._child(
            "web", ["-m", "uvicorn", "config.asgi:application", "--port", str(self.port), "--log-level", "warning",
                    "--timeout-graceful-shutdown", "2"],
            lambda child: ports.accepts_connections(self.port),
        )  # fmt: skip
        self.worker = self.worker_of(threads=20)
        self.sweeper = self._child("sweeper", ["manage.py", "sweep"], lambda child: True)
        self._caller = Celery(broker=self.broker.url)

    def worker_of(self, *, threads, **settings):
        """A worker that writes so many replies at once, with settings of its own; not started yet."""
        return self._child(
            "worker", ["-m", "celery", "-A", "config", "worker", "--pool=threads", f"--concurrency={threads}",
                       "--loglevel=INFO", "--without-mingle", "--without-gossip"],
            lambda child: child.has_just_said(" ready."), **settings,
        )  # fmt: skip

    def _child(self, name, command, is_ready, **settings):
        environ = {**self.environ, **settings}
        return Child(name, command, environ, folder_of(self.broker) / f"{name}.log", is_ready)

    @property
    def _all(self):
        return (self.broker, self.streams, self.web, self.worker, self.sweeper)

    def start(self):
        for each in self._all:
            each.start()

    def stop(self):
        for each in reversed(self._all):
            each.stop()

    def ensure_running(self):
        """Bring back what a test has ended."""
        for each in self._all:
            if each.has_ended():
                each.start()

    def call_worker(self, generation_id):
        """The wake-up call that a turn sends; sent twice it is a duplicate delivery."""
        self._caller.send_task("chat.tasks.write_reply", (generation_id,), queue="colloquy")

    def request(self, method, path, *, session="", headers=None, form=None, timeout=10):
        """Status, headers and body of one request."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        body = urlencode({"csrfmiddlewaretoken": CSRF, **form}) if form is not None else None
        sent = {"Cookie": f"sessionid={session}; csrftoken={CSRF}", **(headers or {})}
        if form is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        with contextlib.closing(connection):
            connection.request(method, path, body, sent)
            response = connection.getresponse()
            return response.status, response.headers, response.read().decode()


def folder_of(server):
    return server.var / "log"


def session_of(user) -> str:
    """The session cookie of a browser in which this user is signed in."""
    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value


class Reader(threading.Thread):
    """A browser that follows a reply, and comes back with its cursor whenever it is cut off."""

    def __init__(self, site, session, reply_id, page=None):
        super().__init__(daemon=True)
        self.page = page or Page()
        self.num_connections, self.statuses, self.comments = 0, [], 0
        self.error = None
        self._site, self._session, self._reply_id = site, session, reply_id
        self._left = threading.Event()
        self.start()

    def run(self):
        while not (self.page.state or self.error or self._left.is_set()):
            with contextlib.suppress(OSError, HTTPException):
                self._follow()
            # As a browser waits before it tries again.
            self._left.wait(0.05)

    def _follow(self):
        connection = HTTPConnection("127.0.0.1", self._site.port, timeout=15)
        with contextlib.closing(connection):
            path = f"/chat/replies/{self._reply_id}/events?after={self.page.cursor}"
            connection.request("GET", path, headers={"Cookie": f"sessionid={self._session}"})
            response = connection.getresponse()
            self.num_connections += 1
            self.statuses.append(response.status)
            event = {}
            while line := response.readline().decode():
                if self._left.is_set():
                    return
                name, _, value = line.rstrip("\n").partition(": ")
                if line == "\n":
                    self._take(event)
                    event = {}
                elif name:
                    event[name] = value
                else:
                    self.comments += 1

    def _take(self, event):
        try:
            if event.get("event") == "piece":
                after, text = Cursor.parse(event["id"]), json.loads(event["data"])["text"]
                self.page.take(Piece(after.attempt, after.length - len(text), text))
            elif event.get("event") == "reset":
                self.page.take(Reset(Cursor.parse(event["id"]).attempt))
            elif event.get("event") == "waiting":
                self.page.take(Waiting(json.loads(event["data"])["position"]))
            elif event.get("event") == "final":
                self.page.take(Final(0, json.loads(event["data"])["state"]))
        except AssertionError as error:
            self.error = error

    def wait(self, condition, seconds=20) -> Page:
        """Until the page is as a test wants it."""
        assert processes.wait_for(lambda: self.error or condition(self.page), seconds), self.page.__dict__
        if self.error:
            raise self.error
        return self.page

    def wait_for_end(self, seconds=30) -> Page:
        return self.wait(lambda page: page.state, seconds)

    def leave(self):
        self._left.set()
        self.join(20)
