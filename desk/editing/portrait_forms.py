"""What of a portrait is shown, and what stays in its middle: numbers in per cent, which a picture helps to choose."""

import io
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminDecimalFieldWidget

from characters import portraits
from characters.models import WHOLE
from characters.renditions import box

# Less than this is a smudge on a sharp screen.
MIN_SIDE = 100
PER_CENT = WHOLE // 100
ALL_OF_IT = [0, 0, WHOLE, WHOLE]
FROM_THE_LEFT, FROM_THE_TOP = gettext_lazy("From the left"), gettext_lazy("From the top")
BEYOND_RIGHT = gettext_lazy(
    "The crop goes %(number)s %% beyond the right edge of the picture. Make it smaller."
)
BEYOND_LOWER = gettext_lazy(
    "The crop goes %(number)s %% beyond the lower edge of the picture. Make it smaller."
)
OUTSIDE_ACROSS = gettext_lazy(
    "The focal point lies outside the crop. Give it %(least)s to %(most)s per cent from the left."
)
OUTSIDE_DOWN = gettext_lazy(
    "The focal point lies outside the crop. Give it %(least)s to %(most)s per cent from the top."
)


class PerCentsWidget(forms.MultiWidget):
    """A number input for each part, under its own label, in a group of that name."""

    def __init__(self, group, labels):
        attrs = {"step": "0.1", "min": "0", "max": "100"}
        self.group, self.labels = group, labels
        super().__init__([UnfoldAdminDecimalFieldWidget(attrs=attrs) for _ in labels])

    def decompress(self, value):
        return value or [None] * len(self.labels)

    def render(self, name, value, attrs=None, renderer=None):
        context = self.get_context(name, value, attrs)["widget"]
        inputs = format_html_join(
            "",
            "<label>{}{}</label>",
            (
                (label, widget.render(part["name"], part["value"], part["attrs"], renderer))
                for label, widget, part in zip(self.labels, self.widgets, context["subwidgets"], strict=True)
            ),
        )
        return format_html(
            '<div class="desk-per-cents" id="{}" role="group" aria-label="{}">{}</div>',
            context["attrs"]["id"], self.group, inputs,
        )  # fmt: skip


class PerCentsField(forms.MultiValueField):
    """Parts of the picture's width and height, typed in per cent and kept in thousandths; all of them or none."""

    def __init__(self, *, label, labels, **kwargs):
        parts = [
            forms.DecimalField(min_value=0, max_value=100, error_messages=_said(name)) for name in labels
        ]
        super().__init__(parts, required=False, label=label, widget=PerCentsWidget(label, labels), **kwargs)

    def prepare_value(self, value):
        if value and all(isinstance(part, int) for part in value):
            return [f"{part / PER_CENT:g}" for part in value]
        return value

    def compress(self, data_list) -> list[int]:
        if None in data_list:
            raise ValidationError(_("Fill in every one of these numbers, or none."))
        return [round(part * PER_CENT) for part in data_list]

    def has_changed(self, initial, data):
        try:
            return list(initial or []) != self.clean(data)
        except ValidationError:
            return True


def _said(name) -> dict[str, str]:
    said = format_lazy(gettext_lazy("{name}: give a number from 0 to 100."), name=name)
    return dict.fromkeys(("invalid", "min_value", "max_value"), said)


class PortraitFrameForm(forms.Form):
    """Crop and focal point of ``portrait``, a field of the model form that this is mixed into."""

    class Media:
        css = {"all": ("css/desk/portrait.css",)}
        js = (forms.Script("js/desk/portrait.js", defer=True),)

    portrait_crop = PerCentsField(
        labels=(FROM_THE_LEFT, FROM_THE_TOP, gettext_lazy("Width"), gettext_lazy("Height")),
        label=gettext_lazy("Crop"),
        help_text=gettext_lazy(
            "What of the picture is shown, in per cent of its width and height. Empty: all of it."
        ),
    )
    portrait_focus = PerCentsField(
        labels=(FROM_THE_LEFT, FROM_THE_TOP),
        label=gettext_lazy("Focal point"),
        help_text=gettext_lazy(
            "What a round picture keeps in the middle, in per cent of the whole picture. "
            "Empty: the middle, and of a tall picture the upper part."
        ),
    )

    def clean(self):
        data = super().clean() or self.cleaned_data
        if {"portrait", "portrait_crop", "portrait_focus"}.isdisjoint(self.errors):
            self._forget_another_pictures(data)
            if data["portrait_crop"] == ALL_OF_IT:
                data["portrait_crop"] = []
            for error in crop_errors(data["portrait_crop"], self._size(data["portrait"])):
                self.add_error("portrait_crop", error)
            for error in focus_errors(data["portrait_focus"], data.get("portrait_crop")):
                self.add_error("portrait_focus", error)
        return data

    def _forget_another_pictures(self, data):
        """What was said of the picture before says nothing of the one that is there now."""
        is_new = isinstance(data["portrait"], UploadedFile)
        for name in ("portrait_crop", "portrait_focus"):
            if not data["portrait"] or (is_new and name not in self.changed_data):
                data[name] = []
            elif not is_new and self.fields[name].widget.value_omitted_from_data(self.data, {}, name):
                data[name] = getattr(self.instance, name)

    def _size(self, portrait) -> tuple[int, int] | None:
        """In pixels; None of a picture that is not there or cannot be read."""
        if not portrait:
            return None
        try:
            if isinstance(portrait, UploadedFile):
                return portraits.size_of(io.BytesIO(portrait.webp))
            with default_storage.open(portrait.name) as file:
                return portraits.size_of(file)
        except (OSError, portraits.BadPortrait):
            return None

    def save(self, commit=True):
        for name in ("portrait_crop", "portrait_focus"):
            # Here too: a model form passes over what a browser did not send.
            setattr(self.instance, name, self.cleaned_data[name])
        return super().save(commit)


def crop_errors(crop: list[int], size: tuple[int, int] | None):
    """What is wrong with a crop in thousandths of a picture of this size, a sentence each."""
    if not crop:
        return
    left, top, width, height = crop
    for beyond, said in ((left + width - WHOLE, BEYOND_RIGHT), (top + height - WHOLE, BEYOND_LOWER)):
        if beyond > 0:
            yield said % {"number": _per_cent(beyond)}
    across, down = box(size, crop)[2:] if size else (MIN_SIDE, MIN_SIDE)
    if min(across, down) < MIN_SIDE:
        yield _(
            "The crop is %(width)s by %(height)s pixels. It needs at least %(least)s each way: "
            "make it larger, or leave it empty to show the whole picture."
        ) % {"width": across, "height": down, "least": MIN_SIDE}


def focus_errors(focus: list[int], crop: list[int] | None):
    """What is wrong with a focal point in thousandths of the picture, a sentence each."""
    if not focus:
        return
    left, top, width, height = crop or ALL_OF_IT
    for place, first, last, said in (
        (focus[0], left, left + width, OUTSIDE_ACROSS),
        (focus[1], top, top + height, OUTSIDE_DOWN),
    ):
        if not first <= place <= last:
            yield said % {"least": _per_cent(first), "most": _per_cent(min(last, WHOLE))}


def _per_cent(thousandths: int) -> str:
    """As “62.5”, with the reader's own decimal mark."""
    return number_format(Decimal(f"{thousandths / PER_CENT:g}"))
