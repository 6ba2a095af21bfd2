"""The users app: the account of everyone who signs in."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UsersConfig(AppConfig):
    name = "users"
    verbose_name = _("Accounts")
    default_auto_field = "django.db.models.BigAutoField"
