"""The public pages."""

from django.http import HttpResponse


def home(request):
    return HttpResponse("home")


catalog = detail = edition = similar = medallion = portrait = sitemap = robots = home
