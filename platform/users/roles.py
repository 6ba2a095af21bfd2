"""The groups of people who work on the site."""

EDITORS = "Editors"


def is_superuser(request) -> bool:
    """May see accounts: editors may not."""
    return request.user.is_superuser
