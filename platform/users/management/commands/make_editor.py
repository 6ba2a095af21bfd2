"""Make the local editor's account: `manage.py make_editor --email … --password-file …`."""

from pathlib import Path

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand
from django.db import transaction

from users.roles import EDITORS


class Command(BaseCommand):
    help = (
        "Make an account that may edit and publish, with the password of a file. An account that is there already "
        "stays as it is, with the password that it has by now."
    )

    def add_arguments(self, parser):
        parser.add_argument("--email", required=True)
        parser.add_argument("--password-file", required=True, type=Path)

    def handle(self, *, email, password_file, **options):
        """Says whether the file's password holds: `make run` shows it, or that it was changed."""
        password = password_file.read_text().strip()
        user = get_user_model().objects.filter(email__iexact=email).first()
        if user is None:
            user = _made(email.lower(), password)
            self.stdout.write(f"made the editor {user.email}")
        elif user.check_password(password):
            self.stdout.write(f"found the editor {user.email}")
        else:
            self.stdout.write(f"found the editor {user.email}: password changed on the site")


@transaction.atomic
def _made(email, password):
    user = get_user_model().objects.create_user(email, password, is_staff=True)
    user.groups.add(Group.objects.get(name=EDITORS))
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user
