"""People of the desk beside the cast's editor."""

from django.contrib.auth.models import Group
from django.test import Client

from tests.factories import UserFactory
from users.roles import WRITERS


def a_writer(**fields):
    """In the Writers group: may write and submit, and not publish."""
    writer = UserFactory(is_staff=True, **fields)
    writer.groups.add(Group.objects.get(name=WRITERS))
    return writer


def browser_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client
