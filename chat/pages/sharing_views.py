"""The pages of sharing: its owner's, and the one that anybody may read who has the address."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chat.models import Conversation
from chat.pages import intents
from chat.pages.refusals import REFUSALS, refusal
from chat.sharing import continuing, shares

WHY_NOT = {
    shares.NothingToShare: _("Nothing has been said here yet. Say something first, then share it."),
    shares.StillWriting: _(
        "A reply is still being written. Wait for it, or stop it, then share the conversation."
    ),
    shares.NotShared: _("This conversation is not shared any more. You can make a new address for it."),
    continuing.KeyTaken: _("That was begun from here already. Press the button once more to begin another."),
    continuing.TooManyCopies: _(
        "That is as much as one can begin from shared conversations in an hour. Come back a little later."
    ),
}
NOT_NOW = (shares.NothingToShare, shares.StillWriting, shares.NotShared)
NOT_CONTINUED = (continuing.KeyTaken, continuing.TooManyCopies, *REFUSALS)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def share(request, pk):
    """The address of a conversation that is shared, or what sharing means and a button to make one."""
    if request.method == "POST":
        return _done(
            request, pk, shares.share, _("The address is made. Whoever has it can read the conversation.")
        )
    return _page(request, pk)


def _page(request, pk, *, error="", status=200):
    own = Conversation.objects.of(request.user).real().with_character()
    found = get_object_or_404(own, pk=pk)
    shared = shares.share_of(found)
    context = {
        "conversation": found,
        "share": shared,
        "address": shared and shares.address(shared),
        "is_behind": shared and shares.is_behind(shared, found),
        "error": error,
    }
    return render(request, "chat/share.html", context, status=status)


def _done(request, pk, step, words):
    try:
        step(user=request.user, conversation_id=pk)
    except Conversation.DoesNotExist:
        raise Http404 from None
    except NOT_NOW as error:
        return _page(request, pk, error=WHY_NOT[type(error)], status=409)
    messages.success(request, words)
    return redirect("chat:share", pk)


@require_POST
@never_cache
@login_required
def update(request, pk):
    return _done(request, pk, shares.update, _("The address shows the conversation as it is now."))


@require_POST
@never_cache
@login_required
def revoke(request, pk):
    return _done(request, pk, shares.revoke, _("The address is revoked: it leads nowhere now."))


# --- What anybody reads ---


@require_safe
def shared(request, key):
    return _public(_shared(request, key))


def _shared(request, key, *, error="", status=200):
    number = request.GET.get("page", "1")
    try:
        found = shares.open_share(key)
        page = shares.page(
            found, int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 0
        )
    except shares.NotShared:
        return _gone(request)
    context = {"page": page, "key": key, "client_key": uuid.uuid4(), "error": error}
    return render(request, "chat/shared.html", context, status=status)


def _gone(request):
    """One page for what was never there, was revoked or was deleted: nobody learns which."""
    return render(request, "chat/shared_gone.html", status=404)


def _public(response):
    """For who asked alone, and nothing to find by a search. (Of the address, SECURE_REFERRER_POLICY tells no site.)"""
    patch_cache_control(response, private=True, no_store=True)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def continue_shared(request, key):
    """Begin a conversation of one's own from here: signed in at once, else after signing in."""
    try:
        # First of all: nobody signs in for what is not there.
        shares.open_share(key)
        return _public(_continued(request, key))
    except shares.NotShared:
        return _public(_gone(request))


def _continued(request, key):
    here = reverse("continue_shared", args=[key])
    if request.method == "POST":
        client_key = _posted_key(request)
        if not request.user.is_authenticated:
            continuing.keep_wish(request, key, client_key)
            return redirect_to_login(here)
    elif not request.user.is_authenticated:
        return redirect_to_login(here)
    else:
        client_key = continuing.take_wish(request, key)
        if client_key is None:
            # Only who pressed the button begins something: a link that leads here does not.
            return redirect("shared_conversation", key)
    try:
        return redirect(continuing.continue_shared(user=request.user, key=key, client_key=client_key))
    except NOT_CONTINUED as error:
        words, status = (WHY_NOT[type(error)], 409) if type(error) in WHY_NOT else refusal(error)
        return _shared(request, key, error=words, status=status)


def _posted_key(request) -> uuid.UUID:
    """A form without a key begins a conversation of its own."""
    try:
        return intents.client_key(request)
    except intents.NoKey:
        return uuid.uuid4()
