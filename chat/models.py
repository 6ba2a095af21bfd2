"""Conversations, what is said in them, the writing of each reply, and how many one may ask for."""

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse

from characters.models import Character, Edition, Passage


def may_try_drafts(user) -> bool:
    """May hear a draft speak: whoever may change it."""
    return user.is_staff and user.has_perm("characters.change_character")


class ConversationQuerySet(models.QuerySet):
    def of(self, user):
        """This user's own; a stranger's are not found, nor one's trials when one is no editor any more."""
        own = self.filter(user=user)
        return own if may_try_drafts(user) else own.real()

    def real(self):
        """Without the trials in which editors hear a draft speak."""
        return self.filter(is_trial=False)

    def trials(self):
        return self.filter(is_trial=True)

    def with_character(self):
        """As the public knows them: ``character_name`` of the live or, if withdrawn, the last edition."""
        last = Edition.objects.public().filter(character=OuterRef("character"))
        last = last.order_by("-number").values("name")[:1]
        rows = self.select_related("character__live_edition").annotate(character_name=Subquery(last))
        # The texts of a page are long, and a list needs none of them.
        return rows.defer("character__live_edition__content", "character__live_edition__html")

    def latest_first(self):
        return self.order_by("-last_said_at", "-id")


class Conversation(models.Model):
    """One user and one character."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="conversations")
    character = models.ForeignKey(Character, on_delete=models.PROTECT, related_name="conversations")
    title = models.CharField(max_length=120, help_text="The beginning of the first message.")
    client_key = models.UUIDField(
        help_text="Made by the page that began it: sent twice, it begins one conversation."
    )
    is_trial = models.BooleanField(
        default=False, help_text="An editor's own, with the draft: in no list and in no count."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    last_said_at = models.DateTimeField(auto_now_add=True)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("user", "client_key"), name="conversation_begun_once")]
        indexes = [
            models.Index(fields=("user", "-last_said_at", "-id"), name="conversation_latest_first"),
            models.Index(
                fields=("created_at", "character"), condition=Q(is_trial=False), name="conversations_begun"
            ),
        ]

    def __str__(self):
        return f"Conversation {self.pk}"

    def get_absolute_url(self):
        if self.is_trial:
            return reverse("chat:trial", args=[self.character_id])
        return reverse("chat:conversation", args=[self.pk])


class Message(models.Model):
    """One thing said. A reply answers a message of the user's; a retried message has several, the newest counts.

    ``text`` of a reply grows while it is written, and is Markdown; a cursor into it counts code points.
    """

    class Role(models.TextChoices):
        USER = "USER", "User"
        CHARACTER = "CHARACTER", "Character"

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages")
    role = models.CharField(max_length=10, choices=Role.choices)
    text = models.TextField(blank=True)
    answers = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.CASCADE,
        related_name="replies",
        help_text="What a reply replies to.",
    )
    client_key = models.UUIDField(null=True, help_text="Made by the composer: sent twice, it is one turn.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=("conversation", "client_key"), name="turn_taken_once"),
            models.CheckConstraint(
                name="reply_answers_a_message",
                condition=Q(role="USER", answers=None, client_key__isnull=False)
                | Q(role="CHARACTER", answers__isnull=False, client_key=None),
            ),
        ]
        indexes = [models.Index(fields=("conversation", "id"), name="messages_in_order")]

    def __str__(self):
        return f"Message {self.pk}"


class GenerationQuerySet(models.QuerySet):
    def of(self, user):
        own = self.filter(conversation__user=user)
        return own if may_try_drafts(user) else own.filter(conversation__is_trial=False)

    def running(self):
        return self.filter(state__in=RUNNING)


class Generation(models.Model):
    """The writing of one reply by an engine. ``attempt`` is the fencing token: only its holder may write.

    ``seed`` varies the curated engine's words and stays the same when a turn is tried again.
    ``offers`` are curated questions to go on with, as ``[{"question", "anchor"}]``.
    """

    class State(models.TextChoices):
        QUEUED = "QUEUED", "Queued"
        GENERATING = "GENERATING", "Generating"
        COMPLETE = "COMPLETE", "Complete"
        FAILED = "FAILED", "Failed"
        CANCELLED = "CANCELLED", "Stopped"

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="generations")
    reply = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="generation")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED)
    attempt = models.PositiveIntegerField(default=0)
    text_attempt = models.PositiveIntegerField(
        default=0, help_text="The attempt that wrote the reply's text."
    )
    engine = models.CharField(
        max_length=120, help_text="Its name, and after a colon the model's where one is chosen."
    )
    model_name = models.CharField(max_length=200, blank=True)
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


class Allowance(models.Model):
    """How many replies a user has asked for in one hour. Outlives what was said, so that deleting gives none back."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    hour = models.DateTimeField(help_text="When it began, by the clock of UTC.")
    num_replies = models.PositiveIntegerField()

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
