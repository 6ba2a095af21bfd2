"""The list of characters: what it shows, how it is searched and filtered, and what is done to many at once."""

from urllib.parse import urlencode

from django.db.models import F, Func, Prefetch, TextField, Value, prefetch_related_objects
from django.template.response import TemplateResponse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy, pgettext_lazy
from unfold.decorators import action, display

from characters.editions import content_of, drafts_of, folded
from characters.languages import name_of
from characters.models import Character, Schedule
from desk.auditing import audit
from desk.listing import many, saved_filters
from desk.listing.list_filters import FILTERS
from desk.listing.many_forms import AssignForm, TagForm
from desk.lookups import PlainLookups
from desk.shown import NOTHING, minute, status_of

Status = Character.Status
MAX_SEARCHED_WORDS = 8
# All that a search by name reads, without case and accents: also of drafts, which have no edition that keeps it.
SEARCHED = Func(
    F("name"), F("sort_name"), F("slug"), Func(F("also_known_as"), Value(" "), function="array_to_string"),
    template="lower(unaccent(concat_ws(' ', %(expressions)s)))", output_field=TextField(),
)  # fmt: skip


NO_BREAK = "\N{NO-BREAK SPACE}"


class CharacterList(PlainLookups):
    """The part of the character's admin that is its list."""

    list_display = (
        "named", "status_label", "next_step", "live_label", "checks", "num_notes", "looked_after",
        "tag_labels", "last_change",
    )  # fmt: skip
    list_filter = FILTERS
    list_filter_submit = True
    list_per_page = 50
    list_before_template = "desk/_saved_filters.html"
    # Says that there is a search; ``get_search_results`` does it.
    search_fields = ("name",)
    search_help_text = gettext_lazy("Search by name, also without accents.")
    ordering = ("sort_name", "id")
    # The admin class adds exports to these.
    actions = ("publish_selected", "withdraw_selected", "tag_selected", "assign_selected")

    def get_queryset(self, request):
        rows = super().get_queryset(request).with_status()
        return rows.select_related("assigned_to", "changed_by", "translation_of")

    def get_search_results(self, request, queryset, search_term):
        """Every word must stand somewhere in the names or the address."""
        words = folded(search_term).split()[:MAX_SEARCHED_WORDS]
        if words:
            queryset = queryset.annotate(searched=SEARCHED)
        for word in words:
            queryset = queryset.filter(searched__contains=word)
        return queryset, False

    def get_changelist_instance(self, request):
        """What the rows shown need is asked for at once, not row by row: drafts, and what is scheduled."""
        changelist = super().get_changelist_instance(request)
        changelist.result_list = rows = list(changelist.result_list)
        pending = Schedule.objects.filter(state=Schedule.State.PENDING)
        prefetch_related_objects(rows, Prefetch("schedules", pending, to_attr="pending"))
        drafts = drafts_of([row for row in rows if row.live_edition_id])
        for row in rows:
            row.is_changed = row.live_edition_id and drafts[row.pk] != content_of(row.live_edition)
        return changelist

    def changelist_view(self, request, extra_context=None):
        query = saved_filters.known_part(request.META.get("QUERY_STRING", ""))
        saved = {"saved_filters": saved_filters.filters_for(request.user), "query_now": query}
        return super().changelist_view(request, {**saved, **(extra_context or {})})

    def change_view(self, request, object_id, form_url="", extra_context=None):
        response = super().change_view(request, object_id, form_url, extra_context)
        character = getattr(response, "context_data", {}).get("original")
        if request.method == "GET" and character:
            audit.looked_at(request.user, character, "form")
        return response

    # --- Columns ---

    @display(description=gettext_lazy("Name"), ordering="name")
    def named(self, character):
        """A translation says in which language: the name may be the same in both."""
        if not character.translation_of_id:
            return character.name
        marked = '<bdi lang="{0}">{1}</bdi> <bdi class="list-pill list-pill--plain" lang="{0}">{2}</bdi>'
        return format_html(marked, character.language, character.name, name_of(character.language))

    @display(
        description=gettext_lazy("Status"),
        label={
            Status.PUBLISHED: "success",
            Status.WITHDRAWN: "warning",
            Status.IN_REVIEW: "primary",
            Status.DRAFT: "info",
        },
    )
    def status_label(self, character):
        """Its look goes by the value, what is read by the label."""
        status = status_of(character)
        return status.value, status.label

    @display(description=pgettext_lazy("what happens to a page", "Next"), empty_value=NOTHING)
    def next_step(self, character):
        steps = [_WHAT[each.kind] % {"time": minute(each.due_at)} for each in character.pending]
        if character.submitted_at:
            steps.append(_("In review since %(time)s") % {"time": minute(character.submitted_at)})
        return format_html_join("", "<div>{}</div>", ((step,) for step in steps)) or None

    @display(description=gettext_lazy("Edition"), ordering="live_edition__number", empty_value=NOTHING)
    def live_label(self, character):
        """The live edition, and whether the draft says otherwise by now."""
        if character.live_edition is None:
            return None
        if not character.is_changed:
            return str(character.live_edition.number)
        return format_html(
            '{} <span class="list-pill list-pill--warn">{}</span>',
            character.live_edition.number, _("Changed since"),
        )  # fmt: skip

    @display(description=gettext_lazy("Checklist"), ordering="num_blocking", empty_value=NOTHING)
    def checks(self, character):
        pills = []
        if character.num_blocking:
            said = ngettext("%(number)s missing", "%(number)s missing", character.num_blocking)
            pills.append(("bad", said % {"number": character.num_blocking}))
        if character.num_warnings:
            said = ngettext("%(number)s weak", "%(number)s weak", character.num_warnings)
            pills.append(("warn", said % {"number": character.num_warnings}))
        return format_html_join(" ", '<span class="list-pill list-pill--{}">{}</span>', pills) or None

    @display(description=gettext_lazy("Assigned"), ordering="assigned_to__email", empty_value=NOTHING)
    def looked_after(self, character):
        return character.assigned_to and _short(character.assigned_to)

    @display(description=gettext_lazy("Tags"), empty_value=NOTHING)
    def tag_labels(self, character):
        links = ((urlencode({"tag": tag}), tag) for tag in character.tags)
        return format_html_join(" ", '<a class="list-tag" href="?{}">{}</a>', links) or None

    @display(description=gettext_lazy("Last change"), ordering="changed_at")
    def last_change(self, character):
        """The day, and below it the minute and by whom: a narrow column."""
        day, _comma, clock = minute(character.changed_at).partition(f",{NO_BREAK}")
        by = format_html(", {}", _short(character.changed_by)) if character.changed_by else ""
        return format_html('<div>{}<div class="list-by">{}{}</div></div>', day, clock, by)

    # --- What is done to many: each asks first ---

    @action(description=gettext_lazy("Publish…"), permissions=["publish"])
    def publish_selected(self, request, queryset):
        ids = _ids(queryset)
        return self._ask(request, "publish", ids, forecasts=many.forecast_publishing(ids))

    @action(description=gettext_lazy("Withdraw…"), permissions=["publish"])
    def withdraw_selected(self, request, queryset):
        ids = _ids(queryset)
        return self._ask(request, "withdraw", ids, forecasts=many.forecast_withdrawing(ids))

    @action(description=gettext_lazy("Tag…"), permissions=["change"])
    def tag_selected(self, request, queryset):
        return self._ask(request, "tag", _ids(queryset), form=TagForm())

    @action(description=gettext_lazy("Assign…"), permissions=["change"])
    def assign_selected(self, request, queryset):
        return self._ask(request, "assign", _ids(queryset), form=AssignForm())

    def _ask(self, request, what, ids, **context):
        """A page that says what is about to happen; its button goes to desk.many_views."""
        context = {**self.admin_site.each_context(request), **asking(what, ids), **context}
        return TemplateResponse(request, f"desk/many_{what}.html", context)


_WHAT = {
    Schedule.Kind.PUBLISH: gettext_lazy("Goes live %(time)s"),
    Schedule.Kind.WITHDRAW: gettext_lazy("Goes away %(time)s"),
}
_TITLES = {
    "publish": ngettext_lazy("Publish %(number)s character", "Publish %(number)s characters", "number"),
    "withdraw": ngettext_lazy("Withdraw %(number)s character", "Withdraw %(number)s characters", "number"),
    "tag": ngettext_lazy("Tag %(number)s character", "Tag %(number)s characters", "number"),
    "assign": ngettext_lazy("Assign %(number)s character", "Assign %(number)s characters", "number"),
}


def asking(what: str, ids: list[int]) -> dict:
    """What every page that asks before many are changed needs."""
    num = len(ids)
    return {
        "title": _TITLES[what] % {"number": num},
        "ids": ",".join(map(str, ids)),
        "num": num,
        "num_more": max(0, num - many.AT_ONCE),
        "at_once": many.AT_ONCE,
    }


def _short(user):
    """Of an address what stands before the @: a column is narrow. The rest shows on hovering."""
    return format_html('<span title="{}">{}</span>', user.email, user.email.partition("@")[0])


def _ids(queryset) -> list[int]:
    return list(queryset.order_by().values_list("pk", flat=True)[: many.MAX_CHOSEN])
