"""What templates ask about previews: what can be shown of a draft, and where each of it is."""

from django import template

from desk.previewing import previews

register = template.Library()


@register.simple_tag
def preview_choices(character, may_change) -> dict:
    """``views`` as (name, label, address of what stands in the frame), ``widths`` as (name, label)."""
    return {"views": previews.frames(character, may_change=may_change), "widths": previews.WIDTHS.items()}
