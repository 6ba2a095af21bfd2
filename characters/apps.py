"""The characters app: who can be talked to."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CharactersConfig(AppConfig):
    name = "characters"
    verbose_name = _("Characters")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        # Listens for drafts that are written.
        from characters import checklist  # noqa: F401
