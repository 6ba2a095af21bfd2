"""Where on the admin's form its errors stand, so that a list at the top can lead to them."""

from collections.abc import Iterator
from typing import NamedTuple

from django.utils.text import capfirst

GENERAL = "general"  # the theme's name of the tab that holds the form's own fields


class FieldError(NamedTuple):
    """``target`` is the id of what to go to, ``tab`` the theme's name of the tab that it is on."""

    target: str
    tab: str
    label: str
    sentence: str


def field_errors(form, inlines) -> Iterator[FieldError]:
    """The errors of the form's fields and of all rows below it, in the order of the page."""
    yield from _of_fields(form, GENERAL)
    for inline in inlines:
        prefix = inline.formset.prefix
        for sentence in inline.formset.non_form_errors():
            plural = capfirst(inline.opts.verbose_name_plural)
            yield FieldError(f"{prefix}-group", prefix, plural, sentence)
        for number, row in enumerate(inline.formset.forms, 1):
            if not row.errors or row.cleaned_data.get("DELETE"):
                continue
            name = f"{capfirst(inline.opts.verbose_name)} {number}"
            for sentence in row.non_field_errors():
                yield FieldError(row.visible_fields()[0].auto_id, prefix, name, sentence)
            yield from _of_fields(row, prefix, before=f"{name}: ")


def _of_fields(form, tab, before="") -> Iterator[FieldError]:
    for field in form:
        if field.errors:
            yield FieldError(field.auto_id, tab, before + field.label, " ".join(field.errors))
