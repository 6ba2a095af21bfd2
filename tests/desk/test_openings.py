"""Who opens a character sees who else has it open, since when; whoever leaves or falls silent is gone."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.test import Client
from django.urls import reverse

from desk.editing import openings
from desk.models import Opening
from tests.desk.admin_forms import change_url
from tests.factories import CharacterFactory, EditorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def character():
    return CharacterFactory()


@pytest.fixture
def maria():
    return EditorFactory(email="maria@example.org")


@pytest.fixture
def maria_client(maria):
    client = Client()
    client.force_login(maria)
    return client


def emails(character, user):
    return [other.email for other in openings.sign(character.pk, user)]


def silent(seconds, **who):
    """As if they had given no sign for so long."""
    Opening.objects.filter(**who).update(seen_at=Now() - dt.timedelta(seconds=seconds))


def test_the_second_sees_who_has_it_open_since_when_and_the_first_hears_of_the_second(
    character, editor, editor_client, maria, maria_client
):
    assert "has had this open" not in maria_client.get(change_url(character)).content.decode()
    since = Opening.objects.get().opened_at
    page = editor_client.get(change_url(character)).content.decode()
    assert "maria@example.org" in page
    assert f"{since:%H:%M} UTC" in page
    assert "last active just now" in page
    signed = maria_client.post(reverse("desk:sign", args=[character.pk])).content.decode()
    assert editor.email in signed
    assert "<html" not in signed


def test_nobody_is_told_of_themselves_or_of_those_at_another_character(character, editor, maria):
    assert emails(CharacterFactory(), maria) == []
    assert emails(character, editor) == []
    assert emails(character, editor) == []


def test_a_sign_keeps_the_time_at_which_it_was_opened(character, editor, maria):
    openings.sign(character.pk, maria)
    opened_at = Opening.objects.get().opened_at
    silent(70)
    assert [it.last_active for it in openings.sign(character.pk, editor)] == ["a minute ago"]
    openings.sign(character.pk, maria)
    assert Opening.objects.get(user=maria).opened_at == opened_at


def test_who_falls_silent_is_gone_and_comes_back_as_new(character, editor, maria):
    openings.sign(character.pk, maria)
    opened_at = Opening.objects.get().opened_at
    silent(openings.GONE_SECONDS + 1)
    assert emails(character, editor) == []
    silent(2 * openings.GONE_SECONDS + 1)
    openings.sign(character.pk, maria)
    assert Opening.objects.get(user=maria).opened_at > opened_at


def test_who_leaves_is_gone_at_once(character, editor, maria_client):
    maria_client.get(change_url(character))
    assert emails(character, editor) == ["maria@example.org"]
    assert maria_client.post(reverse("desk:leave", args=[character.pk])).status_code == 204
    assert emails(character, editor) == []


def test_a_second_tab_goes_on_when_the_first_is_closed(character, editor, maria):
    openings.sign(character.pk, maria)
    opened_at = Opening.objects.get().opened_at
    openings.leave(character.pk, maria)
    openings.sign(character.pk, maria)
    assert Opening.objects.get(user=maria).opened_at == opened_at
    assert emails(character, editor) == ["maria@example.org"]


def test_a_character_that_is_gone_is_nobodys(editor, editor_client):
    assert openings.sign(0, editor) == []
    assert editor_client.post(reverse("desk:sign", args=[0])).status_code == 404


def test_users_who_are_no_editors_neither_sign_nor_leave(character, user_client):
    for name in ("desk:sign", "desk:leave"):
        assert user_client.post(reverse(name, args=[character.pk]), follow=True).status_code == 403
    assert not Opening.objects.exists()


def test_the_notice_costs_one_query(character, editor, django_assert_num_queries):
    with django_assert_num_queries(1):
        openings.sign(character.pk, editor)


def test_what_was_open_a_day_ago_is_cleared(character, editor, maria):
    openings.sign(character.pk, maria)
    silent(25 * 3600)
    openings.sign(character.pk, editor)
    openings.clear()
    assert Opening.objects.get().user == editor


def test_a_user_has_a_character_open_once(character, editor):
    openings.sign(character.pk, editor)
    row = Opening.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Opening.objects.create(character=character, user=editor, opened_at=row.opened_at, seen_at=row.seen_at)
