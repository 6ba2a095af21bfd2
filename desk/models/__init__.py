"""How editors work together: who has what open, notes, shared previews, saved filters, and long jobs."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from characters.kept_words import in_the_readers_language
from characters.models import Character
from desk.models.audit_entries import AuditEntry

__all__ = ["AuditEntry", "Job", "Opening", "PreviewLink", "ReviewNote", "SavedFilter"]


class ReviewNoteQuerySet(models.QuerySet):
    def unresolved(self):
        return self.filter(resolved_at=None)


def with_num_notes(characters: models.QuerySet) -> models.QuerySet:
    """These characters with ``num_notes``: how many notes on each are not resolved."""
    waiting = ReviewNote.objects.unresolved().filter(character=models.OuterRef("pk")).order_by()
    counted = waiting.values("character").annotate(num=models.Count("pk")).values("num")
    return characters.annotate(num_notes=Coalesce(models.Subquery(counted), 0))


class ReviewNote(models.Model):
    """What one editor asks another to look at, until somebody says it is done."""

    character = models.ForeignKey(Character, on_delete=models.CASCADE, related_name="review_notes")
    about = models.CharField(max_length=120, blank=True, help_text="The part it is about, such as Biography.")
    text = models.TextField(max_length=2000)
    written_at = models.DateTimeField(auto_now_add=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ReviewNoteQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("review note"), _("review notes")
        ordering = ("written_at", "id")
        indexes = [
            models.Index(fields=("character",), condition=Q(resolved_at=None), name="notes_unresolved")
        ]

    def __str__(self):
        return f"Note {self.pk}"


class Opening(models.Model):
    """That somebody has a character's form open, since when, and when the browser last said so."""

    character = models.ForeignKey(Character, on_delete=models.CASCADE, related_name="openings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("character", "user"), name="opening_once")]

    def __str__(self):
        return f"Opening {self.pk}"


def new_key() -> str:
    return secrets.token_urlsafe(24)


class PreviewLink(models.Model):
    """A secret address at which somebody without an account may read a draft for a while."""

    character = models.ForeignKey(Character, on_delete=models.CASCADE, related_name="preview_links")
    key = models.CharField(max_length=40, unique=True, default=new_key)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name, verbose_name_plural = _("preview link"), _("preview links")
        ordering = ("-made_at", "-id")

    def __str__(self):
        return f"Preview link {self.pk}"


class SavedFilter(models.Model):
    """A search of the list of characters that an editor wants again: ``query`` is the address after the “?”."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_filters"
    )
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000, blank=True)
    is_shared = models.BooleanField(default=False, help_text="Everybody on the desk sees it.")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("saved filter"), _("saved filters")
        ordering = ("name", "id")
        constraints = [models.UniqueConstraint(fields=("owner", "name"), name="saved_filter_name_once")]

    def __str__(self):
        return self.name


class Job(models.Model):
    """Long work that Celery does for the desk, such as an import: the row is the queue, a message only wakes.

    ``options`` is what was asked, ``report`` what came of it: JSON whose shape is the kind's own. A running job holds a
    lease, renewed as it counts on; once that runs out, the clock hands the job to another worker.
    """

    class State(models.TextChoices):
        QUEUED = "QUEUED", _("Waiting")
        RUNNING = "RUNNING", _("Running")
        DONE = "DONE", _("Done")
        FAILED = "FAILED", _("Failed")
        CANCELLED = "CANCELLED", _("Stopped")

    KINDS = {
        "import_files": _("Import files"),
        "export_characters": _("Export characters"),
        "publish_many": _("Publish many"),
        "withdraw_many": _("Withdraw many"),
        "tag_many": _("Tag many"),
        "assign_many": _("Assign many"),
        "rebuild_suggestions": _("Rebuild suggestions"),
    }

    kind = models.CharField(max_length=40)
    options = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    attempt = models.PositiveIntegerField(default=0)
    num_done = models.PositiveIntegerField(default=0)
    num_all = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=dict)
    failure = models.CharField(max_length=500, blank=True, help_text="Why it failed, in a sentence.")
    asked_at = models.DateTimeField(auto_now_add=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    lease_until = models.DateTimeField(null=True)
    cancel_asked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name, verbose_name_plural = _("job"), _("jobs")
        ordering = ("-asked_at", "-id")
        permissions = [("import_characters", "Can import and export characters in bulk")]
        indexes = [
            models.Index(
                fields=("state",), condition=Q(state__in=("QUEUED", "RUNNING")), name="jobs_unfinished"
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"

    @property
    def label(self) -> str:
        """What kind of work it is, such as “Import files”."""
        return str(self.KINDS.get(self.kind, self.kind))

    @property
    def why(self) -> str:
        """``failure`` in the language of whoever reads it, unless it was written in that of who asked for the job."""
        return in_the_readers_language(self.failure)

    @property
    def is_over(self) -> bool:
        return self.state not in (self.State.QUEUED, self.State.RUNNING)
