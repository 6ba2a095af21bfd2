"""The groups of people who work on the site, and how somebody comes into one."""

from django.contrib.auth.models import Group
from django.db import transaction

# Who writes and submits, and who publishes too. What each may do is set by migrations of the desk.
WRITERS = "Writers"
EDITORS = "Editors"
ROLES = (WRITERS, EDITORS)


def is_superuser(request) -> bool:
    """May see accounts: editors may not."""
    return request.user.is_superuser


@transaction.atomic
def give(user, role: str):
    """Make somebody a writer or an editor, and nothing else of the two; they may enter the desk from now on."""
    user.groups.remove(*Group.objects.filter(name__in=ROLES).exclude(name=role))
    user.groups.add(Group.objects.get(name=role))
    open_the_desk(user)


def open_the_desk(user):
    """Whoever has a role may sign in to the desk: without “staff status” the role would be of no use."""
    if not user.is_staff and user.groups.filter(name__in=ROLES).exists():
        user.is_staff = True
        user.save(update_fields=["is_staff"])


@transaction.atomic
def take_away(user):
    """Nobody's writer or editor any more; superusers keep what they may."""
    user.groups.remove(*Group.objects.filter(name__in=ROLES))
    if user.is_staff and not user.is_superuser:
        user.is_staff = False
        user.save(update_fields=["is_staff"])


def may_see_costs(request) -> bool:
    """May read what replies cost, without what they say: superusers, and whoever is given the permission."""
    return request.user.has_perm("chat.view_generation")


def may_audit(request) -> bool:
    """May read who did what at the desk: Editors may, Writers may not."""
    return request.user.has_perm("desk.view_auditentry")
