"""The users app: the account of everyone who signs in."""

from django.apps import AppConfig


class UsersConfig(AppConfig):
    name = "users"
    verbose_name = "Accounts"
    default_auto_field = "django.db.models.BigAutoField"
