"""Posts, their versions, signatures, receipts and rosters of topics (稿件审核的数据)."""

from .lexicon import AlarmDecision, Lexicon, LexiconTerm, LexiconUpload
from .posts import Attachment, Comment, EditLock, Post, Version
from .publishing import Authorisation, Receipt, Retraction, Violation
from .signing import Answers, Disposition, Grading
from .topics import FrozenTopic

__all__ = [
    "AlarmDecision",
    "Answers",
    "Attachment",
    "Authorisation",
    "Comment",
    "Disposition",
    "EditLock",
    "FrozenTopic",
    "Grading",
    "Lexicon",
    "LexiconTerm",
    "LexiconUpload",
    "Post",
    "Receipt",
    "Retraction",
    "Version",
    "Violation",
]
