"""In which language a page speaks to its reader: its address alone says it, so that one address is one page."""

from django.conf import settings
from django.urls import ResolverMatch, resolve, reverse
from django.utils import translation


def language_middleware(get_response):
    """``/de/…`` is in German, an address without a language in ``LANGUAGE_CODE``.

    Django's own LocaleMiddleware also asks a cookie and ``Accept-Language`` where the address says nothing: no cache
    could then keep a page for more than one reader.
    """

    def middleware(request):
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return middleware


def others(path: str) -> list[tuple[str, str, str]]:
    """Code, name and address of ``path`` in each language of the interface but the one that is active."""
    return [
        (code, name, in_language(path, code))
        for code, name in settings.LANGUAGES
        if code != translation.get_language()
    ]


def in_language(path: str, language: str) -> str:
    """The address of the same page in another language of the interface, with its query string."""
    path, mark, query = path.partition("?")
    path = without_language(path)
    prefix = "" if language == settings.LANGUAGE_CODE else f"/{language}"
    return f"{prefix}{path}{mark}{query}"


def without_language(path: str) -> str:
    """The path as it is in the first language: ``/characters/ada/`` of ``/de/characters/ada/``."""
    if not translation.get_language_from_path(path):
        return path
    # A second slash would begin the name of another site.
    return "/" + path[1:].partition("/")[2].lstrip("/")


def resolved(path: str) -> ResolverMatch:
    """What stands at this path, in whichever language it is.

    :raises Resolver404: when nothing does.
    """
    with translation.override(translation.get_language_from_path(path) or settings.LANGUAGE_CODE):
        return resolve(path)


def reverse_for_all(name: str, *, args=()) -> str:
    """An address that is the same in every language: of pictures, and of what is cited."""
    with translation.override(settings.LANGUAGE_CODE):
        return reverse(name, args=args)
