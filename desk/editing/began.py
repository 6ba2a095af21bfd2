"""What a form of a character began from, carried in the form itself: the number of the draft, and what it said."""

from django import forms
from django.core import signing
from django.utils.translation import gettext as _

from characters.editions import CharacterContent

SALT = "desk.began"
NUMBER, CONTENT = "began_from", "began_with"


class BeganForm(forms.ModelForm):
    """Refuses to be saved when the draft has been changed since it was shown.

    Whoever saves holds the character's row, so that its number is the newest.
    """

    began_from = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial[NUMBER] = self.instance.num_changes

    def clean(self):
        data = super().clean()
        if self.instance.pk and data.get(NUMBER) != self.instance.num_changes:
            self.add_error(None, _("Nothing is saved yet. What you typed stands below."))
        return data


def seal(content: CharacterContent) -> str:
    """Some 3 to 15 kB; signed, since it comes back through the browser."""
    return signing.dumps(content.to_json(), salt=SALT, compress=True)


def unseal(sealed: str) -> CharacterContent | None:
    """None where the form brought nothing back that we gave it."""
    try:
        return CharacterContent.from_json(signing.loads(sealed, salt=SALT))
    except (signing.BadSignature, TypeError):
        return None
