"""The desk app: where editors work."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "desk"
    verbose_name = "Editors' desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from desk.auditing import audit

        audit.watch()
