"""The writing of each reply: its state, what it was given, who wrote it and what that cost."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from characters.models import Edition, Passage
from chat.models.conversations import Conversation, Message, Note, may_try_drafts


class GenerationQuerySet(models.QuerySet):
    def of(self, user):
        own = self.filter(conversation__user=user, conversation__deleted_at=None)
        return own if may_try_drafts(user) else own.filter(conversation__is_trial=False)

    def running(self):
        return self.filter(state__in=RUNNING)


class Generation(models.Model):
    """The writing of one reply by an engine. ``attempt`` is the fencing token: only its holder may write.

    ``engines`` are the engines that may write it, best first; ``engine`` is the one whose turn it is, or that wrote
    it; ``tried`` are those that failed before, as ``[{"engine", "fault", "attempt"}]``. ``seed`` varies an engine's
    words and stays the same for all attempts at one reply. ``offers`` are curated questions to go on with, as
    ``[{"question", "anchor"}]``.
    """

    class State(models.TextChoices):
        QUEUED = "QUEUED", pgettext_lazy("generation", "Queued")
        GENERATING = "GENERATING", pgettext_lazy("generation", "Generating")
        COMPLETE = "COMPLETE", pgettext_lazy("generation", "Complete")
        FAILED = "FAILED", pgettext_lazy("generation", "Failed")
        CANCELLED = "CANCELLED", pgettext_lazy("generation", "Stopped")

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="generations")
    reply = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="generation")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    continues = models.ForeignKey(
        Message,
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="A reply that was cut: this one begins with its text and goes on.",
    )
    seed = models.BigIntegerField(default=0)
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED)
    attempt = models.PositiveIntegerField(default=0)
    text_attempt = models.PositiveIntegerField(
        default=0, help_text="The attempt that wrote the reply's text."
    )
    engine = models.CharField(
        max_length=120, help_text="Its name, and after a colon the model's where one is chosen."
    )
    engines = models.JSONField(default=list, blank=True)
    tried = models.JSONField(default=list, blank=True)
    model_name = models.CharField(max_length=200, blank=True)
    parameters = models.JSONField(
        default=dict, blank=True, help_text="What the engine was told beside the prompt: temperature, limits."
    )
    prompt_hash = models.CharField(
        max_length=64, blank=True, help_text="SHA-256 of all that the engine was told, in hexadecimal."
    )
    note = models.ForeignKey(
        Note,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="What stood for the old turns in the prompt.",
    )
    prompt_tokens = models.PositiveIntegerField(
        null=True, help_text="As the engine's server counted them, else as estimated."
    )
    context_tokens = models.PositiveIntegerField(
        null=True, help_text="How many the engine can take in all; unknown for one that does not count."
    )
    reply_tokens = models.PositiveIntegerField(null=True, help_text="As the engine's server counted them.")
    num_pieces = models.PositiveIntegerField(default=0, help_text="How many pieces of text the engine sent.")
    cost = models.DecimalField(
        max_digits=12, decimal_places=6, null=True, help_text="In the currency of the settings' prices."
    )
    num_reserved = models.PositiveIntegerField(
        default=0, help_text="Pieces held back from the user's allowance until it is final."
    )
    allowance_hour = models.DateTimeField(
        null=True, help_text="The hour to which it is charged; none for a trial."
    )
    ending = models.CharField(max_length=10, blank=True, help_text="stop or length, of a complete reply.")
    fault = models.CharField(
        max_length=40, blank=True, help_text="The EngineError's code, or lost, or too_late."
    )
    offers = models.JSONField(default=list, blank=True)
    unanswered = models.CharField(
        max_length=200,
        blank=True,
        help_text="The gist of a question that no passage answered, folded; else empty.",
    )
    # Since when it waits: for its first attempt, and anew for every later one.
    queued_at = models.DateTimeField(auto_now_add=True)
    woken_at = models.DateTimeField(null=True, help_text="When a worker was last called for it.")
    next_attempt_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    cancel_asked_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    first_piece_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = GenerationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("conversation",),
                condition=Q(state__in=("QUEUED", "GENERATING")),
                name="one_running_generation",
            ),
            models.CheckConstraint(
                name="generating_has_a_lease", condition=~Q(state="GENERATING") | Q(lease_until__isnull=False)
            ),
            models.CheckConstraint(
                name="finished_when_terminal",
                condition=Q(state__in=("QUEUED", "GENERATING"), finished_at=None)
                | Q(state__in=("COMPLETE", "FAILED", "CANCELLED"), finished_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                F("state"), F("lease_until"), name="running_generations",
                condition=Q(state__in=("QUEUED", "GENERATING")),
            ),
            # What replies cost is asked by the day.
            models.Index(fields=("finished_at",), name="generations_by_end"),
            models.Index(fields=("unanswered",), condition=~Q(unanswered=""), name="unanswered_questions"),
        ]  # fmt: skip

    def __str__(self):
        return f"Generation {self.pk} ({self.state})"

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING


RUNNING = (Generation.State.QUEUED, Generation.State.GENERATING)


class Citation(models.Model):
    """A passage that a reply was given to speak from, under the number by which the reply cites it."""

    generation = models.ForeignKey(Generation, on_delete=models.CASCADE, related_name="citations")
    number = models.PositiveSmallIntegerField()
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=("generation", "number"), name="citation_number_once")]

    def __str__(self):
        return f"[{self.number}]"
