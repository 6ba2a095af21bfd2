"""What editors say when they tag or assign many characters at once."""

from django import forms

from desk.listing.list_filters import all_tags
from users.models import User

MAX_TAG, MAX_TAGS = 40, 20


class TagsField(forms.CharField):
    """Tags with commas between them, as a list without doubles."""

    def to_python(self, value):
        typed = super().to_python(value) or ""
        if "\0" in typed:
            raise forms.ValidationError("These tags hold a character that cannot be seen: type them anew.")
        tags = [" ".join(part.split()) for part in typed.split(",")]
        return list(dict.fromkeys(tag for tag in tags if tag))

    def validate(self, tags):
        super().validate(tags)
        if too_long := next((tag for tag in tags if len(tag) > MAX_TAG), None):
            raise forms.ValidationError(f"“{too_long[:60]}” is longer than {MAX_TAG} characters: shorten it.")
        if len(tags) > MAX_TAGS:
            raise forms.ValidationError(f"These are {len(tags)} tags: give at most {MAX_TAGS} at once.")


class TagForm(forms.Form):
    add = TagsField(
        label="Add these tags",
        required=False,
        max_length=1000,
        help_text="With commas between: check dates, to translate",
    )
    remove = TagsField(
        label="Remove these tags", required=False, max_length=1000, help_text="With commas between."
    )

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        if not (cleaned["add"] or cleaned["remove"]):
            raise forms.ValidationError("Say which tags to add or to remove.")
        if both := set(cleaned["add"]) & set(cleaned["remove"]):
            raise forms.ValidationError(
                f"“{sorted(both)[0]}” cannot be added and removed at once: take it out of one."
            )
        return cleaned

    def known_tags(self) -> list[str]:
        return all_tags()[:60]


class AssignForm(forms.Form):
    to = forms.ModelChoiceField(
        User.objects.filter(is_staff=True, is_active=True).order_by("email"),
        label="Who looks after them",
        required=False,
        empty_label="Nobody",
        error_messages={"invalid_choice": "This account cannot work at the desk: choose one of the list."},
    )
