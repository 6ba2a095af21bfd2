"""Make or renew the local editor's account: `manage.py make_editor --email … --password-file …`."""

from pathlib import Path

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand

from users.roles import EDITORS


class Command(BaseCommand):
    help = "Make an account that may edit and publish, with the password of a file. Run twice, it changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("--email", required=True)
        parser.add_argument("--password-file", required=True, type=Path)

    def handle(self, *, email, password_file, **options):
        password = password_file.read_text().strip()
        user, is_new = get_user_model().objects.get_or_create(email=email.lower(), defaults={"is_staff": True})
        if is_new or not user.check_password(password):
            user.set_password(password)
            user.is_staff = True
            user.save()
        user.groups.add(Group.objects.get(name=EDITORS))
        EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
        self.stdout.write(f"{'made' if is_new else 'found'} the editor {user.email}")
