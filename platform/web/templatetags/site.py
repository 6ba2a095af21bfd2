"""What the base template says of the site, without a context processor: error pages have none."""

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import get_language

from web import dates, languages, typography
from web.look import look

register = template.Library()


@register.filter
def curled(text) -> str:
    return typography.curled(str(text))


def _or_nothing(written):
    return lambda when: written(when) if when else ""


# As web.dates writes them; nothing of nothing.
for _written in (dates.day, dates.moment, dates.short_day, dates.short_moment):
    register.filter(_written.__name__, _or_nothing(_written), expects_localtime=True)


@register.simple_tag
def first_page() -> str:
    """Its address, for pages that must not ask for more than that."""
    return languages.in_language("/", get_language() or settings.LANGUAGE_CODE)


@register.simple_tag
def site_name() -> str:
    return settings.SITE_NAME


@register.simple_tag
def site_url() -> str:
    """The site's own address, without a slash at the end."""
    return settings.SITE_URL


@register.simple_tag(takes_context=True)
def other_languages(context) -> list[tuple[str, str, str]]:
    """Code, name and address of the page in each other language; none on error pages without a request.

    A page that says the same elsewhere in another language names its address there in ``address_in``.
    """
    request = context.get("request")
    elsewhere = context.get("address_in") or {}
    # An address that was posted to may have no page of its own.
    is_page = request and request.method in ("GET", "HEAD")
    others = languages.others(request.get_full_path()) if is_page else []
    return [(code, name, elsewhere.get(code, address)) for code, name, address in others]


@register.simple_tag
def scripts_words() -> str:
    """What scripts say in the language of the page: before all of them. English needs no catalog."""
    sources = [static("js/gettext.js")]
    if get_language() != settings.LANGUAGE_CODE:
        sources.insert(0, f"{reverse('words')}?v={look()}")
    return format_html_join("\n  ", '<script src="{}" defer></script>', ((source,) for source in sources))
