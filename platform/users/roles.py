"""The groups of people who work on the site."""

# Who writes and submits, and who publishes too. What each may do is set by migrations of the desk.
WRITERS = "Writers"
EDITORS = "Editors"


def is_superuser(request) -> bool:
    """May see accounts: editors may not."""
    return request.user.is_superuser


def may_audit(request) -> bool:
    """May read who did what at the desk: Editors may, Writers may not."""
    return request.user.has_perm("desk.view_auditentry")
