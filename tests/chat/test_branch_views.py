"""The pages of branches, with and without htmx: variants, edited messages, replies anew and continued, parts."""

import uuid

import pytest
from django.urls import reverse

from characters import publishing
from chat import turns
from chat.models import Conversation, Generation, Message
from chat.pages import threads
from tests.chat.answers import HTMX, page_of
from tests.chat.factories import fresh, set_state, taken_turn

State = Generation.State
# What a form may bring that nobody can say; each is refused with a sentence.
UNSAYABLE = ["", " ", "\u200b\u200d", "\x00", "x" * 20_000]
# What looks odd and is somebody's text all the same.
ODD = ["\u202egnihton", "a" + "\u0301" * 3000, "🦉\u200d", "a\x00b"]


@pytest.fixture
def two_turns(user, talk):
    """Two turns that are answered; the replies."""
    return [
        taken_turn(user, into=talk, text=text, state=State.COMPLETE, written=f"To {text}").reply
        for text in ("One", "Two")
    ]


@pytest.fixture
def post(user_client):
    def to(name, pk, *, htmx=False, **form):
        return user_client.post(reverse(f"chat:{name}", args=[pk]), form, headers=HTMX if htmx else {})

    return to


def again(user, reply, text="Again", **fields):
    row = turns.retry(user=user, reply_id=reply.pk).generation
    return set_state(row, **{"state": State.COMPLETE, "written": text, **fields}).reply


def edited(user, reply, text="Otherwise"):
    message = turns.edit(user=user, message_id=reply.answers_id, text=text, client_key=uuid.uuid4())
    return set_state(message.replies.get().generation, state=State.COMPLETE, written=f"To {text}").reply


# --- Variants -----------------------------------------------------------------------------------------------


def test_a_message_without_variants_shows_no_arrows(user_client, talk, two_turns):
    assert "variants-place" not in page_of(user_client.get(talk.get_absolute_url()))


def test_a_reply_and_a_message_say_which_variant_they_are(user_client, user, talk, two_turns):
    again(user, two_turns[1])
    edited(user, two_turns[0])
    page = page_of(user_client.get(talk.get_absolute_url()))
    assert "Variant 2 of 2" in page
    assert reverse("chat:show", args=[two_turns[0].answers_id]) in page
    assert "To One" not in page


@pytest.mark.parametrize("htmx", [False, True])
def test_a_variant_is_shown_with_all_that_follows_it(user_client, user, talk, two_turns, post, htmx):
    edited(user, two_turns[0])
    response = post("show", two_turns[0].answers_id, htmx=htmx)
    talk.refresh_from_db()
    assert talk.tip == two_turns[1]
    if htmx:
        assert response["Thread-Rest"] == "1"
        assert f'name="after" id="composer-after" value="{two_turns[1].pk}" hx-swap-oob' in page_of(response)
    else:
        assert response["Location"] == f"{talk.get_absolute_url()}#message-{two_turns[0].answers_id}"
        response = user_client.get(talk.get_absolute_url())
    page = page_of(response)
    assert page.index("To One") < page.index("To Two")
    assert "Variant 1 of 2" in page


def test_a_hidden_variant_that_is_being_written_is_told_of(user_client, user, talk, two_turns, post):
    running = turns.retry(user=user, reply_id=two_turns[0].pk)
    page = page_of(post("show", two_turns[0].pk, htmx=True))
    assert 'aria-label="Next variant: one is being written"' in page
    set_state(running.generation, state=State.COMPLETE, written="Done")
    assert "being written" not in page_of(user_client.get(talk.get_absolute_url()))


def test_what_is_written_far_below_a_hidden_variant_is_told_of_at_the_fork(user, talk, two_turns, post):
    edited(user, two_turns[0])
    taken_turn(user, into=Conversation.objects.get(pk=talk.pk), text="Deeper")
    page = page_of(post("show", two_turns[0].pk, htmx=True))
    assert "being written" not in page
    page = page_of(post("show", two_turns[0].answers_id, htmx=True))
    assert 'aria-label="Next variant: one is being written"' in page


def test_a_variant_far_above_the_end_is_shown_from_there_on(user, talk, two_turns, post, monkeypatch):
    monkeypatch.setattr(threads, "THREAD_SIZE", 2)
    edited(user, two_turns[0])
    first = two_turns[0].answers_id
    address = post("show", first)["Location"]
    assert address == f"{talk.get_absolute_url()}?from={first}#message-{first}"
    page = page_of(post("show", first, htmx=True))
    assert f"?from={two_turns[1].answers_id}" in page
    assert "Later in this conversation" in page


# --- Anew and on --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [State.COMPLETE, State.FAILED, State.CANCELLED])
def test_retry_shows_a_new_variant_in_place_of_the_rest(user, talk, two_turns, post, state):
    set_state(two_turns[0].generation, state=state)
    page = page_of(post("retry", two_turns[0].pk, htmx=True))
    newest = Message.objects.latest("pk")
    assert f'id="message-{newest.pk}"' in page
    assert "Variant 2 of 2" in page
    assert "To Two" not in page


def test_retry_without_htmx_leads_to_the_new_variant(user, talk, two_turns, post):
    address = post("retry", two_turns[0].pk)["Location"]
    assert address == f"{talk.get_absolute_url()}#message-{Message.objects.latest('pk').pk}"


def test_a_cut_reply_goes_on_from_its_words(user, talk, post):
    cut = taken_turn(user, into=talk, state=State.COMPLETE, ending="length", written="As far as")
    page = page_of(post("continue", cut.reply_id, htmx=True))
    newest = Message.objects.latest("pk")
    assert 'data-cursor="1-9"' in page
    assert "As far as" in page
    assert newest.generation.continues_id == cut.reply_id


@pytest.mark.parametrize("name", ["retry", "continue"])
def test_what_cannot_be_asked_for_is_refused_in_place_and_in_words(
    user_client, user, talk, two_turns, post, name
):
    turns.retry(user=user, reply_id=two_turns[1].pk)
    response = post(name, two_turns[0].pk, htmx=True)
    assert "The last reply is still being written." in page_of(response)
    assert "To One" in page_of(response)
    assert "Thread-Rest" not in response
    plain = user_client.post(reverse(f"chat:{name}", args=[two_turns[0].pk]), follow=True)
    assert "The last reply is still being written." in page_of(plain)


def test_a_whole_reply_offers_no_continuing_and_says_so_where_it_is_asked(user_client, talk, two_turns, post):
    assert "/continue" not in page_of(user_client.get(talk.get_absolute_url()))
    assert "This reply is whole" in page_of(post("continue", two_turns[0].pk, htmx=True))


def test_with_the_withdrawn_nothing_is_offered_that_cannot_be(user_client, talk, two_turns):
    publishing.withdraw(talk.character)
    page = page_of(user_client.get(talk.get_absolute_url()))
    for name, pk in (("retry", two_turns[1].pk), ("edit", two_turns[1].answers_id)):
        assert reverse(f"chat:{name}", args=[pk]) not in page


# --- Editing ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_the_form_to_edit_holds_what_was_said(user_client, talk, two_turns, headers):
    asked = two_turns[0].answers
    page = page_of(user_client.get(reverse("chat:edit", args=[asked.pk]), headers=headers))
    assert ">One</textarea>" in page
    assert f'href="{talk.get_absolute_url()}#message-{asked.pk}"' in page
    assert ("<html" in page) == (not headers)


@pytest.mark.parametrize("htmx", [False, True])
def test_an_edited_message_takes_the_place_of_the_old_one(user, talk, two_turns, post, htmx):
    key = str(uuid.uuid4())
    response = post("edit", two_turns[0].answers_id, htmx=htmx, text="Otherwise", client_key=key)
    edited = Message.objects.get(client_key=key)
    assert edited.text == "Otherwise"
    if htmx:
        assert "Variant 2 of 2" in page_of(response)
        assert "To Two" not in page_of(response)
        assert response["Thread-Rest"] == "1"
    else:
        assert response["Location"] == f"{talk.get_absolute_url()}#message-{edited.pk}"


@pytest.mark.parametrize("text", UNSAYABLE)
@pytest.mark.parametrize("htmx", [False, True])
def test_what_nobody_can_say_is_refused_with_a_sentence(user, two_turns, post, text, htmx):
    form = {"text": text, "client_key": str(uuid.uuid4())}
    response = post("edit", two_turns[0].answers_id, htmx=htmx, **form)
    assert response.status_code == (200 if htmx else 422)
    assert 'role="alert"' in page_of(response)
    assert "Thread-Rest" not in response
    assert Message.objects.count() == 4


def test_a_megabyte_is_refused(two_turns, post):
    response = post("edit", two_turns[0].answers_id, text="x" * 1_000_000, client_key=str(uuid.uuid4()))
    assert response.status_code == 400
    assert Message.objects.count() == 4


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_are_said(two_turns, post, text):
    response = post("edit", two_turns[0].answers_id, htmx=True, text=text, client_key=str(uuid.uuid4()))
    assert response["Thread-Rest"] == "1"


def test_a_refused_edit_keeps_the_text(user, talk, two_turns, post):
    taken_turn(user, into=talk)
    form = {"text": "Keep me", "client_key": str(uuid.uuid4())}
    response = post("edit", two_turns[0].answers_id, **form)
    assert response.status_code == 409
    assert ">Keep me</textarea>" in page_of(response)
    without_key = post("edit", two_turns[0].answers_id, text="Keep me")
    assert without_key.status_code == 400
    assert ">Keep me</textarea>" in page_of(without_key)


def test_a_message_is_shown_as_it_stands_when_it_is_left_unchanged(user_client, talk, two_turns):
    path = reverse("chat:message", args=[two_turns[0].answers_id])
    page = page_of(user_client.get(path, headers=HTMX))
    assert f'id="message-{two_turns[0].answers_id}"' in page
    assert user_client.get(path)["Location"].startswith(talk.get_absolute_url())


def test_only_messages_are_edited_and_only_replies_asked_for_again(user_client, two_turns, post):
    assert user_client.get(reverse("chat:edit", args=[two_turns[0].pk])).status_code == 404
    assert post("retry", two_turns[0].answers_id).status_code == 404
    for name in ("show", "edit", "retry", "continue"):
        assert post(name, 10**17).status_code == 404
        if name != "edit":
            assert user_client.get(reverse(f"chat:{name}", args=[two_turns[0].pk])).status_code == 405


# --- Going on where a page is -------------------------------------------------------------------------------


def test_two_tabs_on_different_branches_each_go_on_where_they_are(user_client, user, talk, two_turns, send):
    other = edited(user, two_turns[1])
    send("From the first tab", after=two_turns[1].pk, htmx=True)
    first = Message.objects.get(text="From the first tab")
    set_state(first.replies.get().generation, state=State.COMPLETE)
    page = page_of(send("From the second tab", after=other.pk, htmx=True))
    second = Message.objects.get(text="From the second tab")
    assert (first.follows, second.follows) == (two_turns[1], other)
    assert f'id="composer-after" value="{second.replies.get().pk}"' in page


def test_the_composer_goes_on_from_the_last_reply_of_its_page(user_client, talk, two_turns):
    page = page_of(user_client.get(talk.get_absolute_url()))
    assert f'name="after" id="composer-after" value="{two_turns[1].pk}"' in page


@pytest.mark.parametrize("after", ["x", "-1", "0", "9" * 17, "9" * 40, "²", "1\x00"])
@pytest.mark.parametrize("htmx", [False, True])
def test_a_forged_place_to_go_on_from_is_refused_and_the_text_kept(user, talk, two_turns, send, after, htmx):
    response = send("Keep me", after=after, htmx=htmx)
    assert response.status_code == (200 if htmx else 400)
    assert "Reload it" in page_of(response)
    assert ">Keep me</textarea>" in page_of(response)
    # Sent once more, it goes on where the conversation is shown now.
    assert f'id="composer-after" value="{two_turns[1].pk}"' in page_of(response)
    assert Message.objects.count() == 4


def test_nobody_goes_on_from_what_another_was_told(stranger, talk, two_turns, send):
    strange = taken_turn(stranger).reply_id
    assert send("Keep me", after=strange).status_code == 400


# --- Parts --------------------------------------------------------------------------------------------------


@pytest.fixture
def part(user_client, talk):
    def get(**query):
        return user_client.get(reverse("chat:part", args=[talk.pk]), query, headers=HTMX)

    return get


def test_earlier_and_later_parts_join_what_is_there(user, talk, two_turns, part, monkeypatch):
    monkeypatch.setattr(threads, "THREAD_SIZE", 2)
    above = page_of(part(before=two_turns[1].answers_id))
    assert "To One" in above
    assert "Good day. What shall we reason about?" in above
    assert "Later in" not in above
    below = page_of(part(**{"from": two_turns[0].answers_id}))
    assert "To One" in below
    assert "Later in" in below
    assert "Earlier in" not in below


def test_the_page_of_a_part_leads_both_ways(user_client, user, talk, two_turns, monkeypatch):
    monkeypatch.setattr(threads, "THREAD_SIZE", 2)
    first, second = (reply.answers_id for reply in two_turns)
    page = page_of(user_client.get(talk.get_absolute_url()))
    assert f"?before={second}" in page
    page = page_of(user_client.get(talk.get_absolute_url(), {"before": second}))
    assert f"?from={second}" in page
    assert f'id="composer-after" value="{two_turns[1].pk}"' in page
    page = page_of(user_client.get(talk.get_absolute_url(), {"from": second}))
    assert "To Two" in page
    assert f"?before={second}" in page


def test_another_tab_is_told_what_was_added(user, talk, two_turns, part):
    added = taken_turn(user, into=talk, text="Added").reply
    page = page_of(part(**{"with": two_turns[1].pk}))
    assert f'id="message-{added.pk}"' in page
    assert f'id="composer-after" value="{added.pk}"' in page


@pytest.mark.parametrize("name", ["before", "from", "with"])
@pytest.mark.parametrize("place", ["x", "-1", "0", "9" * 40, "²", "1\x00", "1' OR 1=1"])
def test_a_forged_part_is_not_found(part, two_turns, name, place):
    assert part(**{name: place}).status_code == 404
    assert part().status_code == 404


def test_the_parts_of_another_are_not_found(stranger_client, talk, two_turns):
    path = reverse("chat:part", args=[talk.pk])
    assert stranger_client.get(path, {"with": two_turns[0].pk}).status_code == 404


# --- Signed out, stopped, tried out -------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["show", "retry", "continue", "stop"])
def test_whoever_is_signed_out_is_told_so_in_place(client, user, two_turns, name):
    path = reverse(f"chat:{name}", args=[two_turns[0].pk])
    response = client.post(path, headers={**HTMX, "HX-Current-URL": "http://testserver/chat/7/#message-1"})
    assert response["HX-Retarget"] == "#composer-error"
    assert "?next=/chat/7/" in page_of(response)
    assert client.post(path)["Location"].startswith(reverse("account_login"))


def test_after_stop_the_page_says_that_it_stops(user_client, user, talk):
    row = taken_turn(user, into=talk, state=State.GENERATING, written="So far")
    page = page_of(user_client.post(reverse("chat:stop", args=[row.reply_id]), follow=True))
    assert "Stopping…" in page
    assert "Writing…" not in page
    assert 'http-equiv="refresh" content="1;' in page
    assert reverse("chat:stop", args=[row.reply_id]) not in page


def test_a_trial_has_its_branches_in_its_frame(editor_client, editor):
    from tests.factories import published_character

    draft = published_character()
    begun = turns.begin(user=editor, character=draft, text="Hm", client_key=uuid.uuid4(), is_trial=True)
    row = set_state(begun.generations.get(), state=State.COMPLETE, written="I am Ada.")
    form = editor_client.get(reverse("chat:edit", args=[row.reply.answers_id]))
    assert form["X-Frame-Options"] == "SAMEORIGIN"
    response = editor_client.post(reverse("chat:retry", args=[row.reply_id]), follow=True)
    assert response.request["PATH_INFO"] == reverse("chat:trial", args=[draft.pk])
    assert "Variant 2 of 2" in page_of(response)
    set_state(Generation.objects.latest("pk"), state=State.COMPLETE, written="Again")
    editor_client.post(reverse("chat:show", args=[row.reply_id]))
    page = page_of(editor_client.get(reverse("chat:trial", args=[draft.pk])))
    assert "I am Ada." in page
    assert fresh(row).reply.text == "I am Ada."
