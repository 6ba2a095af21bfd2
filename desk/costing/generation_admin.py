"""The writing of replies in the admin, one row a reply: who wrote it, how it ended, what it cost; never its words."""

from django.contrib import admin
from django.db.models import JSONField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from chat.models import Generation
from desk.lookups import PlainLookups
from desk.shown import ReadOnly, minute

State = Generation.State


@admin.register(Generation)
class GenerationAdmin(ReadOnly, PlainLookups, ModelAdmin):
    list_display = (
        "queued",
        "character",
        "engine",
        "model_name",
        "state_pill",
        "fault",
        "waited",
        "tokens",
        "cost",
    )
    list_display_links = ("queued",)
    list_filter = (("state", ChoicesDropdownFilter),)
    list_filter_submit = True
    list_per_page = 50
    list_select_related = ("conversation__character",)
    show_full_result_count = False
    ordering = ("-id",)
    # No word of what was asked, answered or offered: of the row only what is named here.
    fields = readonly_fields = (
        "character", "edition_number", "state_label", "engine", "order", "tried_before", "model_name",
        "parameters_told", "prompt_hash", "prompt_tokens", "context_tokens", "reply_tokens", "num_pieces", "cost",
        "attempt", "ending", "fault", "queued_at", "started_at", "first_piece_at", "finished_at",
    )  # fmt: skip

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("edition")
        texts = [field.name for field in Generation._meta.fields if isinstance(field, JSONField)]
        return rows.defer("edition__content", "edition__html", "unanswered", *(set(texts) & {"offers"}))

    @display(description=gettext_lazy("Queued"), ordering="id")
    def queued(self, row):
        return minute(row.queued_at)

    @display(description=gettext_lazy("Character"))
    def character(self, row):
        return row.conversation.character.name

    @display(description=gettext_lazy("Edition"))
    def edition_number(self, row):
        return row.edition.number or _("a draft")

    @display(
        description=gettext_lazy("State"),
        label={
            State.COMPLETE: "success",
            State.FAILED: "danger",
            State.CANCELLED: "warning",
        },
    )
    def state_pill(self, row):
        """Its look goes by the value, what is read by the label."""
        return row.state, row.get_state_display()

    @display(description=gettext_lazy("State"))
    def state_label(self, row):
        return row.get_state_display()

    @display(description=gettext_lazy("First words"), empty_value="–")
    def waited(self, row):
        if row.first_piece_at is None:
            return None
        return f"{max(0, (row.first_piece_at - row.queued_at).total_seconds()):.2f} s"

    @display(description=gettext_lazy("Tokens"), empty_value="–")
    def tokens(self, row):
        if row.prompt_tokens is None:
            return None
        written = "?" if row.reply_tokens is None else row.reply_tokens
        return f"{row.prompt_tokens} + {written}"

    @display(description=gettext_lazy("Engines in order"), empty_value="–")
    def order(self, row):
        return ", ".join(row.engines) or None

    @display(description=gettext_lazy("Tried before"), empty_value="–")
    def tried_before(self, row):
        return "; ".join(f"{entry['engine']}: {entry['fault']}" for entry in row.tried) or None

    @display(description=gettext_lazy("Parameters"), empty_value="–")
    def parameters_told(self, row):
        return ", ".join(f"{name} {value}" for name, value in sorted(row.parameters.items())) or None
