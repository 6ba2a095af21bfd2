"""Headers of every kind of page, cookies, uploads that are too large, and settings fit for the open net."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as site_settings
from django.urls import reverse

from tests.factories import UserFactory, published_character

ROOT = Path(__file__).resolve().parent.parent.parent
PRODUCTION = {
    "DEBUG": "false",
    "LOCAL": "false",
    "SECRET_KEY": "b7Zq-2hVx_9RkTnWm4pLs8cYd6fGj3aEuXo5iQvN1zBtHrKyMw",
    "SITE_URL": "https://colloquy.example",
    "ALLOWED_HOSTS": "colloquy.example",
    "PROXIES": "1",
}


def policy(response) -> dict[str, set[str]]:
    parts = (part.split() for part in response["Content-Security-Policy"].split(";"))
    return {name: set(sources) for name, *sources in parts}


def manage(*command, **environ):
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT, env=os.environ | environ, capture_output=True, text=True, check=False,
    )  # fmt: skip


# --- Headers ---


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["home", "character", "sign in", "missing", "conversations", "account"])
def test_our_pages_allow_nothing_inline_and_nothing_from_elsewhere(name, client, user_client):
    character = published_character()
    response = {
        "home": lambda: client.get("/"),
        "character": lambda: client.get(character.get_absolute_url()),
        "sign in": lambda: client.get("/accounts/login/"),
        "missing": lambda: client.get("/characters/nobody/"),
        "conversations": lambda: user_client.get(reverse("chat:list")),
        "account": lambda: user_client.get("/accounts/email/"),
    }[name]()
    assert policy(response) == {
        "default-src": {"'none'"},
        "script-src": {"'self'"},
        "style-src": {"'self'"},
        "img-src": {"'self'", "data:"},
        "font-src": {"'self'"},
        "connect-src": {"'self'"},
        "form-action": {"'self'"},
        "frame-ancestors": {"'none'"},
        "base-uri": {"'none'"},
    }
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"
    assert "camera=()" in response["Permissions-Policy"]


@pytest.mark.django_db
def test_the_admin_has_a_policy_of_its_own_and_it_is_nowhere_else(editor_client, client):
    admin = policy(editor_client.get("/admin/characters/character/"))
    assert admin["script-src"] == {"'self'", "'unsafe-eval'"}
    assert admin["style-src"] == {"'self'", "'unsafe-inline'"}
    assert admin["default-src"] == {"'none'"}
    assert not any("http" in source for sources in admin.values() for source in sources)
    for path in ("/administration/", "/characters/admin/", "/accounts/login/?next=/admin/"):
        assert "'unsafe-eval'" not in policy(client.get(path))["script-src"]


@pytest.mark.django_db
def test_an_uploaded_picture_can_do_nothing(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    name = "portraits/" + "b" * 32 + ".webp"
    (tmp_path / "portraits").mkdir()
    (tmp_path / name).write_bytes(b"RIFF")
    response = client.get(f"/{name}")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert policy(response) == {"default-src": {"'none'"}, "sandbox": set()}


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["../settings.py", "..%2f..%2fmanage.py", "secret_key", "a.webp", "x" * 300])
def test_only_pictures_that_we_named_are_served(client, name):
    assert client.get(f"/portraits/{name}").status_code == 404


# --- Cookies ---


@pytest.mark.django_db
def test_a_visitor_who_only_reads_gets_no_cookie(client):
    character = published_character()
    for path in ("/", "/characters/", character.get_absolute_url()):
        assert not client.get(path).cookies


@pytest.mark.django_db
def test_cookies_cannot_be_read_by_scripts(client):
    UserFactory(email="me@example.org")
    form = {"login": "me@example.org", "password": "a-long-enough-passphrase"}
    cookies = client.post("/accounts/login/", form).cookies
    assert cookies["sessionid"]["httponly"]
    assert cookies["sessionid"]["samesite"] == "Lax"


@pytest.mark.django_db
def test_a_post_without_a_token_is_refused():
    from django.test import Client

    response = Client(enforce_csrf_checks=True).post(
        "/accounts/login/", {"login": "a@example.org", "password": "b"}
    )
    assert response.status_code == 403


# --- Bodies ---


def test_the_pages_refuse_a_large_body_at_any_address():
    from config.wsgi import application

    said = []
    environ = {"PATH_INFO": "/no/such/page/", "CONTENT_LENGTH": str(site_settings.REQUEST_BODY_MAX_BYTES + 1)}
    body = application(environ, lambda status, headers: said.append(status))
    assert said == ["413 Content Too Large"]
    assert b"larger than the site accepts" in b"".join(body)


# --- Settings ---


def test_production_settings_pass_djangos_own_checks():
    run = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize(
    ("environ", "sentence"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set"),
        ({"SITE_URL": "http://colloquy.example"}, "SITE_URL must begin with https://"),
        ({"DATABASE_URL": ""}, "DATABASE_URL is not set"),
        ({"STREAM_URL": ""}, "STREAM_URL are not set"),
    ],
)
def test_without_what_it_needs_the_site_refuses_to_start_and_says_why(environ, sentence, tmp_path):
    run = manage("check", **PRODUCTION | {"VAR_DIR": str(tmp_path)} | environ)
    assert run.returncode != 0
    assert sentence in run.stderr


def test_behind_a_proxy_the_site_is_https_only(tmp_path):
    code = (
        "from django.test import Client; "
        "c = Client(headers={'host': 'colloquy.example'}); "
        "r = c.get('/robots.txt'); print(r.status_code, r['Location']); "
        "r = c.get('/health/'); print(r.status_code); "
        "r = c.get('/robots.txt', headers={'x-forwarded-proto': 'https'}); "
        "print(r.status_code, r['Strict-Transport-Security']); "
        "r = c.get('/accounts/login/', headers={'x-forwarded-proto': 'https'}); "
        "print(r.cookies['csrftoken']['secure'])"
    )
    manage("collectstatic", "--no-input", **PRODUCTION | {"VAR_DIR": str(tmp_path)})
    run = manage("shell", "--no-imports", "-c", code, **PRODUCTION | {"VAR_DIR": str(tmp_path)})
    assert run.stdout.splitlines() == [
        "301 https://colloquy.example/robots.txt",
        "200",
        "200 max-age=31536000; includeSubDomains; preload",
        "True",
    ], run.stderr
