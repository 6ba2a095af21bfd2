"""Health, what scripts say, and the pages for what is not there."""

from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from django.views.i18n import JavaScriptCatalog

from web.look import look

A_MINUTE, A_YEAR = 60, 365 * 24 * 3600
_words = JavaScriptCatalog.as_view(packages=["web"])


@require_safe
def health(request):
    """200 when this process can serve pages: it reaches the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def words(request):
    """What scripts say in the language of the address. Kept for long where it names what this process serves."""
    response = _words(request)
    is_lasting = request.GET.get("v") == look() and not settings.DEBUG
    patch_cache_control(response, public=True, max_age=A_YEAR if is_lasting else A_MINUTE)
    return response


def not_found(request, exception=None):
    return render(request, "404.html", status=404)
