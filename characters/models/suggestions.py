"""Who is near whom in meaning, and the links that are suggested to editors because of it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from pgvector.django import HnswIndex, VectorField

from characters.models.drafts import Character, SimilarityLink
from characters.models.editions import EMBEDDING_FLOATS, Edition


class Meaning(models.Model):
    """Where a character's live edition stands among all others: one vector, the middle of its passages'.

    ``names`` are the people, events, places and years that its texts name, as they write them; ``called`` is what
    others call the character. ``is_suggested`` says that the suggestions were made anew from this edition.
    """

    character = models.OneToOneField(
        Character, primary_key=True, on_delete=models.CASCADE, related_name="meaning"
    )
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="+")
    vector = VectorField(dimensions=EMBEDDING_FLOATS)
    names = ArrayField(models.TextField(), default=list)
    called = ArrayField(models.TextField(), default=list)
    is_suggested = models.BooleanField(default=False)

    class Meta:
        indexes = [
            HnswIndex(fields=("vector",), name="meaning_nearest", opclasses=("vector_cosine_ops",)),
            GinIndex(fields=("names",), name="meaning_by_name"),
            GinIndex(fields=("called",), name="meaning_by_called"),
        ]

    def __str__(self):
        return f"Meaning of {self.character_id}"


class SuggestionQuerySet(models.QuerySet):
    def waiting(self):
        """Those to decide on: open, to somebody the public can read, and not linked by hand meanwhile."""
        links = SimilarityLink.objects.filter(character=OuterRef("character"), similar=OuterRef("similar"))
        return self.filter(state="OPEN", similar__live_edition__isnull=False).exclude(Exists(links))


class SimilaritySuggestion(models.Model):
    """A link that the editors might want. ``score`` in 0..1; ``reasons`` are sentences drawn from both texts.

    A decision stays when the suggestions are rebuilt: what was rejected is not suggested again.
    """

    class State(models.TextChoices):
        OPEN = "OPEN", pgettext_lazy("of a suggestion", "Open")
        ACCEPTED = "ACCEPTED", _("Accepted")
        REJECTED = "REJECTED", _("Rejected")

    character = models.ForeignKey(Character, on_delete=models.CASCADE, related_name="suggestions")
    similar = models.ForeignKey(Character, on_delete=models.CASCADE, related_name="+")
    score = models.FloatField()
    reasons = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        ordering = ("-score", "id")
        constraints = [
            models.UniqueConstraint(fields=("character", "similar"), name="suggestion_once"),
            models.CheckConstraint(name="suggestion_of_another", condition=~Q(character=F("similar"))),
        ]
        indexes = [
            models.Index(fields=("character", "state", "-score"), name="suggestions_ranked"),
            models.Index(fields=("-score", "id"), condition=Q(state="OPEN"), name="suggestions_best_first"),
        ]

    def __str__(self):
        return f"{self.character_id} → {self.similar_id} ({self.score:.2f})"
