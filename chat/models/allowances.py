"""What is counted: what a user may ask for in an hour, and how often a question was chosen."""

from django.conf import settings
from django.db import models

from characters.models import Character


class Allowance(models.Model):
    """What a user has asked for in one hour. Outlives what was said, so that deleting gives nothing back."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    hour = models.DateTimeField(help_text="When it began, by the clock of UTC.")
    num_replies = models.PositiveIntegerField()
    num_pieces = models.PositiveBigIntegerField(
        db_default=0,
        help_text="Pieces of text: those of final replies, and those held back for running ones.",
    )
    served_at = models.DateTimeField(
        null=True, help_text="When a worker last began a reply of this user's: who waits longest comes first."
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=("user", "hour"), name="allowance_once_an_hour")]
        indexes = [models.Index(fields=("hour",), name="allowances_by_hour")]

    def __str__(self):
        return f"Allowance {self.pk}"


class QuestionChoice(models.Model):
    """How often visitors have chosen a starter question. Outlives the conversations, which one may delete."""

    character = models.ForeignKey(Character, on_delete=models.CASCADE, related_name="question_choices")
    anchor = models.CharField(max_length=80)
    num_times = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("character", "anchor"), name="question_choice_once")]

    def __str__(self):
        return f"{self.anchor}: {self.num_times}"
