"""What the audit keeps: one entry for each thing that somebody did at the desk. The database refuses to change it."""

from auditlog.models import AbstractLogEntry, LogEntryManager
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from desk import acting


class AuditManager(LogEntryManager):
    def log_create(self, instance, force_log=False, **kwargs):
        """Called by auditlog for each row that it finds changed; also says which character the row belongs to."""
        return super().log_create(instance, force_log, **{**about(instance), **kwargs})

    def log_m2m_changes(self, changed_queryset, instance, operation, field_name, **kwargs):
        """Called by auditlog for roles given and taken; what migrations and commands do is nobody's doing."""
        if acting.who() is None:
            return None
        return super().log_m2m_changes(changed_queryset, instance, operation, field_name, **kwargs)


class AuditEntry(AbstractLogEntry):
    """One thing that somebody did. Appended only: a trigger refuses changes, and deletion but by ``prune_audit``.

    ``changes`` maps a field to its old and its new value; ``additional_data`` is what else an action tells of itself.
    ``character_pk`` is no foreign key, since an entry outlives the character that it is about.
    """

    class Did(models.TextChoices):
        CREATED = "created", _("Created")
        CHANGED = "changed", _("Changed")
        DELETED = "deleted", _("Deleted")
        LOOKED_AT = "looked-at", _("Looked at")
        PUBLISHED = "published", _("Published")
        WITHDREW = "withdrew", _("Withdrew")
        SUBMITTED = "submitted", _("Submitted for review")
        SENT_BACK = "sent-back", _("Sent back")
        RESTORED = "restored", _("Restored an edition")
        MERGED = "merged", _("Merged")
        IMPORTED = "imported", _("Imported")
        EXPORTED = "exported", _("Exported")

    did = models.CharField(max_length=20, choices=Did.choices)
    character_pk = models.BigIntegerField(null=True)
    character_name = models.CharField(max_length=120, blank=True)

    objects = AuditManager()

    class Meta(AbstractLogEntry.Meta):
        ordering = ("-timestamp", "-id")
        verbose_name, verbose_name_plural = _("audit entry"), _("audit entries")
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=("-timestamp", "-id"), name="audit_latest_first"),
            models.Index(fields=("character_pk", "-timestamp", "-id"), name="audit_of_a_character"),
            models.Index(fields=("did", "-timestamp", "-id"), name="audit_by_action"),
            GinIndex(OpClass(Upper("character_name"), name="gin_trgm_ops"), name="audit_character_trigrams"),
        ]

    def __str__(self):
        return f"{self.get_did_display()}: {self.object_repr}"

    def save(self, *args, **kwargs):
        self.did = self.did or DID[self.action]
        self.actor = self.actor or acting.who()
        self.actor_email = self.actor and self.actor.email
        self.cid = None  # what a browser sends for one is nobody's business here
        if not settings.AUDITLOG_DISABLE_REMOTE_ADDR:
            self.remote_addr = acting.address()
        super().save(*args, **kwargs)


DID = {
    AuditEntry.Action.CREATE: AuditEntry.Did.CREATED,
    AuditEntry.Action.UPDATE: AuditEntry.Did.CHANGED,
    AuditEntry.Action.DELETE: AuditEntry.Did.DELETED,
    AuditEntry.Action.ACCESS: AuditEntry.Did.LOOKED_AT,
}


def about(instance) -> dict:
    """Which character a row belongs to, as far as that is known without asking the database."""
    if instance._meta.label == "characters.Character":
        return {"character_pk": instance.pk, "character_name": instance.name}
    if not hasattr(instance, "character_id"):
        return {}
    is_known = type(instance)._meta.get_field("character").is_cached(instance)
    return {
        "character_pk": instance.character_id,
        "character_name": instance.character.name if is_known else "",
    }
