"""The list of conversations: the pinned first, then by day, page by page, and with whom one talked."""

import datetime as dt
import uuid

import pytest
from django.http import Http404
from django.utils import timezone

from characters import publishing
from chat.models import Conversation
from chat.shelves import listing, shelf
from tests.chat.factories import conversation, seconds_from_now, taken_turn
from tests.factories import complete_character, published_character

NOW = dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC)  # A Friday.


def pages(user, size):
    before, found = None, []
    while before != "":
        page = listing.page(user, size=size, before=before)
        found.append(page.conversations)
        before = page.before
    return found


@pytest.mark.parametrize("number", [0, 1, 2, 3, 4, 5])
def test_the_pages_of_the_list_hold_every_conversation_once_latest_first(user, stranger, character, number):
    same = seconds_from_now(0)
    talks = [conversation(user, character=character) for _ in range(number)]
    conversation(stranger, character=character)
    # All of one moment: the id decides.
    Conversation.objects.update(last_said_at=same)
    found = pages(user, 2)
    assert [row for page in found for row in page] == talks[::-1]
    assert all(len(page) <= 2 for page in found)


def test_a_conversation_that_moves_up_between_two_pages_makes_nothing_come_twice(user, character):
    talks = [conversation(user, character=character) for _ in range(4)]
    first = listing.page(user, size=2)
    assert first.conversations == [talks[3], talks[2]]
    taken_turn(user, into=talks[2])
    second = listing.page(user, size=2, before=first.before)
    assert second.conversations == [talks[1], talks[0]]


def test_a_conversation_deleted_between_two_pages_ends_no_list(user, character):
    talks = [conversation(user, character=character) for _ in range(3)]
    first = listing.page(user, size=2)
    shelf.delete(user=user, conversation_id=talks[1].pk)
    assert listing.page(user, size=2, before=first.before).conversations == [talks[0]]


@pytest.mark.parametrize(
    "before", ["x", "1", "1-", "-1", "1-x", "²-1", "9" * 18 + "-1", "1-" + "9" * 18, "1\x00-1", "1-1\n"]
)
def test_a_forged_place_in_the_list_is_not_found(user, before):
    with pytest.raises(Http404):
        listing.page(user, size=2, before=before)


def test_the_list_takes_two_queries_however_much_is_on_it(user, character, django_assert_num_queries):
    for number in range(8):
        conversation(user, character=character, pinned_at=NOW if number % 2 else None)
    with django_assert_num_queries(2):
        page = listing.page(user, size=3)
        assert [row.character.name for row in [*page.pinned, *page.conversations]]
    with django_assert_num_queries(1):
        assert listing.page(user, size=3, before=page.before).conversations


# --- What stands where ----------------------------------------------------------------------------------------------


def test_the_pinned_stand_first_and_on_no_other_page(user, character):
    talks = [conversation(user, character=character) for _ in range(5)]
    for talk in (talks[0], talks[3]):
        shelf.pin(user=user, conversation_id=talk.pk, is_on=True)
    first = listing.page(user, size=2)
    assert (first.pinned, first.conversations) == ([talks[3], talks[0]], [talks[4], talks[2]])
    second = listing.page(user, size=2, before=first.before)
    assert (second.pinned, second.conversations) == ([], [talks[1]])


def test_the_archived_stand_on_a_list_of_their_own(user, character):
    kept, away = (conversation(user, character=character) for _ in range(2))
    shelf.archive(user=user, conversation_id=away.pk, is_on=True)
    assert listing.page(user, size=9).conversations == [kept]
    assert listing.archived(user, size=9).conversations == [away]


def test_the_list_may_show_those_with_one_character_only(user, talk):
    other = conversation(user, character=published_character(name="Bea"))
    assert listing.page(user, size=9, character_id=other.character_id).conversations == [other]
    assert listing.page(user, size=9, character_id=10**17).conversations == []


def test_people_are_named_as_the_public_knows_them(user, stranger, talk, django_assert_num_queries):
    gone = conversation(user, character=published_character(name="Bea"))
    publishing.withdraw(gone.character)
    renamed = conversation(user, character=published_character(name="Cleo"))
    type(renamed.character).objects.filter(pk=renamed.character_id).update(name="A draft's name")
    conversation(stranger, character=published_character(name="Dora"))
    deleted = conversation(user, character=published_character(name="Ed"))
    shelf.delete(user=user, conversation_id=deleted.pk)
    trial = complete_character(name="Fay")
    Conversation.objects.create(user=user, character=trial, title="", client_key=uuid.uuid4(), is_trial=True)
    with django_assert_num_queries(1):
        assert [person.name for person in listing.people(user)] == [talk.character.name, "Bea", "Cleo"]


# --- Headings -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ago", "heading"),
    [
        (dt.timedelta(hours=-1), "Today"),
        (dt.timedelta(hours=12), "Today"),
        (dt.timedelta(hours=13), "Yesterday"),
        (dt.timedelta(days=2), "This week"),
        (dt.timedelta(days=4), "This week"),
        (dt.timedelta(days=5), "November"),
        (dt.timedelta(days=40), "October"),
        (dt.timedelta(days=365), "November 2025"),
    ],
)
def test_a_moment_stands_under_its_day_its_week_or_its_month(ago, heading):
    assert listing.heading_of(NOW - ago, now=NOW) == heading


def test_days_are_those_of_the_time_zone():
    late = NOW.replace(hour=23)
    assert listing.heading_of(late, now=NOW.replace(hour=23, minute=30)) == "Today"
    with timezone.override("Europe/Berlin"):
        assert listing.heading_of(late - dt.timedelta(days=1), now=NOW) == "Today"


def test_a_heading_is_not_said_again_on_the_next_page(user, character):
    talks = [conversation(user, character=character) for _ in range(5)]
    old = timezone.now() - dt.timedelta(days=400)
    Conversation.objects.filter(pk__in=[talk.pk for talk in talks[:2]]).update(last_said_at=old)
    shelf.pin(user=user, conversation_id=talks[4].pk, is_on=True)
    first = listing.page(user, size=1)
    assert [(heading, len(rows)) for heading, rows in first.groups] == [("Pinned", 1), ("Today", 1)]
    second = listing.page(user, size=2, before=first.before)
    assert [heading for heading, _ in second.groups] == ["", listing.heading_of(old, now=timezone.now())]
    third = listing.page(user, size=2, before=second.before)
    assert [heading for heading, _ in third.groups] == [""]
