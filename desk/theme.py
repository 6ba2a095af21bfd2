"""How the admin looks and what stands in its sidebar: settings of django-unfold."""

from functools import partial

from django.templatetags.static import static
from django.urls import reverse, reverse_lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

# By subject, each beside desk.css and desk.js.
STYLES = ("comparison", "schedule", "preview", "list", "dashboard", "right_to_left")
SCRIPTS = ("clock", "named_selects", "opening", "preview")


def may_import(request) -> bool:
    return request.user.has_perm("desk.import_characters")


def may_read_reports(request) -> bool:
    return request.user.has_perm("chat.view_report")


def desk_theme(site_name: str) -> dict:
    """The value of the setting UNFOLD. Read by the settings, so nothing here may need a model."""
    return {
        "SITE_TITLE": format_lazy(_("{site} editors"), site=site_name),
        "SITE_HEADER": site_name,
        "SITE_SUBHEADER": _("Editors"),
        "SITE_SYMBOL": "menu_book",
        "SITE_URL": "/",
        "SHOW_HISTORY": False,
        "SHOW_BACK_BUTTON": True,
        "BORDER_RADIUS": "4px",
        "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": _static("icons/colloquy.svg")}],
        "STYLES": [_static("css/desk.css"), *(_static(f"css/desk/{name}.css") for name in STYLES)],
        "SCRIPTS": [
            lambda request: reverse("words"),
            _static("js/gettext.js"),
            _static("js/desk.js"),
            *(_static(f"js/desk/{name}.js") for name in SCRIPTS),
        ],
        "DASHBOARD_CALLBACK": "desk.dashboard.dashboard",
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
        "ACCOUNT": {"navigation": [{"title": _("Your account"), "link": reverse_lazy("account_email")}]},
        "SIDEBAR": {"navigation": _navigation()},
    }


def _static(path: str):
    """Its address, asked for when a page is made: names of static files are known only then."""
    return partial(_address, path)


def _address(path, request) -> str:
    return static(path)


def _navigation() -> list[dict]:
    return [
        {
            "items": [
                _entry(_("Dashboard"), "dashboard", "admin:index"),
                _entry(_("Characters"), "groups", "admin:characters_character_changelist"),
                _entry(_("Similarity"), "hub", "desk:graph"),
                _entry(_("Collections"), "collections_bookmark", "admin:characters_collection_changelist"),
                _entry(_("Editions"), "auto_stories", "admin:characters_edition_changelist"),
                _entry(_("Schedule"), "schedule", "admin:characters_schedule_changelist"),
                _entry(_("Redirects"), "alt_route", "admin:characters_redirect_changelist"),
            ],
        },
        {
            "title": _("From readers"),
            "separator": True,
            "items": [
                _entry(_("Reports"), "flag", "desk:reports", permission="desk.theme.may_read_reports"),
                _entry(_("Ratings"), "thumbs_up_down", "desk:ratings"),
            ],
        },
        {
            "title": _("In and out"),
            "separator": True,
            "items": [
                _entry(_("Import"), "upload", "desk:import", permission="desk.theme.may_import"),
                _entry(_("Export"), "download", "desk:export", permission="desk.theme.may_import"),
            ],
        },
        {
            "title": _("The desk"),
            "separator": True,
            "items": [
                _entry(
                    _("Audit"),
                    "fact_check",
                    "admin:desk_auditentry_changelist",
                    permission="users.roles.may_audit",
                ),
                _entry(_("Costs"), "payments", "desk:costs", permission="users.roles.may_see_costs"),
                _entry(
                    _("Accounts"),
                    "person",
                    "admin:users_user_changelist",
                    permission="users.roles.is_superuser",
                ),
                _entry(
                    _("Groups"), "group", "admin:auth_group_changelist", permission="users.roles.is_superuser"
                ),
                {**_entry(_("View site"), "open_in_new", "characters:home"), "active": False},
            ],
        },
    ]


def _entry(title: str, icon: str, name: str, **more) -> dict:
    return {"title": title, "icon": icon, "link": reverse_lazy(name), **more}
