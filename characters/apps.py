"""The characters app: who can be talked to."""

from django.apps import AppConfig


class CharactersConfig(AppConfig):
    name = "characters"
    verbose_name = "Characters"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        # Listens for drafts that are written.
        from characters import checklist  # noqa: F401
