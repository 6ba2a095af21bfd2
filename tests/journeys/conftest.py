"""One site for all journeys, a Chromium for each module, and a watch over every page."""

import pytest
from playwright.sync_api import expect

pytest.register_assert_rewrite("tests.journeys.talking")

from tests.journeys.browsing import SECONDS, Doors, chromium  # noqa: E402
from tests.journeys.opening import SETTINGS, open_for_visitors  # noqa: E402
from tests.journeys.watching import Watch  # noqa: E402
from tests.processes import site_of_processes  # noqa: E402

expect.set_options(timeout=SECONDS * 1000)


@pytest.fixture(scope="session")
def site():
    with site_of_processes(**SETTINGS) as site:
        open_for_visitors(site)
        yield site


@pytest.fixture(scope="module")
def browser():
    """Not for the session: Playwright keeps an event loop in this thread, which other tests do without."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def watch(site):
    watch = Watch(site.url)
    yield watch
    assert not watch.complaints


@pytest.fixture
def doors(browser, site, watch):
    doors = Doors(browser, site, site.told, watch)
    yield doors
    doors.close()


@pytest.fixture
def visitor(doors):
    """A page of somebody who has never been here."""
    return doors.come()


@pytest.fixture
def reader(doors):
    """A page of somebody signed in who has never talked."""
    return doors.new_reader()
