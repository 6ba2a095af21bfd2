"""The page of a trial conversation: an editor hears the draft speak, in a frame beside its form."""

import contextlib
import uuid
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from characters.models import Character
from chat import sweeping, trials, turns
from chat.models import Conversation, may_try_drafts
from chat.pages import intents, threads
from chat.pages.refusals import REFUSALS, refusal
from web.security import may_be_framed


def _editors_only(view):
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not may_try_drafts(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return never_cache(may_be_framed(login_required(guarded)))


@require_http_methods(["GET", "HEAD", "POST"])
@_editors_only
def trial(request, pk):
    """The editor's own trial with this character: as it stands, or a place to begin one."""
    character = get_object_or_404(Character, pk=pk)
    if request.method == "POST":
        return _say(request, character)
    found = trials.current(request.user, character)
    draft = ""
    if found:
        sweeping.sweep_conversation(found.pk)
        draft = intents.take_draft(request, found.pk)
    return page(request, character, found, text=draft)


def _say(request, character):
    """Begin; or go on, when another tab has begun meanwhile."""
    text, found = request.POST.get("text", ""), trials.current(request.user, character)
    try:
        said = {"user": request.user, "text": text, "client_key": intents.client_key(request)}
        if found:
            turns.take_turn(conversation_id=found.pk, **said)
        else:
            turns.begin(character=character, is_trial=True, **said)
    except REFUSALS as error:
        words, status = refusal(error)
        return page(request, character, found, text=text, error=words, status=status)
    except Conversation.DoesNotExist:
        # Started over meanwhile, in another tab.
        return page(request, character, None, text=text)
    return redirect("chat:trial", character.pk)


def page(request, character, conversation, *, status=200, **context):
    """The thread, or for no conversation yet the greeting and the starter questions of the draft."""
    thread = None
    if conversation:
        asked = {"before": request.GET.get("before"), "start": request.GET.get("from")}
        thread = threads.thread(request.user, conversation.pk, **asked)
    edition = thread.edition if thread else trials.shown_edition(character)
    context = {
        "character": character,
        "conversation": conversation,
        "edition": edition,
        "thread": thread,
        "starters": threads.starters(edition),
        "client_key": uuid.uuid4(),
        **context,
    }
    return render(request, "chat/trial.html", context, status=status)


@require_POST
@_editors_only
def start_over(request, pk):
    """The trial is deleted, what was said in it too."""
    character = get_object_or_404(Character, pk=pk)
    for found in Conversation.objects.of(request.user).trials().filter(character=character):
        with contextlib.suppress(Conversation.DoesNotExist):
            turns.delete(user=request.user, conversation_id=found.pk)
    return redirect("chat:trial", pk)
