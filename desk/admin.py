"""What the admin shows of characters: one module a page."""

from desk.audit_admin import AuditAdmin
from desk.character_admin import CharacterAdmin
from desk.edition_admin import EditionAdmin

__all__ = ["AuditAdmin", "CharacterAdmin", "EditionAdmin"]
