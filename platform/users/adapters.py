"""What allauth asks us: the words of its refusals."""

from allauth.account.adapter import DefaultAccountAdapter
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up is open; everything else is allauth's."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("This e-mail address and this password do not belong together."),
        "too_many_login_attempts": _("Too many failed attempts. Wait a few minutes, then try again."),
        "email_taken": _("There is an account with this e-mail address already. Sign in instead."),
        "incorrect_password": _("This is not your password."),
        # As allauth says it in English; its German is on first-name terms with everybody.
        "cannot_remove_primary_email": pgettext_lazy(
            "account", "You cannot remove your primary email address."
        ),
        "enter_current_password": pgettext_lazy("account", "Please type your current password."),
        "max_email_addresses": pgettext_lazy("account", "You cannot add more than %d email addresses."),
        "unverified_primary_email": pgettext_lazy("account", "Your primary email address must be verified."),
        "select_only_one": pgettext_lazy("account", "Please select only one."),
        "same_as_current": pgettext_lazy("account", "The new value must be different from the current one."),
        "rate_limited": pgettext_lazy("account", "Be patient, you are sending too many requests."),
    }

    def is_safe_url(self, url) -> bool:
        """Also for what is no address at all, such as ``http://[``, which allauth cannot parse."""
        try:
            return super().is_safe_url(url)
        except ValueError:
            return False
