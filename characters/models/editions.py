"""Immutable editions that the public reads, their passages, and what goes live or away by the clock."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from pgvector.django import VectorField

from characters.eras import Era
from characters.kept_words import in_the_readers_language
from characters.languages import ENGLISH, MAX_CODE
from characters.models.drafts import Character

EMBEDDING_FLOATS = 512


class EditionQuerySet(models.QuerySet):
    def public(self):
        """Those that are or were live: neither waiting for their date, nor made for a trial conversation."""
        return self.filter(published_at__isnull=False)


class Edition(models.Model):
    """An immutable state of a character. A database trigger refuses changes to what it says.

    Published, it has a number and ``published_at``; waiting for its date, only the number; made for an editor's trial
    conversation, neither.

    ``content`` is ``CharacterContent.to_json()``; ``html`` maps ``biography``, ``sources``,
    ``answer:<anchor>``, ``spoken:<anchor>`` and ``remark:<anchor>`` to sanitized HTML.
    The other columns repeat what lists are filtered and sorted by.
    """

    character = models.ForeignKey(Character, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField(
        _("number"), null=True, help_text=_("None: made for a trial conversation.")
    )
    content = models.JSONField()
    html = models.JSONField()
    slug = models.CharField(max_length=80)
    name = models.CharField(_("name"), max_length=120)
    sort_name = models.CharField(max_length=120)
    names = models.TextField(help_text="All names, lower case, without accents: what a search by name reads.")
    tagline = models.CharField(_("tagline"), max_length=200)
    born = models.SmallIntegerField(null=True)
    died = models.SmallIntegerField(null=True)
    era = models.CharField(max_length=40, choices=Era.choices, blank=True)
    fields = ArrayField(models.CharField(max_length=40), default=list)
    portrait = models.CharField(max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=MAX_CODE, default=ENGLISH)
    translation_of = models.ForeignKey(
        Character, null=True, on_delete=models.PROTECT, related_name="translated_editions",
        help_text="None: the original, which lists show in its translations’ place.",
    )  # fmt: skip
    note = models.CharField(_("note"), max_length=300, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(
        null=True, help_text="When it first went live; None while it never has."
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("edition"), _("editions")
        ordering = ("character", "-number")
        constraints = [
            models.UniqueConstraint(fields=("character", "number"), name="edition_number_once"),
            models.CheckConstraint(
                name="edition_published_has_a_number",
                condition=Q(published_at=None) | Q(number__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=("sort_name", "id"), name="edition_by_name"),
            models.Index(fields=("-published_at", "-id"), name="edition_by_date"),
            models.Index(fields=("slug", "-id"), name="edition_by_slug"),
            GinIndex(fields=("names",), opclasses=("gin_trgm_ops",), name="edition_names_trigrams"),
            # Who shares a field or an era, in the order of names; a timeline; what is new.
            GinIndex(fields=("fields",), name="edition_by_field"),
            models.Index(fields=("era", "sort_name", "id"), name="edition_by_era"),
            models.Index("era", Coalesce("born", "died"), "id", name="edition_by_birth"),
            models.Index(
                fields=("translation_of", "language"),
                condition=Q(translation_of__isnull=False),
                name="edition_translations",
            ),
        ]

    def __str__(self):
        return _("%(name)s, edition %(number)s") % {"name": self.name, "number": self.number}

    def get_absolute_url(self):
        return reverse("characters:edition", args=[self.slug, self.number])

    @property
    def original_id(self) -> int:
        """Whom this tells in another language, or its own character."""
        return self.translation_of_id or self.character_id


class Passage(models.Model):
    """A paragraph of an edition that can be found and cited.

    ``text`` and ``spoken`` are plain text; ``anchor`` is the id of its element on the page;
    ``embedding`` is filled in by a worker after publishing, and by ``beat`` should that be missed.
    """

    class Kind(models.TextChoices):
        BIOGRAPHY = "BIOGRAPHY", _("Biography")
        ANSWER = "ANSWER", _("Answer")
        REMARK = "REMARK", _("Remark")

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="passages")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    anchor = models.CharField(max_length=100)
    heading = models.CharField(max_length=200)
    question = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    spoken = models.TextField(blank=True)
    words = SearchVectorField(help_text="Heading and question weigh A, the text B.")
    embedding = VectorField(dimensions=EMBEDDING_FLOATS, null=True)
    question_embedding = VectorField(dimensions=EMBEDDING_FLOATS, null=True)

    class Meta:
        ordering = ("edition", "position")
        constraints = [models.UniqueConstraint(fields=("edition", "anchor"), name="passage_anchor_once")]

    def __str__(self):
        return self.heading


class Schedule(models.Model):
    """Something that happens to a character's page by itself, once: an edition goes live, or the page goes away."""

    class Kind(models.TextChoices):
        PUBLISH = "PUBLISH", _("Publish")
        WITHDRAW = "WITHDRAW", _("Withdraw")

    class State(models.TextChoices):
        PENDING = "PENDING", _("Waiting")
        DONE = "DONE", _("Done")
        FAILED = "FAILED", _("Failed")
        CANCELLED = "CANCELLED", _("Called off")

    character = models.ForeignKey(Character, on_delete=models.CASCADE, related_name="schedules")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    due_at = models.DateTimeField()
    edition = models.ForeignKey(
        Edition, null=True, on_delete=models.CASCADE, related_name="schedules",
        help_text="What goes live: the draft as it was when this was asked for.",
    )  # fmt: skip
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    failure = models.CharField(
        max_length=300, blank=True, help_text="Why it failed or was called off, in a sentence."
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name, verbose_name_plural = _("schedule"), _("schedules")
        ordering = ("due_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("character", "kind"),
                condition=Q(state="PENDING"),
                name="schedule_pending_once_a_kind",
            ),
            models.CheckConstraint(
                name="schedule_publishes_an_edition",
                condition=Q(kind="PUBLISH", edition__isnull=False) | Q(kind="WITHDRAW", edition=None),
            ),
            models.CheckConstraint(
                name="schedule_ended_when_final",
                condition=Q(state="PENDING", ended_at=None) | ~Q(state="PENDING") & Q(ended_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=("due_at",), condition=Q(state="PENDING"), name="schedules_due")]

    def __str__(self):
        return f"{self.kind} {self.character_id} at {self.due_at:%Y-%m-%d %H:%M}"

    @property
    def why(self) -> str:
        """``failure`` in the language of whoever reads it."""
        return in_the_readers_language(self.failure)


class Redirect(models.Model):
    """An address that a page once had, and whose page it leads to now. A live page at the address comes first."""

    slug = models.CharField(max_length=80, unique=True)
    character = models.ForeignKey(Character, on_delete=models.CASCADE, related_name="redirects")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("redirect"), _("redirects")
        ordering = ("slug",)

    def __str__(self):
        return f"{self.slug} → {self.character_id}"
