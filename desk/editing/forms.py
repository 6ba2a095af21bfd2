"""What editors fill in: the form of a character, and the fields that it is made of."""

import re
from functools import partial

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.html import conditional_escape, format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminImageFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from characters import portraits, tasks
from characters.languages import NAMES
from characters.models import Character
from desk.editing.began import BeganForm
from desk.editing.engine_orders import EngineOrderField
from desk.editing.engine_orders import help_text as engines_help
from desk.editing.portrait_forms import PortraitFrameForm
from desk.editing.writing import WritingForm
from desk.shown import fields_to_choose
from engines.text import clean

NAME_MAX = 120
# Words that show a name to be no “first name, last name”: Ibn Battuta, Charles the Great.
_UNSORTABLE = {"of", "the", "ibn", "bin", "al", "van", "von", "de", "da", "di"}
_LINE_ENDS = re.compile(r"\r\n?")


class NamesField(forms.CharField):
    """A list of short names, written one a line."""

    widget = UnfoldAdminTextareaWidget

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value) -> list[str]:
        names = list(dict.fromkeys(" ".join(line.split()) for line in super().to_python(value).splitlines()))
        return [name for name in names if name]

    def validate(self, value):
        super().validate(value)
        for name in value:
            if len(name) > NAME_MAX:
                said = _("“%(name)s…” is longer than %(number)s characters.")
                raise forms.ValidationError(said % {"name": name[:40], "number": NAME_MAX})

    def run_validators(self, value):
        """Those of a text do not fit a list; ``validate`` has looked at each name."""

    def has_changed(self, initial, data):
        return (initial or []) != self.to_python(data)


class PortraitField(forms.FileField):
    """An upload that has become a safe WebP when it is clean: see characters.portraits."""

    widget = UnfoldAdminImageFieldWidget

    def widget_attrs(self, widget):
        # The theme shows the picture that is there for exactly this; ``clean`` is the one that is strict.
        return {"accept": "image/*"}

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        if isinstance(upload, UploadedFile):
            if upload.size > portraits.MAX_BYTES:
                raise forms.ValidationError(_("This file is larger than 8 MB."))
            try:
                upload.webp = portraits.reencoded(upload.read())
            except portraits.BadPortrait as error:
                raise forms.ValidationError(str(error)) from error
        return upload


def words_so_far(form, *names):
    """Say under each of these fields how many words it holds."""
    for name in names:
        text = getattr(form.instance, name)
        if text and name in form.fields:
            count = len(text.split())
            now = ngettext("%(number)s word now.", "%(number)s words now.", count) % {"number": count}
            form.fields[name].help_text = format_html(
                '{}<span class="words-now"> {}</span>', form.fields[name].help_text, now
            )


def escape_help(form):
    """The theme takes help texts for HTML, in which “<name>” would vanish."""
    for field in form.fields.values():
        field.help_text = conditional_escape(field.help_text)


def rows_of(form, **rows):
    for name, number in rows.items():
        if name in form.fields:
            form.fields[name].widget.attrs["rows"] = number


class TextsForm(WritingForm, forms.ModelForm):
    """Keeps texts as editions and files have them: browsers end lines with CRLF, pastes bring controls."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.CharField):
                # Here, and not in ``clean``: whether a field has changed is asked of ``to_python`` too.
                field.to_python = partial(_cleaned, field.to_python)


def _cleaned(to_python, value):
    return to_python(clean(_LINE_ENDS.sub("\n", value)) if isinstance(value, str) else value)


class CharacterForm(BeganForm, PortraitFrameForm, TextsForm):
    also_known_as = NamesField(
        label=gettext_lazy("Also known as"),
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text=gettext_lazy("Other names that people search for, one a line."),
    )
    fields = forms.MultipleChoiceField(
        label=gettext_lazy("Fields"),
        required=False,
        choices=fields_to_choose,
        widget=UnfoldAdminCheckboxSelectMultipleWidget(),
        help_text=gettext_lazy(
            "One to four: the catalog is filtered by them. What you add now is shown last."
        ),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        required=False,
        choices=[(code, f"{name} ({code})") for code, name in NAMES.items()],
        widget=UnfoldAdminSelectWidget(),
        help_text=gettext_lazy("In which language the page and the conversation are."),
    )
    engine = EngineOrderField(label=gettext_lazy("Engine"), required=False, max_length=120)
    portrait = PortraitField(
        label=gettext_lazy("Portrait"),
        required=False,
        help_text=gettext_lazy(
            "PNG, JPEG or WebP, up to 8 MB and 16 megapixels. Without one, a medallion is drawn."
        ),
    )
    note = forms.CharField(
        required=False,
        max_length=300,
        label=gettext_lazy("What changed"),
        widget=UnfoldAdminTextInputWidget(),
        help_text=gettext_lazy("A line for your colleagues, kept with the edition that you publish now."),
    )

    class Meta:
        model = Character
        fields = "__all__"  # noqa: DJ007 (the admin's fieldsets name them)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].help_text = _(
                "The page's address, /characters/<slug>/. You may change it: once you publish, the old "
                "address leads to the new one."
            )
        if "sort_name" in self.fields:
            self.fields["sort_name"].help_text = _(
                "For lists: “Trotsky, Leon”. Left empty, it is made from the name."
            )
        if "translation_of" in self.fields:
            said = _("This one is a translation itself: choose its original.")
            self.fields["translation_of"].error_messages["invalid_choice"] = said
        if "engine" in self.fields:
            self.fields["engine"].kept = self.instance.engine
            self.fields["engine"].help_text = engines_help()
        rows_of(self, biography=18, sources=6, persona=8, greeting=3, example_dialogue=4)
        words_so_far(self, "biography", "persona", "greeting")
        escape_help(self)

    def clean_fields(self):
        """In the order they had, which cards show; the boxes come back in the alphabet's."""
        ticked = self.cleaned_data["fields"]
        kept = [field for field in self.instance.fields if field in ticked]
        return kept + [field for field in ticked if field not in kept]

    def clean_language(self):
        """What leaves it out, such as a script, changes nothing."""
        return self.cleaned_data["language"] or self.instance.language

    def clean(self):
        data = super().clean()
        born, died = data.get("born"), data.get("died")
        if born is not None and died is not None and died < born:
            self.add_error("died", _("The year of death is before the year of birth."))
        if data.get("name") and not data.get("sort_name"):
            data["sort_name"] = sort_name_of(data["name"])
        return data

    def save(self, commit=True):
        upload = self.cleaned_data.get("portrait")
        if isinstance(upload, UploadedFile):
            self.instance.portrait = portraits.keep(upload.webp)
        if {"portrait", "portrait_crop", "portrait_focus"}.intersection(self.changed_data):
            # Previews show the draft's picture too. A new character has its number once it is saved.
            transaction.on_commit(lambda: tasks.wake_renditions(self.instance.pk))
        return super().save(commit)


def sort_name_of(name: str) -> str:
    """“Leon Trotsky” as “Trotsky, Leon”; a single name, or one with “the” or “ibn” in it, as it is."""
    words = name.split()
    if len(words) < 2 or _UNSORTABLE.intersection(word.casefold() for word in words):
        return name
    return f"{words[-1]}, {' '.join(words[:-1])}"
