"""The pages of conversations: read the request, make one call, pick a template."""

import contextlib
import uuid

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from characters import addresses
from characters.models import Character
from chat import intents, sweeping, threads, trial_views, turns
from chat.models import Conversation, Generation, Message
from chat.refusals import REFUSALS, refusal
from chat.signed_in import signed_in, told
from web.security import let_be_framed

LIST_SIZE = 30


@require_safe
@never_cache
@login_required
def conversations(request):
    page = threads.page_of_conversations(request.user, before=request.GET.get("before"), size=LIST_SIZE)
    template = "chat/_conversations.html" if request.htmx else "chat/conversations.html"
    return render(request, template, {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def begin(request, slug):
    """Begin a conversation: signed in at once, else after signing in, with what one wanted to say."""
    live = Character.objects.live().select_related("live_edition")
    character = live.filter(live_edition__slug=slug).first()
    if character is None:
        return _moved(request, slug)
    if not request.user.is_authenticated:
        intents.keep(request, character)
        return redirect_to_login(reverse("chat:begin", args=[slug]))
    if request.method == "POST":
        return _begin(request, character, intents.posted(request, character))
    intent = intents.take(request, character)
    if intent and intent.text:
        return _begin(request, character, intent)
    return render(
        request, "chat/begin.html", _new_thread(request, character, intents.asked(request, character))
    )


def _moved(request, slug):
    """On to where an old address leads now; what one wanted to say comes along."""
    moved = addresses.followed(slug)
    if moved is None:
        raise Http404
    query = request.META.get("QUERY_STRING", "")
    address = reverse("chat:begin", args=[moved.slug]) + (f"?{query}" if query else "")
    return redirect(address, permanent=True, preserve_request=request.method == "POST")


def _begin(request, character, intent):
    try:
        conversation = turns.begin(
            user=request.user, character=character, text=intent.text, client_key=intent.client_key
        )
    except REFUSALS as error:
        words, status = refusal(error)
        context = _new_thread(request, character, intent) | {"error": words}
        return render(request, "chat/begin.html", context, status=status)
    return redirect(conversation)


def _new_thread(request, character, intent):
    return {
        "edition": character.live_edition,
        "character": character,
        "starters": threads.starters(character.live_edition),
        "page": threads.page_of_conversations(request.user, size=LIST_SIZE),
        "text": intent.text if intent else "",
        "client_key": uuid.uuid4(),
    }


@require_safe
@never_cache
@login_required
def conversation(request, pk):
    found = get_object_or_404(Conversation.objects.of(request.user), pk=pk)
    if found.is_trial:
        return redirect(found)
    sweeping.sweep_conversation(found.pk)
    draft = intents.take_draft(request, found.pk)
    return render(request, "chat/conversation.html", _thread(request, pk) | {"text": draft})


def _thread(request, pk):
    thread = threads.thread(request.user, pk, before=request.GET.get("before"), start=request.GET.get("from"))
    return {
        "conversation": thread.conversation,
        "character": thread.conversation.character,
        "edition": thread.edition,
        "thread": thread,
        "page": threads.page_of_conversations(request.user, size=LIST_SIZE),
        "client_key": uuid.uuid4(),
    }


@require_POST
@never_cache
def send_message(request, pk):
    if not request.user.is_authenticated:
        return _signed_out(request, pk)
    found = get_object_or_404(Conversation.objects.of(request.user), pk=pk)
    text = request.POST.get("text", "")
    try:
        said = {
            "text": text,
            "client_key": intents.client_key(request),
            "after_id": intents.after_id(request),
        }
        message = turns.take_turn(user=request.user, conversation=found, **said)
    except REFUSALS as error:
        return _refused(request, found, text, error)
    if not request.htmx:
        return redirect(f"{found.get_absolute_url()}#message-{message.pk}")
    context = {"messages_so_far": threads.said(message), "client_key": uuid.uuid4(), "conversation": found}
    return render(request, "chat/_turn.html", context)


def _refused(request, found, text, error):
    """Say why, and keep the text in the composer. For htmx as 200, which alone it swaps."""
    words, status = refusal(error)
    if request.htmx:
        # A page that is of another conversation goes on where this one is shown now.
        after = found.tip_id if isinstance(error, turns.NoSuchReply) else request.POST.get("after", "")
        context = {"conversation": found, "text": text, "error": words, "after": after}
        context["client_key"] = uuid.uuid4()
        response = render(request, "chat/_composer.html", context)
        response["HX-Retarget"], response["HX-Reswap"] = "#composer", "outerHTML"
        return response
    if found.is_trial:
        shown = trial_views.page(request, found.character, found, text=text, error=words, status=status)
        return let_be_framed(shown)
    return render(
        request,
        "chat/conversation.html",
        _thread(request, found.pk) | {"text": text, "error": words},
        status=status,
    )


def _signed_out(request, pk):
    """A session that ended under an open page loses no text."""
    if request.htmx:
        return told(request, reverse("chat:conversation", args=[pk]))
    intents.keep_draft(request, pk)
    return redirect_to_login(reverse("chat:conversation", args=[pk]))


@require_GET
@never_cache
@login_required
def reply(request, pk):
    """One reply as it stands now: what replaces the bubble when its writing has ended."""
    return _reply(request, pk)


def _reply(request, pk):
    return render(request, "chat/_message.html", {"message": threads.reply_or_404(request.user, pk)})


@require_POST
@never_cache
@signed_in
def stop(request, pk):
    try:
        turns.stop(user=request.user, reply_id=pk)
    except Generation.DoesNotExist:
        raise Http404 from None
    if request.htmx:
        return _reply(request, pk)
    return redirect(threads.address_of(threads.message_or_404(request.user, pk, Message.Role.CHARACTER)))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def delete(request, pk):
    """Ask, then delete for good."""
    found = get_object_or_404(Conversation.objects.of(request.user).real().with_character(), pk=pk)
    if request.method == "POST":
        with contextlib.suppress(Conversation.DoesNotExist):
            turns.delete(user=request.user, conversation_id=found.pk)
        return redirect("chat:list")
    return render(request, "chat/delete.html", {"conversation": found})


def events_elsewhere(request, pk):
    return HttpResponse("Event streams are served by config.asgi.\n", status=421, content_type="text/plain")
