"""What allauth asks us: where people go after signing in."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up is open; everything else is allauth's."""
