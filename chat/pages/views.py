"""The pages of conversations: read the request, make one call, pick a template."""

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
from chat import sweeping, turns, unsent
from chat.grounded import follow_ups
from chat.models import Conversation, Generation, Message
from chat.pages import intents, threads, trial_views
from chat.pages.refusals import REFUSALS, refusal, with_retry_after
from chat.pages.signed_in import signed_in, told
from chat.shelves import listing
from web.security import let_be_framed

# Of the list beside a thread.
LIST_SIZE = 30


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
        return with_retry_after(render(request, "chat/begin.html", context, status=status), error)
    unsent.forget_begun(request.session, character.pk)
    return redirect(conversation)


def _new_thread(request, character, intent):
    return {
        "edition": character.live_edition,
        "character": character,
        "starters": threads.starters(character.live_edition),
        "page": listing.page(request.user, size=LIST_SIZE),
        "text": intent.text if intent else unsent.begun_text(request.session, character.pk),
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
    context = _thread(request, pk)
    if draft := intents.take_draft(request, found.pk):
        context["text"] = draft
    elif found.unsent:
        context |= {"text": found.unsent, "client_key": found.unsent_key}
    return render(request, "chat/conversation.html", context)


def _thread(request, pk):
    thread = threads.thread(request.user, pk, before=request.GET.get("before"), start=request.GET.get("from"))
    follow_ups.offer(thread.last_reply)
    return {
        "conversation": thread.conversation,
        "character": thread.conversation.character,
        "edition": thread.edition,
        "thread": thread,
        "page": listing.page(request.user, size=LIST_SIZE),
        "client_key": uuid.uuid4(),
    }


@require_POST
@never_cache
def send_message(request, pk):
    if not request.user.is_authenticated:
        return _signed_out(request, pk)
    text = request.POST.get("text", "")
    try:
        said = {
            "text": text,
            "client_key": intents.client_key(request),
            "after_id": intents.after_id(request),
        }
        message = turns.take_turn(user=request.user, conversation_id=pk, **said)
    except REFUSALS as error:
        return _refused(request, pk, text, error)
    except Conversation.DoesNotExist:
        # A stranger's, or deleted in another tab.
        raise Http404 from None
    conversation = message.conversation
    if not request.htmx:
        return redirect(f"{conversation.get_absolute_url()}#message-{message.pk}")
    context = {
        "messages_so_far": threads.said(message),
        "client_key": uuid.uuid4(),
        "conversation": conversation,
    }
    context["left"] = getattr(message, "left", None)
    return render(request, "chat/_turn.html", context)


def _refused(request, pk, text, error):
    """Say why, and keep the text in the composer. For htmx as 200, which alone it swaps."""
    found = get_object_or_404(Conversation.objects.of(request.user), pk=pk)
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
    context = _thread(request, found.pk) | {"text": text, "error": words}
    return with_retry_after(render(request, "chat/conversation.html", context, status=status), error)


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
    found = threads.reply_or_404(request.user, pk)
    follow_ups.offer(found)
    return render(request, "chat/_message.html", {"message": found})


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


def events_elsewhere(request, pk):
    return HttpResponse("Event streams are served by config.asgi.\n", status=421, content_type="text/plain")
