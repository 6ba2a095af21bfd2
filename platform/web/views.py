"""Health, and the pages for what is not there."""

from django.db import connection
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def health(request):
    """200 when this process can serve pages: it reaches the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


def not_found(request, exception=None):
    return render(request, "404.html", status=404)
