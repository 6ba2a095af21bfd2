"""Characters: what editors draft, what the public reads, and what is suggested."""

from characters.models.collections import Collection, CollectionMember
from characters.models.drafts import (
    FIELDS,
    LICENCES,
    WHOLE,
    Character,
    Remark,
    SimilarityLink,
    StarterQuestion,
    validate_anchor,
    validate_year,
)
from characters.models.editions import EMBEDDING_FLOATS, Edition, Passage, Redirect, Schedule
from characters.models.search import NO_YEAR, KnownWord, SearchEntry
from characters.models.suggestions import Meaning, SimilaritySuggestion

__all__ = [
    "EMBEDDING_FLOATS",
    "FIELDS",
    "LICENCES",
    "NO_YEAR",
    "WHOLE",
    "Character",
    "Collection",
    "CollectionMember",
    "Edition",
    "KnownWord",
    "Meaning",
    "Passage",
    "Redirect",
    "Remark",
    "Schedule",
    "SearchEntry",
    "SimilarityLink",
    "SimilaritySuggestion",
    "StarterQuestion",
    "validate_anchor",
    "validate_year",
]
