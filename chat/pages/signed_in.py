"""Whoever is signed out under an open page is told so where they are, and loses no text."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import render
from django.urls import reverse


def signed_in(view):
    """A page asks to sign in; what HTMX asks for is answered with a way to, over the composer."""
    page = login_required(view)

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.htmx and not request.user.is_authenticated:
            return told(request, request.htmx.current_url_abs_path or reverse("chat:list"))
        if request.method == "POST" and not request.user.is_authenticated:
            # What was asked for cannot be asked by the link back that signing in ends with.
            return redirect_to_login(reverse("chat:list"))
        return page(request, *args, **kwargs)

    return guarded


def told(request, back: str):
    """``back``: the path of the page that is open."""
    response = render(request, "chat/_signed_out.html", {"next": back.partition("#")[0]})
    response["HX-Retarget"], response["HX-Reswap"] = "#composer-error", "innerHTML"
    return response
