"""The rows under a character's form: starter questions, remarks and links to similar characters."""

from django.utils.translation import gettext_lazy as _
from unfold.admin import StackedInline

from characters.models import Character, Remark, SimilarityLink, StarterQuestion
from chat.choices import with_num_times
from desk.editing import part_forms
from desk.editing.part_widgets import KnownAutocomplete

# More than any page holds: what a forged count gets.
MOST_ROWS = 200


class PartInline(StackedInline):
    extra, max_num = 0, MOST_ROWS
    tab = True
    collapsible = True
    ordering_field = "position"
    template_before = "desk/_part_hint.html"

    def get_formset(self, request, obj=None, **kwargs):
        return super().get_formset(request, obj, absolute_max=MOST_ROWS, **kwargs)

    def get_extra(self, request, obj=None, **kwargs):
        """Empty rows that a link asks for, where no script adds them."""
        rows = request.GET.get("rows", "")
        return int(rows) if rows in ("1", "2", "3") else self.extra


class StarterQuestionInline(PartInline):
    model = StarterQuestion
    form = part_forms.StarterQuestionForm
    formset = part_forms.StarterQuestionFormSet
    fields = ("question", "heading", "spoken", "answer", "anchor", "position")

    def get_queryset(self, request):
        return with_num_times(super().get_queryset(request))


class RemarkInline(PartInline):
    model = Remark
    form = part_forms.RemarkForm
    formset = part_forms.RemarkFormSet
    fields = ("theme", "text", "position")


class SimilarityLinkInline(PartInline):
    model = SimilarityLink
    fk_name = "character"
    form = part_forms.SimilarityLinkForm
    formset = part_forms.SimilarityLinkFormSet
    verbose_name = _("similar character")
    verbose_name_plural = _("similar characters")
    fields = ("similar", "reason", "position")
    autocomplete_fields = ("similar",)
    collapsible = False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("similar", "character")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "similar":
            kwargs["widget"] = KnownAutocomplete(db_field, self.admin_site)
        kwargs["queryset"] = Character.objects.only("name", "sort_name")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
