"""The forms of import and export."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from characters.incoming import Existing
from desk.bulk.exporting import LABELS, SPREADSHEETS, Format

ENDINGS = (".md", ".zip", ".json", ".png", ".apng", ".charx", ".csv", ".xlsx", ".webp", ".jpg", ".jpeg")
# As many characters as a form may name; more than that are exported as all.
MOST_IDS = 10_000


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files, in a list."""

    widget = FilesInput(attrs={"accept": ",".join(ENDINGS), "multiple": True})

    def clean(self, data, initial=None):
        files = data if isinstance(data, list) and data else [data or None]
        if empty := next((file for file in files if file and not file.size), None):
            said = _("“%(name)s” is empty: choose it again, or leave it out.")
            raise forms.ValidationError(said % {"name": empty.name})
        files = [super(FilesField, self).clean(file, initial) for file in files]
        for file in files:
            if not file.name.lower().endswith(ENDINGS):
                said = _("“%(name)s” is of no kind that can be imported: %(endings)s.")
                raise forms.ValidationError(said % {"name": file.name, "endings": ", ".join(ENDINGS)})
        return files


class ImportForm(forms.Form):
    files = FilesField(
        label=gettext_lazy("Files"),
        help_text=gettext_lazy(
            "Starter files (.md, with portraits of the same name), a .zip of them, character cards (.png, .json, "
            ".charx), or spreadsheets (.csv, .xlsx). Up to 10 MB in all."
        ),
    )
    existing = forms.ChoiceField(
        label=gettext_lazy("When a character is here already"),
        choices=[
            (Existing.LEAVE.value, gettext_lazy("Leave it as it is")),
            (Existing.CHANGE.value, gettext_lazy("Change its draft")),
            (Existing.COPY.value, gettext_lazy("Make another, with an address of its own")),
        ],
        initial=Existing.LEAVE.value,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "For starter files and cards. Rows of a spreadsheet always change the draft that they name."
        ),
    )


class ExportForm(forms.Form):
    format = forms.ChoiceField(
        label=gettext_lazy("Format"), choices=[(f.value, LABELS[f]) for f in Format], widget=forms.RadioSelect
    )
    of_live = forms.TypedChoiceField(
        label=gettext_lazy("What"),
        choices=[("", gettext_lazy("The drafts")), ("1", gettext_lazy("The live editions, where there are"))],
        coerce=bool,
        empty_value=False,
        required=False,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Spreadsheets are always of the drafts."),
    )

    @property
    def is_of_drafts_only(self) -> bool:
        return Format(self.cleaned_data["format"]) in SPREADSHEETS


def new_export_form() -> ExportForm:
    return ExportForm(initial={"format": Format.STARTER.value, "of_live": ""})
