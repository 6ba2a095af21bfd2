"""The desk app: where editors work."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "desk"
    verbose_name = _("Editors' desk")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from desk.auditing import audit

        audit.watch()
