"""The tables of what is said: conversations, the writing of replies, allowances, verdicts."""

from chat.models.allowances import Allowance, QuestionChoice
from chat.models.conversations import Conversation, Message, Note, Share, may_try_drafts
from chat.models.generations import RUNNING, Citation, Generation
from chat.models.verdicts import Rating, Report

__all__ = [
    "RUNNING",
    "Allowance",
    "Citation",
    "Conversation",
    "Generation",
    "Message",
    "Note",
    "QuestionChoice",
    "Rating",
    "Report",
    "Share",
    "may_try_drafts",
]
