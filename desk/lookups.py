"""What the admin takes from an address or a form as something to look up by."""

from unfold.contrib.filters.admin import DropdownFilter


def is_id(text: str) -> bool:
    """Whether this can be the number of a row. What cannot breaks the theme's fields that show whom it names."""
    return text.isascii() and text.isdigit() and len(text) < 19


class PlainLookups:
    """Refuses what would otherwise be a fault of ours: it comes from no page of the admin's."""

    def lookup_allowed(self, lookup, value, request):
        """PostgreSQL holds no NUL."""
        return "\0" not in str(value) and super().lookup_allowed(lookup, value, request)

    def get_object(self, request, object_id, from_field=None):
        """Django takes an empty name in ``_to_field`` for that of a field."""
        return super().get_object(request, object_id, from_field or None)


class ListFilter(DropdownFilter):
    def value(self):
        """PostgreSQL knows no NUL, which an address may hold."""
        return (super().value() or "").replace("\0", "") or None
