"""What an editor says of a link to a similar character: why, and whether also the way back."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from characters.models import SimilarityLink

MAX_REASON = SimilarityLink._meta.get_field("reason").max_length
_ERRORS = {
    "required": gettext_lazy("Give the reason in a sentence: readers see it beside the link."),
    "max_length": gettext_lazy("Say it in %(limit_value)d characters or fewer; these are %(show_value)d."),
}


def _reason(label, **options):
    widget = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(
        label=label, max_length=MAX_REASON, widget=widget, error_messages=_ERRORS, **options
    )


class ReasonForm(forms.Form):
    reason = _reason(gettext_lazy("Reason"))

    def __init__(self, *args, key="", label="", **kwargs):
        super().__init__(*args, auto_id=f"{key}-%s", **kwargs)
        if label:
            self.fields["reason"].label = label


class LinkForm(ReasonForm):
    """A new link, or one in each direction."""

    both = forms.BooleanField(required=False)
    reason_back = _reason(gettext_lazy("Reason for the way back"), required=False)

    def __init__(self, *args, one="", other="", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = why(one, other)
        self.fields["both"].label = _("Link both ways: %(other)s to %(one)s too") % {
            "other": other,
            "one": one,
        }
        self.fields["reason_back"].label = why(other, one)

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("both"):
            cleaned["reason_back"] = ""
        elif not cleaned.get("reason_back") and "reason_back" not in self.errors:
            self.add_error("reason_back", _("Give the reason for the way back too, or link one way only."))
        return cleaned


def why(one: str, other: str) -> str:
    """The question that a reason answers: asked of a link from ``one`` to ``other``."""
    return _("Why should a reader of %(one)s meet %(other)s?") % {"one": one, "other": other}


def reason_from(reasons: list[str]) -> str:
    """A first wording out of a suggestion's reasons, for the editor to put in better words."""
    told = [reason for reason in reasons if not reason.startswith("Near in meaning")]
    chosen = ""
    for sentence in told[:2]:
        if len(chosen) + len(sentence) < MAX_REASON:
            chosen = f"{chosen} {sentence}".strip()
    return chosen
