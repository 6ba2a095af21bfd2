"""What users say of replies: ratings of their own, and reports that editors read."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from chat.models.conversations import Message


class Rating(models.Model):
    """A user's verdict on a reply they were given, with a reason if they give one."""

    class Reason(models.TextChoices):
        WRONG = "WRONG", _("A fact is wrong")
        UNANSWERED = "UNANSWERED", _("It does not answer")
        OUT_OF_VOICE = "OUT_OF_VOICE", _("It does not sound like them")
        DULL = "DULL", _("It is dull or repeats itself")
        OTHER = "OTHER", _("Something else")

    reply = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="rating")
    is_good = models.BooleanField()
    reason = models.CharField(max_length=12, choices=Reason.choices, blank=True)
    remark = models.TextField(max_length=500, blank=True)
    rated_at = models.DateTimeField(auto_now=True)

    def __str__(self):
        return f"Rating {self.pk}"


class Report(models.Model):
    """A reply that its user asks the editors to look at: with it they may read it and the message before it."""

    class Reason(models.TextChoices):
        HARMFUL = "HARMFUL", _("It is harmful or hateful")
        FALSE = "FALSE", _("It says something false about a person")
        INVENTED = "INVENTED", _("It cites what its source does not say")
        OTHER = "OTHER", _("Something else")

    reply = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="report")
    reason = models.CharField(max_length=12, choices=Reason.choices)
    remark = models.TextField(max_length=1000, blank=True)
    reported_at = models.DateTimeField(auto_now_add=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=("resolved_at", "-reported_at"), name="reports_open_first")]

    def __str__(self):
        return f"Report {self.pk}"
