"""What editors fill in: the forms of a character and of its questions, remarks and links."""

import itertools
import re
from functools import partial

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.html import conditional_escape
from django.utils.text import slugify
from unfold.forms import PaginationInlineFormSet
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminImageFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from characters import portraits
from characters.models import FIELDS, Character
from characters.passages import remark_anchor
from engines.registry import CURATED, OPENAI_COMPATIBLE, SCRIPTED
from engines.text import clean

NAME_MAX = 120
ANCHOR_MAX = 80
# Words that show a name to be no “first name, last name”: Ibn Battuta, Charles the Great.
_UNSORTABLE = {"of", "the", "ibn", "bin", "al", "van", "von", "de", "da", "di"}
# Anchors of this kind are given to paragraphs and remarks.
_TAKEN = re.compile(r"^(biography|remark)(-|$)")
_LINE_ENDS = re.compile(r"\r\n?")
ENGINES = {
    CURATED: "The editors' words (no language model)",
    OPENAI_COMPATIBLE: "The site's language model",
    SCRIPTED: "Script, for development",
}


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
                raise forms.ValidationError(f"“{name[:40]}…” is longer than {NAME_MAX} characters.")

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
                raise forms.ValidationError("This file is larger than 8 MB.")
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
            form.fields[name].help_text += f" {count} word{'' if count == 1 else 's'} now."


def escape_help(form):
    """The theme takes help texts for HTML, in which “<name>” would vanish."""
    for field in form.fields.values():
        field.help_text = conditional_escape(field.help_text)


def rows_of(form, **rows):
    for name, number in rows.items():
        if name in form.fields:
            form.fields[name].widget.attrs["rows"] = number


def engine_choices(chosen: str) -> list[tuple[str, str]]:
    """The engines that work on this site, and the one chosen before, which may not."""
    works = {
        CURATED: True,
        OPENAI_COMPATIBLE: bool(settings.OPENAI_BASE_URL),
        SCRIPTED: settings.DEBUG or chosen == SCRIPTED,
    }
    choices = [("", "What the site is set to use")]
    choices += [(name, label) for name, label in ENGINES.items() if works[name]]
    if chosen not in dict(choices):
        choices.append((chosen, f"{ENGINES.get(chosen, chosen)} – not available on this site"))
    return choices


class TextsForm(forms.ModelForm):
    """Keeps texts as editions and files have them: browsers end lines with CRLF, pastes bring controls."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.CharField):
                # Here, and not in ``clean``: whether a field has changed is asked of ``to_python`` too.
                field.to_python = partial(_cleaned, field.to_python)


def _cleaned(to_python, value):
    return to_python(clean(_LINE_ENDS.sub("\n", value)) if isinstance(value, str) else value)


class CharacterForm(TextsForm):
    also_known_as = NamesField(
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text="Other names that people search for, one a line.",
    )
    fields = forms.MultipleChoiceField(
        required=False,
        choices=[(field, field) for field in FIELDS],
        widget=UnfoldAdminCheckboxSelectMultipleWidget(),
        help_text="One to four: the catalog is filtered by them. What you add now is shown last.",
    )
    engine = forms.ChoiceField(
        required=False,
        widget=UnfoldAdminSelectWidget(),
        help_text="What writes this character's replies.",
    )
    portrait = PortraitField(
        required=False,
        help_text="PNG, JPEG or WebP, up to 8 MB and 16 megapixels. Without one, a medallion is drawn.",
    )
    note = forms.CharField(
        required=False,
        max_length=300,
        label="What changed",
        widget=UnfoldAdminTextInputWidget(),
        help_text="A line for your colleagues, kept with the edition that you publish now.",
    )

    class Meta:
        model = Character
        fields = "__all__"  # noqa: DJ007 (the admin's fieldsets name them)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].help_text = (
                "The page's address, /characters/<slug>/. Change it only before the first edition: "
                "links to the old address break."
            )
        if "sort_name" in self.fields:
            self.fields[
                "sort_name"
            ].help_text = "For lists: “Trotsky, Leon”. Left empty, it is made from the name."
        if "engine" in self.fields:
            self.fields["engine"].choices = engine_choices(self.instance.engine)
        rows_of(self, biography=18, persona=8, greeting=3, example_dialogue=4)
        words_so_far(self, "biography", "persona", "greeting")
        escape_help(self)

    def clean_fields(self):
        """In the order they had, which cards show; the boxes come back in the alphabet's."""
        ticked = self.cleaned_data["fields"]
        kept = [field for field in self.instance.fields if field in ticked]
        return kept + [field for field in ticked if field not in kept]

    def clean(self):
        data = super().clean()
        born, died = data.get("born"), data.get("died")
        if born is not None and died is not None and died < born:
            self.add_error("died", "The year of death is before the year of birth.")
        if data.get("name") and not data.get("sort_name"):
            data["sort_name"] = sort_name_of(data["name"])
        return data

    def save(self, commit=True):
        upload = self.cleaned_data.get("portrait")
        if isinstance(upload, UploadedFile):
            self.instance.portrait = portraits.keep(upload.webp)
        return super().save(commit)


def sort_name_of(name: str) -> str:
    """“Leon Trotsky” as “Trotsky, Leon”; a single name, or one with “the” or “ibn” in it, as it is."""
    words = name.split()
    if len(words) < 2 or _UNSORTABLE.intersection(word.casefold() for word in words):
        return name
    return f"{words[-1]}, {' '.join(words[:-1])}"


class PartForm(TextsForm):
    """A row under a character. Left without a position, it goes to the end."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        position = self.fields["position"]
        position.required = False
        position.help_text = "Its place in the order. Drag the row, or write a number; empty is last."
        if self.instance.pk is None:
            position.initial = self.initial["position"] = None
        escape_help(self)


class StarterQuestionForm(PartForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        anchor = self.fields["anchor"]
        anchor.required = False
        anchor.help_text += " Left empty, it is made from the question. Links to it break if it changes."
        rows_of(self, spoken=7, answer=12)
        words_so_far(self, "spoken", "answer")

    def clean_anchor(self):
        anchor = self.cleaned_data["anchor"]
        if _TAKEN.match(anchor):
            raise forms.ValidationError("Anchors that begin with “biography” or “remark” are taken.")
        return anchor


class RemarkForm(PartForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows_of(self, text=6)
        words_so_far(self, "text")

    def clean_theme(self):
        theme = self.cleaned_data["theme"]
        if len(remark_anchor(theme)) > 100:
            raise forms.ValidationError("This theme is too long for an anchor. Say it in fewer words.")
        return theme


class SimilarityLinkForm(PartForm):
    def clean_similar(self):
        similar = self.cleaned_data["similar"]
        if similar.pk == self.instance.character_id:
            raise forms.ValidationError("A character cannot be similar to itself.")
        return similar


class PartFormSet(PaginationInlineFormSet):
    """Rows of which no two may have the same ``once``; new rows without a position go to the end."""

    once = ""
    twice = ""

    def clean(self):
        seen = set()
        for form in self._kept_forms():
            value = self.key_of(form)
            if value in seen:
                form.add_error(self.once, self.twice)
            elif value:
                seen.add(value)
        self._put_last()
        # Django's own words for a doubled row are about “duplicate data”.
        if all(form.is_valid() for form in self.forms):
            super().clean()

    def key_of(self, form):
        """What of this row must be its own."""
        return form.cleaned_data.get(self.once)

    def _kept_forms(self):
        return [
            form
            for form in self.forms
            if form.has_changed() | bool(form.instance.pk)
            and hasattr(form, "cleaned_data")
            and not form.cleaned_data.get("DELETE")
        ]

    def _put_last(self):
        forms_here = self._kept_forms()
        last = max((form.cleaned_data.get("position") or 0 for form in forms_here), default=0)
        for form, position in zip(
            (form for form in forms_here if form.cleaned_data.get("position") is None),
            itertools.count(last + 1),
            strict=False,
        ):
            form.cleaned_data["position"] = form.instance.position = position


class StarterQuestionFormSet(PartFormSet):
    once = "anchor"
    twice = "Another question of this character has this anchor."

    def clean(self):
        self._make_anchors()
        super().clean()

    def _make_anchors(self):
        """Fill in anchors that were left empty, from the question, each its own."""
        kept = self._kept_forms()
        taken = {form.cleaned_data.get("anchor") for form in kept}
        for form in kept:
            if form.cleaned_data.get("question") and form.cleaned_data.get("anchor") == "":
                anchor = _anchor_beside(taken, form.cleaned_data["question"])
                form.cleaned_data["anchor"] = form.instance.anchor = anchor
                taken.add(anchor)


def _anchor_beside(taken, question) -> str:
    stem = slugify(question)[: ANCHOR_MAX - 4].strip("-_").replace("_", "-") or "question"
    if _TAKEN.match(stem):
        stem = f"on-{stem}"
    candidates = itertools.chain([stem], (f"{stem}-{number}" for number in itertools.count(2)))
    return next(anchor for anchor in candidates if anchor not in taken)


class RemarkFormSet(PartFormSet):
    once = "theme"
    twice = "Another remark of this character has this theme."

    def key_of(self, form):
        theme = form.cleaned_data.get("theme")
        return remark_anchor(theme) if theme else None


class SimilarityLinkFormSet(PartFormSet):
    once = "similar"
    twice = "There is a link to this character already."
