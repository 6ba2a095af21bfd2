"""Who is near whom in meaning, and the links that are suggested to editors because of it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from pgvector.django import HnswIndex, VectorField

from characters.models.drafts import Character
from characters.models.editions import EMBEDDING_FLOATS, Edition


class Meaning(models.Model):
    """Where a character's live edition stands among all others: one vector, the middle of its passages'."""

    character = models.OneToOneField(
        Character, primary_key=True, on_delete=models.CASCADE, related_name="meaning"
    )
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="+")
    vector = VectorField(dimensions=EMBEDDING_FLOATS)

    class Meta:
        indexes = [HnswIndex(fields=("vector",), name="meaning_nearest", opclasses=("vector_cosine_ops",))]

    def __str__(self):
        return f"Meaning of {self.character_id}"


class SimilaritySuggestion(models.Model):
    """A link that the editors might want. ``score`` in 0..1; ``reasons`` are sentences drawn from both texts.

    A decision stays when the suggestions are rebuilt: what was rejected is not suggested again.
    """

    class State(models.TextChoices):
        OPEN = "OPEN", "Open"
        ACCEPTED = "ACCEPTED", "Accepted"
        REJECTED = "REJECTED", "Rejected"

    character = models.ForeignKey(Character, on_delete=models.CASCADE, related_name="suggestions")
    similar = models.ForeignKey(Character, on_delete=models.CASCADE, related_name="+")
    score = models.FloatField()
    reasons = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-score", "id")
        constraints = [
            models.UniqueConstraint(fields=("character", "similar"), name="suggestion_once"),
            models.CheckConstraint(name="suggestion_of_another", condition=~Q(character=F("similar"))),
        ]
        indexes = [models.Index(fields=("character", "state", "-score"), name="suggestions_ranked")]

    def __str__(self):
        return f"{self.character_id} → {self.similar_id} ({self.score:.2f})"
