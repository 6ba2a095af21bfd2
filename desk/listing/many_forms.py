"""What editors say when they tag or assign many characters at once."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.listing.list_filters import all_tags
from users.models import User

MAX_TAG, MAX_TAGS = 40, 20


class TagsField(forms.CharField):
    """Tags with commas between them, as a list without doubles."""

    def to_python(self, value):
        typed = super().to_python(value) or ""
        if "\0" in typed:
            raise forms.ValidationError(_("These tags hold a character that cannot be seen: type them anew."))
        tags = [" ".join(part.split()) for part in typed.split(",")]
        return list(dict.fromkeys(tag for tag in tags if tag))

    def validate(self, tags):
        super().validate(tags)
        if too_long := next((tag for tag in tags if len(tag) > MAX_TAG), None):
            said = _("“%(tag)s” is longer than %(number)s characters: shorten it.")
            raise forms.ValidationError(said % {"tag": too_long[:60], "number": MAX_TAG})
        if len(tags) > MAX_TAGS:
            said = _("These are %(number)s tags: give at most %(most)s at once.")
            raise forms.ValidationError(said % {"number": len(tags), "most": MAX_TAGS})


class TagForm(forms.Form):
    add = TagsField(
        label=gettext_lazy("Add these tags"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy("With commas between: check dates, to translate"),
    )
    remove = TagsField(
        label=gettext_lazy("Remove these tags"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy("With commas between."),
    )

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        if not (cleaned["add"] or cleaned["remove"]):
            raise forms.ValidationError(_("Say which tags to add or to remove."))
        if both := set(cleaned["add"]) & set(cleaned["remove"]):
            said = _("“%(tag)s” cannot be added and removed at once: take it out of one.")
            raise forms.ValidationError(said % {"tag": sorted(both)[0]})
        return cleaned

    def known_tags(self) -> list[str]:
        return all_tags()[:60]


class AssignForm(forms.Form):
    to = forms.ModelChoiceField(
        User.objects.filter(is_staff=True, is_active=True).order_by("email"),
        label=gettext_lazy("Who looks after them"),
        required=False,
        empty_label=gettext_lazy("Nobody"),
        error_messages={
            "invalid_choice": gettext_lazy("This account cannot work at the desk: choose one of the list.")
        },
    )
