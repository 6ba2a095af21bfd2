"""How the admin looks and what stands in its sidebar: settings of django-unfold."""

from django.templatetags.static import static
from django.urls import reverse_lazy


def desk_theme(site_name: str) -> dict:
    """The value of the setting UNFOLD. Read by the settings, so nothing here may need a model."""
    return {
        "SITE_TITLE": f"{site_name} editors",
        "SITE_HEADER": site_name,
        "SITE_SUBHEADER": "Editors",
        "SITE_SYMBOL": "menu_book",
        "SITE_URL": "/",
        "SHOW_HISTORY": True,
        "SHOW_BACK_BUTTON": True,
        "BORDER_RADIUS": "4px",
        "SITE_FAVICONS": [
            {"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("icons/colloquy.svg")}
        ],
        "STYLES": [
            lambda request: static("css/desk.css"),
            lambda request: static("css/desk/comparison.css"),
        ],
        "SCRIPTS": [
            lambda request: static("js/desk.js"),
            lambda request: static("js/desk/named_selects.js"),
        ],
        "COLORS": {
            # The site's accent, a bookbinder's red, from pale to deep.
            "primary": {
                "50": "oklch(97% .012 30)",
                "100": "oklch(94% .025 30)",
                "200": "oklch(88% .05 30)",
                "300": "oklch(80% .085 30)",
                "400": "oklch(70% .125 30)",
                "500": "oklch(66% .14 30)",
                "600": "oklch(47% .14 30)",
                "700": "oklch(41% .125 30)",
                "800": "oklch(35% .105 30)",
                "900": "oklch(30% .085 30)",
                "950": "oklch(22% .06 30)",
            },
        },
        "ACCOUNT": {"navigation": [{"title": "Your account", "link": reverse_lazy("account_email")}]},
        "SIDEBAR": {
            "navigation": [
                {
                    "items": [
                        {
                            "title": "Characters",
                            "icon": "groups",
                            "link": reverse_lazy("admin:characters_character_changelist"),
                        },
                        {
                            "title": "Editions",
                            "icon": "auto_stories",
                            "link": reverse_lazy("admin:characters_edition_changelist"),
                        },
                        {
                            "title": "Redirects",
                            "icon": "alt_route",
                            "link": reverse_lazy("admin:characters_redirect_changelist"),
                        },
                        {
                            "title": "Accounts",
                            "icon": "person",
                            "link": reverse_lazy("admin:users_user_changelist"),
                            "permission": "users.roles.is_superuser",
                        },
                        {
                            "title": "Groups",
                            "icon": "group",
                            "link": reverse_lazy("admin:auth_group_changelist"),
                            "permission": "users.roles.is_superuser",
                        },
                        {
                            "title": "View site",
                            "icon": "open_in_new",
                            "link": reverse_lazy("characters:home"),
                            "active": False,
                        },
                    ],
                },
            ],
        },
    }
