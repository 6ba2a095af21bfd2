"""What templates show of a character: the medal or portrait, and how a conversation is begun."""

from functools import lru_cache
from pathlib import PurePosixPath
from urllib.parse import quote
from uuid import uuid4

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from characters.catalog import Card
from characters.fields import field_name as name_of_field
from characters.languages import direction_of, of_reader
from characters.medallions import address_key, drawn
from characters.reading import reading_of
from characters.renditions import all_of
from web.languages import reverse_for_all
from web.sentences import listed

register = template.Library()


@register.filter
def field_name(field: str) -> str:
    return name_of_field(field)


@register.filter
def listed_links(characters: list[tuple[str, str]]) -> SafeString:
    """Links to the pages of characters, by slug and name, as they stand in a sentence."""
    links = [
        format_html('<a href="{}">{}</a>', reverse("characters:detail", args=[slug]), name)
        for slug, name in characters
    ]
    return mark_safe(listed(links))


@register.simple_tag
def portrait_url(edition) -> str:
    """Where the picture of an edition, or of a card, is: its portrait, else its medal.

    Neither ever changes under its address, so browsers may keep both. The medal of a draft has no address.
    """
    if edition.portrait:
        return _address(edition.portrait)
    if edition.number is None:
        years = edition.years if isinstance(edition, Card) else reading_of(edition).years
        return f"data:image/svg+xml,{quote(drawn(edition.name, edition.era, years))}"
    return f"{reverse('characters:medallion', args=[edition.slug])}?v={address_key(edition)}"


@register.simple_tag
def medallion(edition, size: int = 72, alt: str = "", lazy: bool = False, sizes: str = "") -> str:
    """A round picture, so many pixels wide at most. Beside the name it needs no words of its own.

    ``sizes`` is how wide it is shown, as CSS has it, where that is not just the size in pixels.
    """
    pictures = _pictures(edition.portrait, size, sizes) if edition.portrait else _medal(edition)
    return format_html(
        '<img {} width="{}" height="{}" alt="{}"{}>',
        pictures, size, size, alt, mark_safe(' loading="lazy"') if lazy else "",
    )  # fmt: skip


def _medal(edition) -> SafeString:
    return format_html('class="medallion" src="{}"', portrait_url(edition))


@lru_cache(maxsize=4_000)
def _pictures(portrait: str, size: int, sizes: str) -> SafeString:
    """The squares to choose from; an edition from before there were any has its portrait only."""
    squares = all_of(portrait)
    if not squares:
        return format_html('class="medallion medallion--portrait" src="{}"', _address(portrait))
    # For browsers that choose nothing: sharp enough on any screen.
    plain = next((name for width, name in squares if width >= 2 * size), portrait)
    return format_html(
        'class="medallion medallion--portrait" src="{}" srcset="{}" sizes="{}"',
        _address(plain),
        ", ".join(f"{_address(name)} {width}w" for width, name in squares),
        sizes or f"{size}px",
    )


def _address(portrait: str) -> str:
    return reverse_for_all("characters:portrait", args=[PurePosixPath(portrait).name])


@register.simple_tag
def told_in(language: str) -> SafeString:
    """The attributes of an element with words in that language; none where the whole page is in it."""
    if language == of_reader():
        return mark_safe("")
    return format_html(' lang="{}" dir="{}"', language, direction_of(language))


@register.simple_tag
def client_key() -> str:
    """A fresh key for a form: sent twice by a double click, it begins one conversation."""
    return str(uuid4())
