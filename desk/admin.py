"""What the admin shows of characters: one module a page."""

from desk.auditing.audit_admin import AuditAdmin
from desk.costing.generation_admin import GenerationAdmin
from desk.editing.character_admin import CharacterAdmin
from desk.gathering.collection_admin import CollectionAdmin
from desk.history.edition_admin import EditionAdmin
from desk.redirects.admin import RedirectAdmin
from desk.reviewing.schedule_admin import ScheduleAdmin

__all__ = [
    "AuditAdmin",
    "CharacterAdmin",
    "CollectionAdmin",
    "EditionAdmin",
    "GenerationAdmin",
    "RedirectAdmin",
    "ScheduleAdmin",
]
