"""What replies cost: sums without a word of what was said, for those who pay."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from chat.models import Conversation, Generation, Note
from chat.sharing import continuing, shares
from desk.costing.costs import NoteLine, costs
from tests.chat.answers import page_of
from tests.chat.factories import conversation, taken_turn
from tests.desk.people import browser_of
from tests.factories import UserFactory, published_character

State = Generation.State
TODAY = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)


@pytest.fixture
def ended(user):
    """Let a reply end at a time, with what it cost."""

    def end(character=None, at=TODAY, seconds=1.0, **fields):
        row = taken_turn(user, into=conversation(user, character=character))
        given = {
            "state": State.COMPLETE,
            "engine": "spare:llama3",
            "model_name": "llama3:8b",
            "num_pieces": 10,
        }
        # Nothing is asked before its conversation is begun.
        Conversation.objects.filter(pk=row.conversation_id).update(created_at=at)
        times = {"queued_at": at, "first_piece_at": at + dt.timedelta(seconds=seconds), "finished_at": at}
        Generation.objects.filter(pk=row.pk).update(**{**given, **times, **fields})
        return row

    return end


@pytest.fixture
def payer_client(db):
    payer = UserFactory(is_staff=True)
    payer.user_permissions.add(Permission.objects.get(codename="view_generation"))
    return browser_of(payer)


def test_replies_are_summed_by_day_engine_model_and_character(ended):
    ada, marx = published_character(name="Ada"), published_character(name="Marx")
    tried = [{"engine": "spare:llama3", "fault": "busy", "attempt": 1}]
    for seconds in (1, 2, 3):
        ended(ada, seconds=seconds, prompt_tokens=100, reply_tokens=20, cost=Decimal("0.01"))
    ended(marx, engine="curated", model_name="curated", tried=tried)
    ended(marx, at=TODAY - dt.timedelta(days=1), state=State.FAILED, first_piece_at=None)
    found = costs(since=TODAY.date() - dt.timedelta(days=1), until=TODAY.date())
    assert (found.total.num_replies, found.total.num_failed, found.total.num_faults) == (5, 1, 2)
    assert (found.total.cost, found.total.prompt_tokens, found.total.num_pieces) == (Decimal("0.03"), 300, 50)
    assert [(line.what.split()[0], line.num_replies) for line in found.days] == [("4", 4), ("3", 1)]
    assert [(line.what, line.num_replies) for line in found.engines] == [("spare", 4), ("curated", 1)]
    assert [line.what for line in found.models] == ["llama3:8b (spare)", "curated"]
    assert {line.what: line.num_replies for line in found.characters} == {"Ada": 3, "Marx": 2}
    [of_ada] = [line for line in found.characters if line.what == "Ada"]
    assert (of_ada.median_seconds, of_ada.most_seconds) == (2.0, pytest.approx(2.9))


def test_only_what_ended_in_the_range_is_counted(ended):
    midnight = TODAY.replace(hour=0)
    for at in (midnight - dt.timedelta(seconds=1), midnight, midnight + dt.timedelta(days=1)):
        ended(at=at)
    assert costs(since=TODAY.date(), until=TODAY.date()).total.num_replies == 1


def test_what_was_copied_from_a_shared_conversation_is_told_of_once(ended, user):
    row = ended()
    share = shares.share(user=user, conversation_id=row.conversation_id)
    continuing.continue_shared(user=UserFactory(), key=share.key, client_key=uuid.uuid4())
    assert Generation.objects.count() == 2
    assert costs(since=TODAY.date(), until=TODAY.date()).total.num_replies == 1


@pytest.fixture
def noted(ended):
    """Let a note be written at a time, of a conversation that says a secret."""

    def note(at=TODAY, **fields):
        row = ended(at=at - dt.timedelta(days=40))
        given = {"asked_engine": "spare:llama3", "model_name": "llama3:8b", "text": "my secret"}
        made = Note.objects.create(conversation_id=row.conversation_id, upto_id=row.reply_id, **given)
        Note.objects.filter(pk=made.pk).update(made_at=at, **fields)

    return note


def test_notes_are_summed_by_model_apart_from_replies(noted):
    for _ in range(2):
        noted(prompt_tokens=900, reply_tokens=100, cost=Decimal("0.02"))
    noted(asked_engine="curated", model_name="curated")
    noted(asked_engine="", model_name="")
    noted(at=TODAY + dt.timedelta(days=1))
    found = costs(since=TODAY.date(), until=TODAY.date())
    assert found.total is None
    assert found.notes == [
        NoteLine("llama3:8b (spare)", 2, 1800, 200, Decimal("0.04")),
        NoteLine("curated", 1, None, None, None),
    ]
    assert found.notes_total == NoteLine("All", 3, 1800, 200, Decimal("0.04"))


def test_the_page_shows_what_notes_cost_and_no_word_of_them(
    noted, payer_client, django_assert_max_num_queries
):
    assert "Model" not in page_of(payer_client.get(reverse("desk:costs")))
    noted(at=timezone.now(), cost=Decimal("0.75"), prompt_tokens=900)
    with django_assert_max_num_queries(15):
        html = page_of(payer_client.get(reverse("desk:costs")))
    assert "Notes of old turns" in html
    assert "0.7500" in html
    assert "my secret" not in html


def test_what_is_not_known_is_not_nought(ended):
    ended(first_piece_at=None)
    total = costs(since=TODAY.date(), until=TODAY.date()).total
    assert (total.cost, total.prompt_tokens, total.median_seconds) == (None, None, None)


def test_without_a_reply_the_page_says_so(payer_client):
    assert "No reply ended on these days" in page_of(payer_client.get(reverse("desk:costs")))


def test_the_page_shows_sums_and_no_word_of_what_was_said(ended, payer_client, django_assert_max_num_queries):
    row = ended(at=timezone.now(), cost=Decimal("1.25"), unanswered="my secret question")
    with django_assert_max_num_queries(15):
        html = page_of(payer_client.get(reverse("desk:costs")))
    assert "1.2500" in html
    assert "llama3:8b (spare)" in html
    assert "Who are you?" not in html
    assert "my secret" not in html
    assert row.conversation.user.email not in html


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("since=yesterday&until=2026-05-04", "“From” is no date"),
        ("since=2026-05-05&until=2026-05-04", "a day before “From”"),
        ("since=2020-01-01&until=2026-05-04", "more than a year"),
        ("since=9999-12-01&until=9999-12-31", "too far away"),
        ("since=&until=2026-05-04", "This field is required"),
        ("since=2026-05-04%00&until=2026-05-04", "is no date"),
    ],
)
def test_a_range_that_is_none_is_told_and_stays_typed(payer_client, query, words):
    response = payer_client.get(f"{reverse('desk:costs')}?{query}")
    assert response.status_code == 200
    assert words in page_of(response)


def test_the_costs_are_for_those_who_are_given_the_permission(editor_client, payer_client):
    for name in ("desk:costs", "admin:chat_generation_changelist"):
        assert editor_client.get(reverse(name)).status_code == 403
        assert payer_client.get(reverse(name)).status_code == 200
    assert reverse("desk:costs") in page_of(payer_client.get(reverse("admin:index")))
    assert reverse("desk:costs") not in page_of(editor_client.get(reverse("admin:index")))


def test_replies_one_by_one_show_their_receipts_and_no_words(
    ended, payer_client, django_assert_max_num_queries
):
    tried = [{"engine": "spare", "fault": "busy", "attempt": 1}]
    offers = [{"question": "A hidden question?", "anchor": "hidden"}]
    rows = [ended(tried=tried, offers=offers, unanswered="my secret", cost=Decimal("0.5")) for _ in range(3)]
    with django_assert_max_num_queries(15):
        html = page_of(payer_client.get(reverse("admin:chat_generation_changelist")))
    assert "llama3:8b" in html
    with django_assert_max_num_queries(15):
        one = page_of(payer_client.get(reverse("admin:chat_generation_change", args=[rows[0].pk])))
    assert "spare: busy" in one
    for page in (html, one):
        for word in ("Who are you?", "A hidden question", "my secret", rows[0].conversation.user.email):
            assert word not in page


def test_nobody_adds_changes_or_deletes_a_receipt(ended, admin_client):
    row = ended()
    assert admin_client.get(reverse("admin:chat_generation_add")).status_code == 403
    assert admin_client.post(reverse("admin:chat_generation_delete", args=[row.pk])).status_code == 403
    changed = admin_client.post(reverse("admin:chat_generation_change", args=[row.pk]), {"cost": 9})
    assert changed.status_code == 403
