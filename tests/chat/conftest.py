"""What the tests of conversations share.

Models are imported inside the fixtures: pytest may read this file before the servers that the settings want.
"""

import os
import shutil
import tempfile
import uuid
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection
from django.urls import reverse

from embedded import folder, ports
from embedded.processes import wait_for
from embedded.valkey import Streams


def pytest_collection_modifyitems(items):
    """Tests of the running site last: its sweeper heals whatever is committed, also what another test is to heal."""
    items.sort(key=lambda item: "_site" in item.fixturenames)


@contextmanager
def _folder():
    path = Path(tempfile.mkdtemp(prefix="colloquy-chat-"))
    path.chmod(0o711)
    folder.prepare(path)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def own_streams():
    """A Valkey for streams, running; a test may end it and start it again."""
    with _folder() as var:
        server = Streams(var)
        server.start()
        yield server
        server.stop()


@pytest.fixture(scope="session")
def _site(django_db_setup):
    from tests.chat.running_site import Site
    from tests.engines.deaf_server import deaf_server
    from tests.engines.scripted_server import ScriptedServer

    url = os.environ["DATABASE_URL"].rpartition("/")[0] + "/" + connection.settings_dict["NAME"]
    with _folder() as var, ScriptedServer() as model_server, deaf_server() as deaf:
        servers = {"ENGINE_SERVERS": "deaf,gone", "ENGINE_DEAF_BASE_URL": deaf}
        servers["ENGINE_GONE_BASE_URL"] = f"http://127.0.0.1:{ports.free_port()}/v1"
        site = Site(var, url, OPENAI_BASE_URL=model_server.url, OPENAI_MODEL="echo", **servers)
        site.model_server = model_server
        try:
            site.start()
            yield site
        finally:
            site.stop()


@pytest.fixture
def site(_site, transactional_db, settings):
    """The running site on the tests' database, whole at the beginning of each test and quiet at its end."""
    from chat import turns
    from chat.models import Generation

    settings.STREAM_URL = _site.streams.url
    _site.ensure_running()
    yield _site
    _site.ensure_running()
    for running in Generation.objects.running().select_related("conversation__user"):
        turns.stop(user=running.conversation.user, reply_id=running.reply_id)
    # Emptying the tables under a worker that still writes would be a deadlock.
    assert wait_for(lambda: not Generation.objects.running().exists(), 20)


@pytest.fixture
def talking(site, user, settings):
    """Take a turn that an engine of one's choice answers, with a worker called; its generation."""
    from tests.chat.factories import conversation, taken_turn
    from tests.factories import published_character

    def take(engine, *, into=None, is_called=True):
        settings.ENGINE = engine
        character = into.character if into else published_character(embed_now=True)
        generation = taken_turn(user, into=into or conversation(user, character=character))
        if is_called:
            site.call_worker(generation.pk)
        return generation

    return take


@pytest.fixture
def open_page(site, user):
    """Open a page that follows a reply."""
    from tests.chat.running_site import Reader, session_of

    readers = []

    def open_one(generation, page=None, session=None):
        readers.append(Reader(site, session or session_of(user), generation.reply_id, page))
        return readers[-1]

    yield open_one
    for reader in readers:
        reader.leave()


@pytest.fixture
def character(db):
    """Who the tests of pages talk with."""
    from tests.factories import published_character

    return published_character(engine="scripted:say-3")


@pytest.fixture
def talk(user, character):
    from tests.chat.factories import conversation

    return conversation(user, character=character)


@pytest.fixture
def complete(user, talk):
    """A generation whose reply is written."""
    from chat.models import Generation
    from tests.chat.factories import taken_turn

    return taken_turn(
        user, into=talk, state=Generation.State.COMPLETE, attempt=1, text_attempt=1, written="I am **Ada**."
    )


@pytest.fixture
def send(user_client, talk):
    """Say something in the conversation; a key of its own unless one is given."""

    def post(text="And why?", *, htmx=False, client=user_client, **form):
        form = {"text": text, "client_key": str(uuid.uuid4()), **form}
        return client.post(
            reverse("chat:send", args=[talk.pk]), form, headers={"HX-Request": "true"} if htmx else {}
        )

    return post


@pytest.fixture
def begin(user_client, character):
    """Begin a conversation by a form with these fields."""

    def post(client=user_client, **form):
        form = {"client_key": str(uuid.uuid4()), **form}
        return client.post(reverse("chat:begin", args=[character.slug]), form)

    return post


@pytest.fixture
def answered(user, talk):
    """A turn in the talk that is answered; its generation."""

    from tests.chat.factories import taken_turn

    def one(text="Who are you?", written="I am **Ada** [1].", state="COMPLETE", **fields):
        return taken_turn(
            user, into=talk, text=text, state=state, attempt=1, text_attempt=1, written=written, **fields
        )

    return one


@pytest.fixture
def cited(answered, character):
    """A turn whose reply cites a passage of the page."""
    from chat.models import Citation

    generation = answered()
    passage = character.live_edition.passages.get(kind="ANSWER")
    Citation.objects.create(generation=generation, number=1, passage=passage)
    return generation


@pytest.fixture
def shared(cited, user, talk):
    """The talk with that turn, shared."""
    from chat.sharing import shares

    return shares.share(user=user, conversation_id=talk.pk)
