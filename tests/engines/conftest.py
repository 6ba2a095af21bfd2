"""One scripted OpenAI-compatible server for all tests of engines."""

import pytest

from tests.engines.scripted_server import ScriptedServer


@pytest.fixture(scope="session")
def scripted_server():
    with ScriptedServer() as server:
        yield server
