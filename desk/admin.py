"""What the admin shows of characters: one module a page."""

from desk.audit_admin import AuditAdmin
from desk.character_admin import CharacterAdmin
from desk.edition_admin import EditionAdmin
from desk.generation_admin import GenerationAdmin
from desk.redirect_admin import RedirectAdmin
from desk.schedule_admin import ScheduleAdmin

__all__ = [
    "AuditAdmin",
    "CharacterAdmin",
    "EditionAdmin",
    "GenerationAdmin",
    "RedirectAdmin",
    "ScheduleAdmin",
]
