"""What allauth asks us: the words of its refusals."""

from allauth.account.adapter import DefaultAccountAdapter
from django.utils.translation import gettext_lazy as _


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up is open; everything else is allauth's."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("This e-mail address and this password do not belong together."),
        "too_many_login_attempts": _("Too many failed attempts. Wait a few minutes, then try again."),
        "email_taken": _("There is an account with this e-mail address already. Sign in instead."),
        "incorrect_password": _("This is not your password."),
    }

    def is_safe_url(self, url) -> bool:
        """Also for what is no address at all, such as ``http://[``, which allauth cannot parse."""
        try:
            return super().is_safe_url(url)
        except ValueError:
            return False
