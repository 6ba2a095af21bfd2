"""Refuse an address that is longer than any of ours (414), before anybody reads what it asks for."""

from django.http import HttpResponse

# As long as a line of a request may be for uvicorn. The longest of ours names some thousands of characters to export.
MAX_ADDRESS = 64_000


def address_limit_middleware(get_response):
    """The first of all: a megabyte of combining marks costs nothing but its way here."""

    def middleware(request):
        if len(request.META.get("PATH_INFO", "")) + len(request.META.get("QUERY_STRING", "")) > MAX_ADDRESS:
            said = "This address is longer than any of this site.\n"
            return HttpResponse(said, status=414, content_type="text/plain; charset=utf-8")
        return get_response(request)

    return middleware
