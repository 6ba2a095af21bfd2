"""What the admin's lists take from an address as something to look up by."""


class PlainLookups:
    """A list that refuses to look for what PostgreSQL cannot hold: 400, where it would have been a fault of ours."""

    def lookup_allowed(self, lookup, value, request):
        return "\0" not in str(value) and super().lookup_allowed(lookup, value, request)
