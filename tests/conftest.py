"""What all tests share. The servers start before Django reads its settings, and stop however the run ends."""

import os
from contextlib import ExitStack

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
def django_db_setup(django_db_setup, django_db_blocker):
    """Keeps the roles, which migrations made: after a test that commits all tables are emptied."""
    from django.apps import apps
    from django.contrib.auth.models import Group, Permission
    from django.db.models.signals import post_migrate

    with django_db_blocker.unblock():
        roles = {
            group.name: list(group.permissions.values_list("content_type__app_label", "codename"))
            for group in Group.objects.all()
        }

    def make_anew(sender, **_):
        # Emptying tells every app in turn; with the last one all permissions are there again.
        if sender is not list(apps.get_app_configs())[-1]:
            return
        for name, allowed in roles.items():
            group, is_new = Group.objects.get_or_create(name=name)
            if is_new:
                group.permissions.set(
                    Permission.objects.get(content_type__app_label=app, codename=codename)
                    for app, codename in allowed
                )

    post_migrate.connect(make_anew, weak=False, dispatch_uid="roles outlive tests")


def _remember_chromium():
    """The Chromium that `make test` found, unless the environment names one."""
    found = folder.var_folder(os.environ) / "chromium"
    if found.exists():
        os.environ.setdefault("CHROMIUM", found.read_text().strip())
