"""allauth's forms as our pages show them: a label over each field, nothing written inside it."""

from allauth.account import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

PASSWORD_HELP = _("At least 8 characters. Three or four unrelated words make a good one.")
NOT_THE_SAME = pgettext_lazy("account", "You must type the same password each time.")


class Labelled:
    """Says everything in the label: a placeholder is gone as soon as one types."""

    labels = {}
    help_texts = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.help_texts.get(name, "")


class TypedTwice(Labelled):
    """Says in our words that two passwords differ: allauth's German is on first-name terms with everybody."""

    def add_error(self, field, error):
        is_allauths = field == "password2" and not isinstance(error, ValidationError)
        super().add_error(field, NOT_THE_SAME if is_allauths else error)


class LoginForm(Labelled, forms.LoginForm):
    labels = {"login": _("E-mail")}


class SignupForm(Labelled, forms.SignupForm):
    labels = {"email": _("E-mail")}
    help_texts = {"password1": PASSWORD_HELP}


class AddEmailForm(Labelled, forms.AddEmailForm):
    labels = {"email": _("E-mail")}


class ReauthenticateForm(Labelled, forms.ReauthenticateForm):
    pass


class ResetPasswordForm(Labelled, forms.ResetPasswordForm):
    labels = {"email": _("E-mail")}


class ResetPasswordKeyForm(TypedTwice, forms.ResetPasswordKeyForm):
    labels = {"password1": _("New password"), "password2": _("The same again")}
    help_texts = {"password1": PASSWORD_HELP}


class ChangePasswordForm(TypedTwice, forms.ChangePasswordForm):
    labels = {
        "oldpassword": _("Your password now"),
        "password1": _("New password"),
        "password2": _("The same again"),
    }
    help_texts = {"password1": PASSWORD_HELP}


class SetPasswordForm(TypedTwice, forms.SetPasswordForm):
    labels = {"password1": _("Password"), "password2": _("The same again")}
    help_texts = {"password1": PASSWORD_HELP}
