"""Conversations, and what is said in them: a tree of messages, of which one path is shown."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from characters.models import Character, Edition


def may_try_drafts(user) -> bool:
    """May hear a draft speak: whoever may change it."""
    return user.is_staff and user.has_perm("characters.change_character")


class ConversationQuerySet(models.QuerySet):
    def of(self, user):
        """This user's own; a stranger's are not found, nor one's trials when one is no editor any more."""
        own = self.filter(user=user, deleted_at=None)
        return own if may_try_drafts(user) else own.real()

    def deleted_by(self, user):
        """What this user has deleted and may still bring back."""
        return self.filter(user=user, is_trial=False, deleted_at__isnull=False)

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
    """One user and one character. What is shown is the path from the first message to ``tip``."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="conversations")
    character = models.ForeignKey(Character, on_delete=models.PROTECT, related_name="conversations")
    title = models.CharField(
        max_length=120, help_text="The beginning of the first message, until its user gives it a name."
    )
    tip = models.ForeignKey(
        "Message",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The last message of the branch that was shown last.",
    )
    client_key = models.UUIDField(
        help_text="Made by the page that began it: sent twice, it begins one conversation."
    )
    is_trial = models.BooleanField(
        default=False, help_text="An editor's own, with the draft: in no list and in no count."
    )
    begun_from = models.ForeignKey(
        "Share",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The shared conversation that this one goes on from.",
    )
    unsent = models.TextField(blank=True, help_text="What stands in the composer and is not sent yet.")
    unsent_key = models.UUIDField(
        null=True, help_text="The key of the composer it stands in: taken as a turn, it is unsent no more."
    )
    pinned_at = models.DateTimeField(null=True)
    archived_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True, help_text="Its user may bring it back until it is cleared.")
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
            models.Index(
                fields=("deleted_at",), condition=Q(deleted_at__isnull=False), name="conversations_deleted"
            ),
            models.Index(
                fields=("user", "-last_said_at", "-id"),
                condition=Q(pinned_at__isnull=False),
                name="conversations_pinned",
            ),
            GinIndex(F("user"), SearchVector("title", config="simple"), name="conversations_by_title"),
        ]

    def __str__(self):
        return f"Conversation {self.pk}"

    def get_absolute_url(self):
        if self.is_trial:
            return reverse("chat:trial", args=[self.character_id])
        return reverse("chat:conversation", args=[self.pk])


class Message(models.Model):
    """One thing said, a node of the conversation's tree. It is never changed once it is whole.

    A reply ``answers`` a message of the user's, which ``follows`` a reply, or nothing when it is the first. What has
    the same parent are variants of each other: replies by trying again, messages by editing. ``text`` of a reply
    grows while it is written, and is Markdown; a cursor into it counts code points.
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
    follows = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.CASCADE,
        related_name="followed_by",
        help_text="The reply after which a message of the user's was said; none for a first message.",
    )
    client_key = models.UUIDField(null=True, help_text="Made by the composer: sent twice, it is one turn.")
    owner = models.BigIntegerField(
        null=True,
        editable=False,
        help_text="The id of the conversation's user, written by a trigger: so that a search reads nobody else's.",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=("conversation", "client_key"), name="turn_taken_once"),
            models.CheckConstraint(
                name="reply_answers_a_message",
                condition=Q(role="USER", answers=None, client_key__isnull=False)
                | Q(role="CHARACTER", answers__isnull=False, follows=None, client_key=None),
            ),
        ]
        indexes = [
            models.Index(fields=("conversation", "id"), name="messages_in_order"),
            # People write in many languages; no language's stems are right for all.
            GinIndex(F("owner"), SearchVector("text", config="simple"), name="messages_by_words"),
        ]

    def __str__(self):
        return f"Message {self.pk}"

    @property
    def parent_id(self) -> int | None:
        return self.answers_id or self.follows_id


class Note(models.Model):
    """What the turns up to a reply were about, in short: engines are told it in place of old turns.

    Its user can read and change it. It holds for every branch that goes through ``upto``.
    """

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="notes")
    upto = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="note")
    text = models.TextField(max_length=4000)
    engine = models.CharField(max_length=120, help_text="What wrote it first.")
    made_at = models.DateTimeField(auto_now_add=True)
    edited_at = models.DateTimeField(null=True, help_text="When its user changed it.")
    writing_until = models.DateTimeField(
        null=True,
        help_text="While it is written: until when its writer may take. Without a text, it is written first.",
    )
    # Of all times that it was written, also in vain, as of a generation's attempts.
    asked_engine = models.CharField(
        max_length=120, db_default="", help_text="What was asked to write it last, and is paid for it."
    )
    model_name = models.CharField(max_length=200, db_default="")
    prompt_tokens = models.PositiveBigIntegerField(
        null=True, help_text="As the engine's server counted them, else as estimated; each time added."
    )
    reply_tokens = models.PositiveBigIntegerField(
        null=True, help_text="As the engine's server counted them; each time added."
    )
    cost = models.DecimalField(
        max_digits=12, decimal_places=6, null=True, help_text="In the currency of the settings' prices."
    )

    class Meta:
        # What notes cost is asked by the day.
        indexes = [models.Index(fields=("made_at",), name="notes_by_day")]

    def __str__(self):
        return f"Note {self.pk}"

    @property
    def is_written(self) -> bool:
        """Whether somebody writes it at this moment."""
        return bool(self.writing_until and self.writing_until > timezone.now())

    @property
    def mark(self) -> str:
        """Changes with its text, so that a form can tell whether it shows the newest."""
        return (self.edited_at or self.made_at).isoformat()


class Share(models.Model):
    """A conversation as anybody who has the address may read it: the path to ``tip``, and nothing said later."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="shares")
    tip = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=43, unique=True, help_text="Its address: 32 random bytes.")
    made_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("conversation",), condition=Q(revoked_at=None), name="one_open_share"
            )
        ]

    def __str__(self):
        return f"Share {self.pk}"
