"""Export as something that is done to many characters at once, from their list."""

from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action

from desk.bulk.forms import MOST_IDS, new_export_form


class Exporting:
    """The part of the character's admin that takes those chosen in the list away as files."""

    def has_export_permission(self, request):
        return request.user.has_perm("desk.import_characters")

    @action(description=gettext_lazy("Export…"), permissions=["export"])
    def export_selected(self, request, queryset):
        ids = list(queryset.order_by().values_list("pk", flat=True)[:MOST_IDS])
        context = {"title": _("Export"), "form": new_export_form(), "ids": ids}
        return TemplateResponse(
            request, "desk/export.html", {**self.admin_site.each_context(request), **context}
        )
