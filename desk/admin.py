"""What the admin shows of characters: one module a page."""

from desk.auditing.audit_admin import AuditAdmin
from desk.costing.generation_admin import GenerationAdmin
from desk.editing.character_admin import CharacterAdmin
from desk.history.edition_admin import EditionAdmin
from desk.redirects.admin import RedirectAdmin
from desk.reviewing.schedule_admin import ScheduleAdmin

__all__ = [
    "AuditAdmin",
    "CharacterAdmin",
    "EditionAdmin",
    "GenerationAdmin",
    "RedirectAdmin",
    "ScheduleAdmin",
]
