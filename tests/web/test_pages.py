"""The pages for what is not there, not allowed or broken; and what they need to be shown."""

import pytest
from django.template.loader import get_template
from django.test import Client

from web.typography import curled


@pytest.mark.django_db
def test_an_unknown_address_has_a_way_on(client):
    response = client.get("/nothing/here/")
    assert response.status_code == 404
    assert 'name="q"' in response.content.decode()
    assert not response.cookies


@pytest.mark.parametrize("template", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"])
def test_an_error_page_needs_neither_context_nor_database(template, settings):
    # No database fixture here: pytest-django refuses every query.
    page = get_template(template).render()
    assert settings.SITE_NAME in page
    assert "css/site.css" in page
    assert "<style" not in page


def test_a_form_without_its_token_is_told_what_to_do(db):
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {})
    assert response.status_code == 403
    assert "That was not sent" in response.content.decode()


@pytest.mark.django_db
def test_public_pages_hold_no_script_or_style_of_their_own(client):
    for url in ("/", "/characters/", "/nothing/"):
        page = client.get(url).content.decode()
        assert "<style" not in page
        assert ' style="' not in page
        assert page.count("<script") == page.count("<script src=")


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Trotsky's", "Trotsky’s"),
        ('the "permanent revolution"', "the “permanent revolution”"),
        ("workers' union ('so')", "workers’ union (‘so’)"),
        ("the '90s", "the ’90s"),
        ("", ""),
    ],
)
def test_quotation_marks_are_a_printers(typed, printed):
    assert curled(typed) == printed
