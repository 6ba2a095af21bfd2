"""Pages kept ready for visitors without a session: the same as made anew, and never out of date for long."""

import pytest
from django.db import OperationalError
from django.urls import reverse

from characters import catalog, kept_pages
from tests.factories import published_character

pytestmark = pytest.mark.django_db
CATALOG = "/characters/"


@pytest.fixture(autouse=True)
def _kept(settings):
    settings.KEPT_PAGES_BYTES, settings.KEPT_PAGES_SECONDS = 1_000_000, 0


@pytest.fixture
def ada():
    return published_character(name="Ada Lovelace", slug="ada")


def headers_of(response):
    return dict(response.items())


@pytest.mark.parametrize(
    "path", ["/", CATALOG, "/characters/ada/", "/characters/ada/similar/", f"{CATALOG}?era=19th-century"]
)
def test_a_kept_page_is_the_same_to_the_last_header_and_costs_one_query(
    client, ada, path, django_assert_num_queries
):
    made = client.get(path)
    with django_assert_num_queries(1):
        kept = client.get(path)
    assert (kept.status_code, kept.content, headers_of(kept)) == (200, made.content, headers_of(made))
    assert made.content
    assert "Set-Cookie" not in headers_of(kept)


def test_no_query_is_made_while_the_catalog_was_looked_at_a_moment_ago(
    client, ada, settings, django_assert_num_queries
):
    settings.KEPT_PAGES_SECONDS = 60
    client.get(CATALOG)
    with django_assert_num_queries(0):
        assert b"Ada Lovelace" in client.get(CATALOG).content


def test_after_a_publication_the_page_is_made_anew(client, ada):
    assert b"Grace Hopper" not in client.get(CATALOG).content
    published_character(name="Grace Hopper")
    assert b"Grace Hopper" in client.get(CATALOG).content


def test_a_browser_that_has_the_page_is_told_that_it_is_the_same(client, ada):
    etag = client.get(CATALOG)["ETag"]
    unchanged = client.get(CATALOG, headers={"If-None-Match": etag})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert unchanged["Cache-Control"] == client.get(CATALOG)["Cache-Control"]


def test_a_cache_before_the_site_may_answer_visitors_and_nobody_else(client, user_client, ada, settings):
    settings.SHARED_CACHE_SECONDS = 30
    told = client.get(CATALOG)
    assert set(told["Cache-Control"].split(", ")) == {"public", "max-age=0", "s-maxage=30"}
    assert "Cookie" in told["Vary"]
    assert "HX-Request" in told["Vary"]
    assert set(user_client.get(CATALOG)["Cache-Control"].split(", ")) == {"private", "no-cache"}


def test_who_has_a_session_is_never_shown_what_is_kept(client, user_client, ada):
    assert reverse("account_login") in client.get("/").content.decode()
    page = user_client.get("/").content.decode()
    assert reverse("chat:list") in page
    assert reverse("account_login") in client.get("/").content.decode()


def test_a_fragment_and_its_page_are_kept_apart(client, ada):
    page = client.get(CATALOG).content
    fragment = client.get(CATALOG, headers={"HX-Request": "true"}).content
    assert b"<html" in page
    assert b"<html" not in fragment
    assert client.get(CATALOG).content == page
    assert client.get(CATALOG, headers={"HX-Request": "true"}).content == fragment


def test_an_answer_that_depends_on_where_one_was_is_kept_for_nobody_else(client, ada):
    """Whoever takes back what they typed stays at that step of the way back; whoever sets a filter takes a new one."""
    asked, site = f"{CATALOG}?era=19th-century", "http://testserver"
    told = {
        before: client.get(asked, headers={"HX-Request": "true", "HX-Current-URL": f"{site}{before}"})
        for before in (f"{CATALOG}?q=a&era=19th-century", CATALOG)
    }
    assert [{"HX-Replace-Url", "HX-Push-Url"} & set(headers_of(each)) for each in told.values()] == [
        {"HX-Replace-Url"},
        {"HX-Push-Url"},
    ]
    assert all("HX-Current-URL" in each["Vary"] for each in told.values())


def test_another_host_gets_no_page_of_this_one(client, ada, settings):
    settings.ALLOWED_HOSTS = ["one.example"]
    assert client.get(CATALOG, headers={"Host": "one.example"}).status_code == 200
    assert client.get(CATALOG, headers={"Host": "other.example"}).status_code == 400


@pytest.mark.parametrize(
    "path", ["/characters/nobody/", "/accounts/login/", "/no-such-page/", f"{CATALOG}?q=ada"]
)
def test_what_is_no_public_page_is_not_kept(client, ada, path, monkeypatch):
    kept = []
    monkeypatch.setattr(kept_pages.KeptPages, "keep", lambda self, key, page: kept.append(key))
    client.get(path)
    assert not kept
    client.get(CATALOG)
    assert len(kept) == 1


def test_what_is_kept_stays_below_its_limit_and_the_oldest_goes_first():
    pages = kept_pages.KeptPages(800)
    for at in range(20):
        pages.keep((str(at),), kept_pages.Kept("1", [], b"x" * 100))
    assert [at for at in range(20) if pages.get((str(at),), "1")] == list(range(12, 20))
    pages.keep(("large",), kept_pages.Kept("1", [], b"x" * 101))
    assert pages.get(("large",), "1") is None


def test_what_is_kept_is_served_while_the_database_is_away(
    client, ada, monkeypatch, django_assert_num_queries
):
    page = client.get(CATALOG).content
    monkeypatch.setattr(catalog, "version", away)
    with django_assert_num_queries(0):
        assert client.get(CATALOG).content == page


def test_a_catalog_that_was_never_known_keeps_nothing():
    assert kept_pages.Versions(away).of("ada") == ""


def away(slug):
    raise OperationalError("no connection")
