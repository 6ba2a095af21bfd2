"""A bare Django view, without middleware, database or template: what the site's pages are compared with."""

from a2wsgi import WSGIMiddleware
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["localhost"], SECRET_KEY="bare", MIDDLEWARE=[])


def empty(request):
    # Django adds the length in a middleware; without it servers would send chunks.
    return HttpResponse(headers={"Content-Length": "0"})


urlpatterns = [path("", empty)]
wsgi = get_wsgi_application()
# As config.asgi serves pages.
asgi = WSGIMiddleware(wsgi, workers=10)
