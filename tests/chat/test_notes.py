"""Old turns are kept in a note: when it is due, who writes it, what of it holds when things go wrong."""

import datetime as dt
import threading
import uuid
from decimal import Decimal

import pytest
from django.db import connection
from django.utils import timezone

from chat import branches, remembering, tasks, turns
from chat.grounded import note_writing, notes
from chat.grounded.prompts import prompt_for
from chat.models import Conversation, Generation, Message, Note
from engines.base import NOTE, EngineUnreachable
from engines.breaker import Permit
from engines.registry import permit_for
from tests.chat.factories import long_talk, taken_turn
from tests.engines.reading import a_prompt
from tests.engines.scripted_server import ScriptedServer
from tests.factories import UserFactory

MANY = notes.MOST_MESSAGES // 2 + 1

pytestmark = pytest.mark.django_db


def last_generation(talk) -> Generation:
    return Generation.objects.get(reply=talk.tip_id)


@pytest.fixture
def long(user):
    return long_talk(user, num_turns=MANY)


@pytest.fixture
def noted(long):
    """The note of a long conversation."""
    note_writing.write(last_generation(long).pk)
    return Note.objects.get(conversation=long)


# --- When it is due -----------------------------------------------------------------------------------------------


def test_a_short_conversation_needs_no_note(user):
    talk = long_talk(user, num_turns=MANY - 1)
    assert not notes.may_be_due(last_generation(talk).pk)
    assert notes.due(last_generation(talk)) is None


def test_a_long_one_needs_a_note_of_all_but_the_newest_turns(long):
    generation = last_generation(long)
    assert notes.may_be_due(generation.pk)
    due = notes.due(generation)
    assert due.before is None
    assert due.messages[0].text == "Question 1?"
    assert due.upto.role == Message.Role.CHARACTER
    assert 2 * MANY - len(due.messages) == notes.KEPT_MESSAGES


@pytest.mark.parametrize(("prompt_tokens", "is_due"), [(None, False), (3000, False), (5000, True)])
def test_a_prompt_that_fills_much_of_the_budget_makes_it_due_earlier(user, settings, prompt_tokens, is_due):
    settings.OPENAI_CONTEXT_TOKENS, settings.OPENAI_MAX_TOKENS = 8192, 700
    talk = long_talk(user, num_turns=8, engine="openai_compatible", prompt_tokens=prompt_tokens)
    Message.objects.filter(conversation=talk).update(text="word " * 400)
    generation = last_generation(talk)
    assert notes.may_be_due(generation.pk) == is_due
    due = notes.due(generation)
    assert bool(due) == is_due
    if due:
        kept = Message.objects.filter(conversation=talk, pk__gt=due.upto.pk).count()
        assert 2 <= kept <= 4


def test_a_prompt_that_is_full_of_other_things_is_not_made_shorter_by_a_note(user, settings):
    talk = long_talk(user, num_turns=2, engine="openai_compatible", prompt_tokens=7000)
    assert notes.due(last_generation(talk)) is None


@pytest.mark.parametrize("state", ["QUEUED", "GENERATING", "FAILED"])
def test_nothing_is_due_before_a_reply_is_there(long, state):
    fields = {"finished_at": None, "lease_until": timezone.now()} if state != "FAILED" else {}
    Generation.objects.filter(pk=last_generation(long).pk).update(state=state, **fields)
    assert not notes.may_be_due(last_generation(long).pk)


def test_trials_and_deleted_conversations_have_no_notes(long):
    generation = last_generation(long)
    for fields in ({"is_trial": True}, {"is_trial": False, "deleted_at": timezone.now()}):
        Conversation.objects.filter(pk=long.pk).update(**fields)
        assert not notes.may_be_due(generation.pk)
        note_writing.write(generation.pk)
    assert not Note.objects.exists()


def test_asking_whether_one_is_due_costs_one_query(long, django_assert_num_queries):
    generation = last_generation(long)
    with django_assert_num_queries(1):
        notes.may_be_due(generation.pk)


# --- What it says -------------------------------------------------------------------------------------------------


def test_the_editors_engine_notes_what_was_said_and_adds_nothing(user):
    talk = long_talk(user, num_turns=MANY, engine="curated")
    note_writing.write(last_generation(talk).pk)
    note = Note.objects.get(conversation=talk)
    assert note.engine == "curated"
    assert note.text.startswith("— Question 1? → Answer 1. And some words more.\n— Question 2?")
    assert not note.is_written


def test_an_engine_writes_it_by_its_name(noted):
    assert (noted.engine, noted.text) == ("scripted", note_writing.ASKED)


@pytest.mark.parametrize("engine", ["scripted:status-400", "scripted:silent", "scripted:garbage", "gone"])
def test_where_the_engine_fails_an_extract_is_made(user, engine):
    talk = long_talk(user, num_turns=MANY, engine=engine)
    note_writing.write(last_generation(talk).pk)
    note = Note.objects.get(conversation=talk)
    assert note.engine == "curated"
    assert "Question 1?" in note.text


def test_an_engine_that_was_ill_is_known_to_be_well_with_the_first_piece_of_a_note(settings, monkeypatch):
    settings.ENGINE_FAULTS_TO_REST, settings.ENGINE_REST_SECONDS = 1, 0
    engine, prompt = "scripted:say-20-gap-1", a_prompt(kind=NOTE, model_name="say-20-gap-1")
    permit_for(engine).failed(EngineUnreachable())
    told = []
    for name in ("first_piece_came", "ended_well"):
        tell = getattr(Permit, name)
        monkeypatch.setattr(
            Permit, name, lambda permit, name=name, tell=tell: told.append(name) or tell(permit)
        )
    note_writing.written(engine, prompt)
    assert (told[0], told[-1]) == ("first_piece_came", "ended_well")
    permit_for(engine).drop()  # Nobody is refused any more.


def test_a_note_is_never_too_long(user):
    talk = long_talk(user, num_turns=MANY, engine="scripted:say-3000-gap-0")
    note_writing.write(last_generation(talk).pk)
    assert notes.MAX_CHARACTERS - 20 < len(Note.objects.get(conversation=talk).text) <= notes.MAX_CHARACTERS


def test_the_next_note_begins_with_the_one_before(user, noted, long):
    remembering.edit(user=user, note_id=noted.pk, text="My name is Ben.", mark=noted.mark)
    long_talk(user, num_turns=MANY, into=long, engine="curated")
    note_writing.write(last_generation(long).pk)
    second = Note.objects.latest("upto")
    assert second.pk != noted.pk
    assert second.text.startswith("My name is Ben.\n— Question ")


def test_of_a_branch_that_never_had_a_note_the_oldest_is_told_as_an_extract(user):
    talk = long_talk(user, num_turns=300)
    due = notes.due(last_generation(talk))
    prompt = note_writing.prompt_for_note(talk.character.live_edition, None, due.messages)
    assert len(prompt.messages_so_far) == note_writing.MESSAGES_TOLD
    assert prompt.note.startswith("…")
    assert prompt.messages_so_far[0].text not in prompt.note
    assert not prompt.persona


# --- What it costs ------------------------------------------------------------------------------------------------


@pytest.fixture
def paid(settings, user):
    """The note by a server that is paid for, under this name of a model."""
    with ScriptedServer() as server:
        settings.OPENAI_BASE_URL = server.url
        settings.OPENAI_PRICE_IN, settings.OPENAI_PRICE_OUT = Decimal(0), Decimal(1000)

        def write(model, talk=None):
            talk = talk or long_talk(user, num_turns=MANY, engine=f"openai_compatible:{model}")
            note_writing.write(last_generation(talk).pk)
            return Note.objects.get(conversation=talk)

        yield write


def test_what_it_cost_is_kept_with_it(paid):
    note = paid("say-7-gap-0")
    assert note.engine == note.asked_engine == "openai_compatible:say-7-gap-0"
    assert note.model_name == "say-7-gap-0"
    assert note.prompt_tokens > 100
    assert (note.reply_tokens, note.cost) == (7, Decimal("0.007"))


def test_each_time_that_it_is_written_is_paid_for_also_in_vain(paid, user):
    note = paid("say-7-gap-0")
    before = note.prompt_tokens
    for is_changed in (False, True):
        held = notes.claim_anew(note.pk)
        assert held
        if is_changed:
            generation, told = last_generation(note.conversation), notes.messages_upto(note)
            remembering.edit(user=user, note_id=note.pk, text="Mine.", mark=note.mark)
            note_writing._write(held, generation, *told)
        else:
            note_writing.write_anew(note.pk)
        note.refresh_from_db()
    assert note.text == "Mine."
    assert (note.prompt_tokens, note.reply_tokens, note.cost) == (3 * before, 21, Decimal("0.021"))


def test_an_engine_that_broke_off_is_paid_for_the_words_it_wrote(paid):
    note = paid("say-9-gap-0-die-after-5")
    assert (note.engine, note.asked_engine) == ("curated", "openai_compatible:say-9-gap-0-die-after-5")
    assert note.reply_tokens is None
    assert note.cost > 0


@pytest.mark.parametrize("model", ["status-500", "status-400"])
def test_an_engine_that_wrote_nothing_costs_nothing(paid, model):
    note = paid(model)
    assert (note.engine, note.asked_engine, note.cost) == ("curated", "", None)


# --- For which branch ---------------------------------------------------------------------------------------------


def test_it_holds_for_every_branch_that_goes_through_its_reply_and_for_no_other(user, long, noted):
    inside = Message.objects.filter(conversation=long, role="USER", pk__lt=noted.upto_id).last()
    outside = Message.objects.filter(conversation=long, role="USER", pk__gt=noted.upto_id).last()
    for message, holds in ((inside, False), (outside, True)):
        other = turns.edit(user=user, message_id=message.pk, text="Otherwise?", client_key=uuid.uuid4())
        generation = other.replies.get().generation
        prompt, _ = prompt_for(generation)
        generation.refresh_from_db()
        assert (generation.note_id == noted.pk) == holds
        assert bool(prompt.note) == holds
        Generation.objects.filter(pk=generation.pk).update(state="COMPLETE", finished_at=timezone.now())


def test_the_prompt_says_how_much_of_what_was_said_stands_in_the_note(user, long, noted):
    prompt, _ = prompt_for(taken_turn(user, into=long))
    assert prompt.note == noted.text
    since = prompt.messages_so_far[prompt.num_noted :]
    assert len(since) == notes.KEPT_MESSAGES
    assert since[0].role == "USER"


def test_a_note_that_is_still_being_written_stands_for_nothing(user, long):
    notes.claim(Message.objects.get(pk=long.tip_id))
    assert notes.in_force(branches.path_to(long.tip_id)) is None
    assert prompt_for(taken_turn(user, into=long))[0].note == ""


# --- One writer ---------------------------------------------------------------------------------------------------


def test_written_twice_it_is_written_once(long, noted):
    note_writing.write(last_generation(long).pk)
    assert Note.objects.count() == 1
    noted.refresh_from_db()
    assert noted.text == note_writing.ASKED


def test_one_at_a_time_has_the_claim_until_its_lease_ends(long):
    upto = Message.objects.get(pk=long.tip_id)
    held = notes.claim(upto)
    assert notes.claim(upto) is None
    Note.objects.filter(pk=held.note_id).update(writing_until=timezone.now() - dt.timedelta(seconds=1))
    later = notes.claim(upto)
    assert not notes.keep(held, "Overtaken", engine="scripted")
    assert notes.keep(later, "Kept", engine="scripted")
    assert notes.claim(upto) is None
    assert Note.objects.get().text == "Kept"


def test_whoever_writes_while_the_conversation_is_deleted_changes_nothing(user, long):
    held = notes.claim(Message.objects.get(pk=long.tip_id))
    Conversation.objects.filter(pk=long.pk).update(tip=None)
    turns.delete(user=user, conversation_id=long.pk)
    assert not notes.keep(held, "Too late", engine="scripted")


def test_while_a_note_is_written_no_other_is_begun_in_the_conversation(user, long):
    held = notes.claim(Message.objects.filter(conversation=long, role="CHARACTER").first())
    note_writing.write(last_generation(long).pk)
    assert Note.objects.get().pk == held.note_id


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_at_once_one_writes(user):
    talk = long_talk(user, num_turns=MANY, engine="scripted:say-3-gap-20")
    # As when replies become final while the note is being written.
    generations = Generation.objects.filter(conversation=talk).order_by("-reply")[:4]
    long_talk(user, num_turns=3, into=talk, engine="curated")
    generations = [*generations, *Generation.objects.filter(conversation=talk).order_by("-reply")[:3]]
    gate = threading.Barrier(len(generations))

    def work(generation):
        gate.wait()
        try:
            note_writing.write(generation.pk)
        finally:
            connection.close()

    workers = [threading.Thread(target=work, args=[generation]) for generation in generations]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert Note.objects.count() == 1


# --- By its user --------------------------------------------------------------------------------------------------


def test_its_user_may_change_it_and_that_is_what_is_told(user, long, noted):
    remembering.edit(user=user, note_id=noted.pk, text="  My name is\r\nBen.\x00 ", mark=noted.mark)
    noted.refresh_from_db()
    assert noted.text == "My name is\nBen."
    assert noted.edited_at
    assert prompt_for(taken_turn(user, into=long))[0].note == "My name is\nBen."


def test_whoever_writes_it_anew_gives_way_to_its_user(user, noted):
    held = notes.claim_anew(noted.pk)
    remembering.edit(user=user, note_id=noted.pk, text="Mine.", mark=noted.mark)
    assert not notes.keep(held, "The engine's", engine="scripted")
    assert Note.objects.get().text == "Mine."


@pytest.mark.parametrize("text", ["", " \n", "\u200b\u200d", "\x00", "\u202e"])
def test_nothing_is_no_note(user, noted, text):
    with pytest.raises(remembering.NothingNoted):
        remembering.edit(user=user, note_id=noted.pk, text=text, mark=noted.mark)


def test_a_note_has_its_length(user, noted):
    remembering.edit(user=user, note_id=noted.pk, text="é" * 4000, mark=noted.mark)
    with pytest.raises(remembering.NoteTooLong):
        remembering.edit(user=user, note_id=noted.pk, text="é" * 4001, mark=noted.mark)


def test_what_was_changed_in_another_tab_is_not_overwritten_unseen(user, noted):
    remembering.edit(user=user, note_id=noted.pk, text="First.", mark=noted.mark)
    with pytest.raises(remembering.NoteChanged) as caught:
        remembering.edit(user=user, note_id=noted.pk, text="Second.", mark=noted.mark)
    assert caught.value.note.text == "First."
    remembering.edit(user=user, note_id=noted.pk, text="Second.", mark=caught.value.note.mark)


def test_a_note_is_only_its_users_own(noted):
    with pytest.raises(Note.DoesNotExist):
        remembering.edit(user=UserFactory(), note_id=noted.pk, text="Mine.", mark=noted.mark)
    with pytest.raises(Note.DoesNotExist):
        remembering.write_anew(user=UserFactory(), note_id=noted.pk)


@pytest.fixture
def called(monkeypatch):
    """Whom a note was asked of; a worker is there unless a test says otherwise."""
    asked = []
    monkeypatch.setattr(tasks, "ask_for_note_anew", lambda pk: asked.append(pk) or True)
    return asked


def test_it_is_written_anew_from_what_it_tells(user, noted, called):
    remembering.edit(user=user, note_id=noted.pk, text="Mine.", mark=noted.mark)
    note = remembering.write_anew(user=user, note_id=noted.pk)
    assert note.is_written
    assert note.text == "Mine."
    remembering.write_anew(user=user, note_id=noted.pk)
    assert called == [noted.pk]
    Generation.objects.filter(conversation=noted.conversation).update(engine="curated")
    note_writing.write_anew(noted.pk)
    noted.refresh_from_db()
    assert noted.text.startswith("— Question 1?")
    assert (noted.engine, noted.edited_at, noted.writing_until) == ("curated", None, None)


def test_it_is_not_written_anew_again_and_again(user, noted, called):
    with pytest.raises(remembering.JustWritten):
        remembering.write_anew(user=user, note_id=noted.pk)
    assert not called


def test_where_no_worker_can_be_called_it_stays(user, noted, monkeypatch):
    Note.objects.update(made_at=timezone.now() - dt.timedelta(hours=1))
    monkeypatch.setattr(tasks, "ask_for_note_anew", lambda pk: False)
    with pytest.raises(remembering.NobodyToWrite):
        remembering.write_anew(user=user, note_id=noted.pk)
    noted.refresh_from_db()
    assert noted.text
    assert not noted.is_written


def test_one_that_was_not_asked_for_is_not_written_anew(noted):
    note_writing.write_anew(noted.pk)
    before = noted.made_at
    noted.refresh_from_db()
    assert noted.made_at == before
