"""What all tests share. The servers start before Django reads its settings, and stop however the run ends."""

import os
from contextlib import ExitStack

import hypothesis
import pytest

from embedded import folder
from embedded.with_servers import throw_away_servers
from tests import dealing

_at_the_end = ExitStack()


def pytest_configure(config):
    """Not a fixture: pytest-django loads the settings right after this, and they want the servers' addresses.

    For the same reason pyproject.toml does not name the settings module: it would be loaded before this.
    """
    _remember_chromium()
    # A machine that has other work makes no example wrong.
    hypothesis.settings.register_profile("patient", deadline=None)
    hypothesis.settings.load_profile("patient")
    if dealing.hands_out(config):
        return
    os.environ |= _at_the_end.enter_context(throw_away_servers(os.environ))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    # The cast needs models, so it cannot be named in pytest_plugins, which are loaded before this.
    config.pluginmanager.import_plugin("tests.cast")


def pytest_unconfigure(config):
    _at_the_end.close()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config):
    return dealing.num_processes(config)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return dealing.scheduler(config, log)


def pytest_collection_modifyitems(config, items):
    if dealing.is_dealt_to(config):
        items[:] = dealing.in_the_order_of_dealing(items)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup):
    from tests import emptying

    emptying.delete_instead_of_truncating()


def _remember_chromium():
    """The Chromium that `make test` found, unless the environment names one."""
    found = folder.var_folder(os.environ) / "chromium"
    if found.exists():
        os.environ.setdefault("CHROMIUM", found.read_text().strip())
