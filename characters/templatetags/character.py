"""What templates show of a character: the medal or portrait, and how a conversation is begun."""

from pathlib import PurePosixPath
from urllib.parse import quote
from uuid import uuid4

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from characters.catalog import Card
from characters.medallions import address_key, drawn
from characters.reading import reading_of

register = template.Library()


@register.simple_tag
def portrait_url(edition) -> str:
    """Where the picture of an edition, or of a card, is: its portrait, else its medal.

    Neither ever changes under its address, so browsers may keep both. The medal of a draft has no address.
    """
    if edition.portrait:
        return reverse("characters:portrait", args=[PurePosixPath(edition.portrait).name])
    if edition.number is None:
        years = edition.years if isinstance(edition, Card) else reading_of(edition).years
        return f"data:image/svg+xml,{quote(drawn(edition.name, edition.era, years))}"
    return f"{reverse('characters:medallion', args=[edition.slug])}?v={address_key(edition)}"


@register.simple_tag
def medallion(edition, size: int = 72, alt: str = "", lazy: bool = False) -> str:
    """A round picture, so many pixels wide at most. Beside the name it needs no words of its own."""
    return format_html(
        '<img class="medallion" src="{}" width="{}" height="{}" alt="{}"{}>',
        portrait_url(edition), size, size, alt, mark_safe(' loading="lazy"') if lazy else "",
    )  # fmt: skip


@register.simple_tag
def client_key() -> str:
    """A fresh key for a form: sent twice by a double click, it begins one conversation."""
    return str(uuid4())
