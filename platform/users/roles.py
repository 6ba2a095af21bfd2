"""The groups of people who work on the site."""

# Who writes and submits, and who publishes too. What each may do is set by migrations of the desk.
WRITERS = "Writers"
EDITORS = "Editors"


def is_superuser(request) -> bool:
    """May see accounts: editors may not."""
    return request.user.is_superuser
