"""Editions go live and pages go away at their time: each once, in order, none at the cost of another."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from characters import publishing, scheduling
from characters.models import Character, Passage, Schedule
from characters.tasks import embed_missing_passages
from tests.factories import CharacterFactory, EditorFactory, StarterQuestionFactory, published_character

pytestmark = pytest.mark.django_db
Kind, State = Schedule.Kind, Schedule.State


def tomorrow(hours=0):
    return timezone.now() + dt.timedelta(days=1, hours=hours)


def draft(**fields):
    """A character that could be published."""
    character = CharacterFactory(**fields)
    StarterQuestionFactory(character=character, anchor="engine")
    return character


def changed(character, **fields):
    Character.objects.filter(pk=character.pk).update(**fields)
    character.refresh_from_db()
    return character


def let_time_pass(*schedules, seconds=1):
    """As if these had been asked for long ago and were due by now, the first before the second."""
    for number, schedule in enumerate(reversed(schedules), seconds):
        Schedule.objects.filter(pk=schedule.pk).update(due_at=Now() - dt.timedelta(seconds=number))


def now(row):
    row.refresh_from_db()
    return row


# --- An edition with a date ---


def test_an_edition_goes_live_when_it_is_due_and_not_before():
    character, editor = draft(), EditorFactory()
    schedule = scheduling.schedule_publishing(
        character, due_at=tomorrow(), by=editor, note="For her birthday"
    )
    assert scheduling.run_due() == 0
    assert now(character).live_edition is None
    let_time_pass(schedule)
    assert scheduling.run_due() == 1
    live = now(character).live_edition
    assert (live.number, live.published_by, live.note) == (1, editor, "For her birthday")
    assert live.published_at
    assert (now(schedule).state, schedule.failure) == (State.DONE, "")
    assert schedule.ended_at
    assert scheduling.run_due() == 0


def test_what_goes_live_is_the_draft_as_it_was_when_that_was_asked_for():
    character = draft(tagline="As it was.")
    schedule = scheduling.schedule_publishing(character, due_at=tomorrow())
    changed(character, tagline="Changed since.", greeting="")
    let_time_pass(schedule)
    scheduling.run_due()
    assert now(character).live_edition.tagline == "As it was."


def test_a_draft_that_lacks_something_gets_no_date():
    character = draft(greeting="")
    with pytest.raises(publishing.Incomplete, match="The greeting is empty."):
        scheduling.schedule_publishing(character, due_at=tomorrow())
    assert not character.editions.exists()


@pytest.mark.parametrize(
    ("ahead", "refusal"),
    [
        (-dt.timedelta(minutes=1), scheduling.NotAhead),
        (dt.timedelta(days=6 * 366), scheduling.TooFarAhead),
    ],
)
def test_a_time_that_makes_no_sense_is_refused(ahead, refusal):
    character = published_character()
    changed(character, tagline="Another.")
    for ask in (scheduling.schedule_publishing, scheduling.schedule_withdrawal):
        with pytest.raises(refusal):
            ask(character, due_at=timezone.now() + ahead)
    assert not Schedule.objects.exists()


def test_the_minute_that_has_begun_is_not_over():
    this_minute = timezone.now().replace(second=0, microsecond=0)
    scheduling.schedule_publishing(draft(), due_at=this_minute)
    assert scheduling.run_due() == 1


def test_a_draft_that_says_what_is_live_gets_no_date_unless_the_page_is_gone_by_then():
    character = published_character()
    with pytest.raises(scheduling.NothingNew):
        scheduling.schedule_publishing(character, due_at=tomorrow(2))
    scheduling.schedule_withdrawal(character, due_at=tomorrow(1))
    assert scheduling.schedule_publishing(character, due_at=tomorrow(2)).edition.number == 2


def test_an_edition_with_a_date_is_not_public_yet(client):
    character = published_character(slug="ada")
    changed(character, tagline="Of tomorrow.")
    scheduling.schedule_publishing(character, due_at=tomorrow())
    assert "Of tomorrow." not in client.get("/characters/ada/").content.decode()
    assert client.get("/characters/ada/editions/2/").status_code == 404


def test_the_passages_of_an_edition_with_a_date_are_made_ready_before():
    character = draft()
    scheduling.schedule_publishing(character, due_at=tomorrow())
    embed_missing_passages()
    assert not Passage.objects.filter(embedding=None).exists()


def test_a_date_takes_a_character_out_of_review_and_going_live_no_newer_draft():
    character = changed(draft(), submitted_at=timezone.now())
    schedule = scheduling.schedule_publishing(character, due_at=tomorrow())
    assert now(character).submitted_at is None
    changed(character, submitted_at=timezone.now())
    let_time_pass(schedule)
    scheduling.run_due()
    assert now(character).submitted_at


# --- A newer wish ends the older one ---


def test_an_edition_never_goes_live_over_a_newer_one():
    character = draft(tagline="Older.")
    schedule = scheduling.schedule_publishing(character, due_at=tomorrow())
    changed(character, tagline="Newer.")
    publishing.publish(character)
    assert (now(schedule).state, schedule.failure) == (State.CANCELLED, "Edition 2 went live before it.")
    let_time_pass(schedule)
    assert scheduling.run_due() == 0
    assert now(character).live_edition.tagline == "Newer."


def test_scheduling_anew_takes_the_place_of_what_was_scheduled():
    character = draft(tagline="Older.")
    first = scheduling.schedule_publishing(character, due_at=tomorrow())
    changed(character, tagline="Newer.")
    second = scheduling.schedule_publishing(character, due_at=tomorrow(1))
    assert (now(first).state, first.failure) == (State.CANCELLED, "Edition 2 was scheduled in its place.")
    let_time_pass(second)
    scheduling.run_due()
    assert now(character).live_edition.tagline == "Newer."


def test_an_unchanged_draft_is_only_given_another_time():
    character = draft()
    first = scheduling.schedule_publishing(character, due_at=tomorrow())
    second = scheduling.schedule_publishing(character, due_at=tomorrow(1))
    assert second.edition == first.edition
    assert now(first).failure == "It was given another time."
    noted = scheduling.schedule_publishing(character, due_at=tomorrow(1), note="Said why.")
    assert noted.edition.note == "Said why."


def test_withdrawing_by_hand_ends_a_scheduled_withdrawal_and_leaves_a_scheduled_publication():
    character = changed(published_character(), tagline="Of tomorrow.")
    withdrawal = scheduling.schedule_withdrawal(character, due_at=tomorrow())
    publication = scheduling.schedule_publishing(character, due_at=tomorrow(1))
    publishing.withdraw(character)
    assert (now(withdrawal).state, withdrawal.failure) == (State.CANCELLED, "The page was withdrawn before.")
    let_time_pass(publication)
    scheduling.run_due()
    assert now(character).live_edition.tagline == "Of tomorrow."


def test_publishing_by_hand_leaves_a_scheduled_withdrawal():
    character = changed(published_character(), tagline="Until tomorrow.")
    withdrawal = scheduling.schedule_withdrawal(character, due_at=tomorrow())
    publishing.publish(character)
    let_time_pass(withdrawal)
    scheduling.run_due()
    assert now(character).live_edition is None


def test_what_is_called_off_does_not_happen():
    character = draft()
    schedule = scheduling.schedule_publishing(character, due_at=tomorrow())
    scheduling.call_off(schedule)
    let_time_pass(schedule)
    assert scheduling.run_due() == 0
    assert (now(schedule).state, schedule.failure) == (State.CANCELLED, "Somebody called it off.")
    with pytest.raises(scheduling.AlreadyOver):
        scheduling.call_off(schedule)


def test_what_has_happened_is_not_called_off():
    schedule = scheduling.schedule_publishing(draft(), due_at=tomorrow())
    let_time_pass(schedule)
    scheduling.run_due()
    with pytest.raises(scheduling.AlreadyOver):
        scheduling.call_off(schedule)
    assert now(schedule).state == State.DONE


# --- Withdrawal ---


def test_a_page_goes_away_when_that_is_due(client):
    character = published_character()
    schedule = scheduling.schedule_withdrawal(character, due_at=tomorrow(), by=EditorFactory())
    assert scheduling.run_due() == 0
    let_time_pass(schedule)
    assert scheduling.run_due() == 1
    assert now(character).live_edition is None
    assert now(schedule).state == State.DONE
    assert client.get(character.get_absolute_url()).status_code == 404


def test_only_a_page_that_is_there_by_then_can_be_withdrawn():
    character = draft()
    with pytest.raises(publishing.NothingToWithdraw):
        scheduling.schedule_withdrawal(character, due_at=tomorrow())
    scheduling.schedule_publishing(character, due_at=tomorrow(2))
    with pytest.raises(publishing.NothingToWithdraw):
        scheduling.schedule_withdrawal(character, due_at=tomorrow(1))
    scheduling.schedule_withdrawal(character, due_at=tomorrow(3))


# --- Order and failure ---


def test_late_ones_are_done_in_the_order_in_which_they_were_due():
    character = draft()
    coming = scheduling.schedule_publishing(character, due_at=tomorrow(1))
    going = scheduling.schedule_withdrawal(character, due_at=tomorrow(2))
    let_time_pass(coming, going)
    assert scheduling.run_due() == 2
    assert now(character).live_edition is None
    assert character.editions.public().exists()
    assert {now(coming).state, now(going).state} == {State.DONE}


def test_one_that_fails_says_why_and_harms_no_other():
    other = published_character(slug="other")
    homeless, alone, fine = draft(slug="homeless"), draft(slug="alone"), draft(slug="fine")
    rows = [
        scheduling.schedule_publishing(homeless, due_at=tomorrow()),
        scheduling.schedule_withdrawal(other, due_at=tomorrow()),
        scheduling.schedule_publishing(fine, due_at=tomorrow()),
    ]
    # Somebody else's page took the address, and the other page went away, without these hearing of it.
    Character.objects.filter(pk=other.pk).update(live_edition=None, live_slug=None)
    publishing.publish(alone)
    Character.objects.filter(pk=alone.pk).update(live_slug="homeless")
    let_time_pass(*rows)
    assert scheduling.run_due() == 3
    assert [(now(row).state, row.failure) for row in rows] == [
        (State.FAILED, "The address “homeless” is taken by another live page."),
        (State.FAILED, "There was no page to withdraw."),
        (State.DONE, ""),
    ]
    assert now(homeless).live_edition is None
    assert now(homeless.editions.get()).published_at is None
    assert now(fine).live_edition


def test_what_nobody_foresaw_fails_only_itself(monkeypatch):
    broken, fine = draft(), draft()
    rows = [scheduling.schedule_publishing(each, due_at=tomorrow()) for each in (broken, fine)]
    let_time_pass(*rows)
    go_live = publishing.go_live

    def breaking(character, edition):
        go_live(character, edition)
        if character == broken:
            raise ZeroDivisionError

    monkeypatch.setattr(publishing, "go_live", breaking)
    assert scheduling.run_due() == 2
    assert [now(row).state for row in rows] == [State.FAILED, State.DONE]
    assert "nobody foresaw" in rows[0].failure
    assert now(broken).live_edition is None


def test_the_database_lets_one_of_a_kind_wait_for_a_character():
    character = draft()
    first = scheduling.schedule_publishing(character, due_at=tomorrow())
    with pytest.raises(IntegrityError), transaction.atomic():
        Schedule.objects.create(
            character=character, kind=Kind.PUBLISH, edition=first.edition, due_at=tomorrow()
        )


# --- Several processes at once ---


def at_once(*calls):
    """What these give, each called in a thread with a database connection of its own, at the same moment."""
    barrier = Barrier(len(calls))

    def call(it):
        try:
            barrier.wait(10)
            return it()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result(60) for future in [pool.submit(call, it) for it in calls]]


@pytest.mark.django_db(transaction=True)
def test_two_workers_do_fifty_at_once_and_each_happens_once():
    coming = [scheduling.schedule_publishing(draft(), due_at=tomorrow()) for _ in range(25)]
    going = [scheduling.schedule_withdrawal(published_character(), due_at=tomorrow(1)) for _ in range(25)]
    let_time_pass(*coming, *going)
    done = at_once(scheduling.run_due, scheduling.run_due)
    assert sum(done) == 50
    assert set(Schedule.objects.values_list("state", flat=True)) == {State.DONE}
    assert Character.objects.live().count() == 25
    assert all(now(row.character).live_edition_id == row.edition_id for row in coming)


@pytest.mark.django_db(transaction=True)
def test_several_workers_keep_the_order_of_one_character():
    characters = [draft() for _ in range(10)]
    coming = [scheduling.schedule_publishing(each, due_at=tomorrow()) for each in characters]
    going = [scheduling.schedule_withdrawal(each, due_at=tomorrow(1)) for each in characters]
    let_time_pass(*coming, *going)
    # What one holds, the others leave to it: they may end before it does.
    while sum(at_once(*[scheduling.run_due] * 4)):
        pass
    assert set(Schedule.objects.values_list("state", flat=True)) == {State.DONE}
    assert not Character.objects.live().exists()


@pytest.mark.django_db(transaction=True)
def test_publishing_by_hand_and_by_the_clock_at_once_leaves_the_newer_edition_live():
    for _ in range(10):
        character = draft(tagline="Older.")
        let_time_pass(scheduling.schedule_publishing(character, due_at=tomorrow()))
        changed(character, tagline="Newer.")
        at_once(scheduling.run_due, lambda character=character: publishing.publish(character))
        scheduling.run_due()
        assert now(character).live_edition.number == 2
        assert character.schedules.get().state in (State.DONE, State.CANCELLED)
