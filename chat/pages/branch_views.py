"""Moving about in the tree of a conversation: its parts, other variants, edited messages, replies anew or continued."""

import uuid

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chat import branches, turns
from chat.models import Conversation, Message
from chat.pages import intents, threads
from chat.pages.refusals import REFUSALS, refusal
from chat.pages.signed_in import signed_in
from web.security import let_be_framed

# Tells the page that what comes replaces all that stands below as well.
REST = "Thread-Rest"
# Deleted meanwhile, in another tab.
GONE = (Conversation.DoesNotExist, Message.DoesNotExist)


@require_GET
@never_cache
@signed_in
def part(request, pk):
    """What stands before or from a message on; or what another tab has added to the branch of a last one."""
    if last := request.GET.get("with"):
        thread = threads.through(request.user, pk, last)
        return render(request, "chat/_rest.html", _context(thread))
    asked = {"before": request.GET.get("before"), "start": request.GET.get("from")}
    if not any(asked.values()):
        raise Http404
    context = _context(threads.thread(request.user, pk, **asked))
    context |= {"is_above": bool(asked["before"]), "is_below": not asked["before"]}
    return render(request, "chat/_part.html", context)


def _context(thread):
    return {"conversation": thread.conversation, "edition": thread.edition, "thread": thread}


@require_POST
@never_cache
@signed_in
def show(request, pk):
    """Show the branch that goes through this variant."""
    message = threads.message_or_404(request.user, pk)
    branches.show(message.conversation, branches.end_below(message.pk))
    return _rest(request, message)


@require_GET
@never_cache
@signed_in
def message(request, pk):
    """A message of the user's as it stands: what replaces the form when they leave it as it is."""
    found = threads.message_or_404(request.user, pk, Message.Role.USER)
    if not request.htmx:
        return redirect(threads.address_of(found))
    return render(request, "chat/_message.html", {"message": threads.shown_alone(found)})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def edit(request, pk):
    """Say a message in other words: the branch that it began stays."""
    if request.method == "POST" and not (request.htmx or request.user.is_authenticated):
        # A session that ended under the form loses no text.
        intents.keep_edited(request, pk)
        return redirect_to_login(reverse("chat:edit", args=[pk]))
    return _edit(request, pk)


@signed_in
def _edit(request, pk):
    found = threads.message_or_404(request.user, pk, Message.Role.USER)
    if request.method != "POST":
        return _form(request, found, text=intents.take_edited(request, pk) or found.text)
    text = request.POST.get("text", "")
    try:
        said = turns.edit(user=request.user, message_id=pk, text=text, client_key=intents.client_key(request))
    except REFUSALS as error:
        words, status = refusal(error)
        return _form(request, found, text=text, error=words, status=200 if request.htmx else status)
    except GONE:
        raise Http404 from None
    return _rest(request, said)


def _form(request, found, *, status=200, **context):
    context = {
        "message": found,
        "conversation": found.conversation,
        "address": threads.address_of(found),
        "client_key": uuid.uuid4(),
        **context,
    }
    template = "chat/_edit.html" if request.htmx else "chat/edit.html"
    response = render(request, template, context, status=status)
    return let_be_framed(response) if found.conversation.is_trial else response


@require_POST
@never_cache
@signed_in
def retry(request, pk):
    """Another reply to the same message."""
    return _anew(request, pk, turns.retry)


@require_POST
@never_cache
@signed_in
def go_on(request, pk):
    """The same reply, from where it was cut."""
    return _anew(request, pk, turns.continue_reply)


def _anew(request, pk, ask):
    earlier = threads.message_or_404(request.user, pk, Message.Role.CHARACTER)
    try:
        reply = ask(user=request.user, reply_id=pk)
    except REFUSALS as error:
        words, _ = refusal(error)
        if request.htmx:
            context = {"message": threads.shown_alone(earlier), "error": words}
            return render(request, "chat/_message.html", context)
        messages.error(request, words)
        return redirect(threads.address_of(earlier))
    except GONE:
        raise Http404 from None
    return _rest(request, reply)


def _rest(request, message):
    """This message and what stands below it, in place of another variant and of what stood below that."""
    if not request.htmx:
        return redirect(threads.address_of(message))
    thread = threads.thread(request.user, message.conversation_id, start=str(message.pk))
    response = render(request, "chat/_rest.html", _context(thread))
    response[REST] = "1"
    return response
