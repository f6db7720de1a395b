"""The gate for every uploaded file (上传检查): judged by content, scanned, cleaned, stored under a blind name."""

from .faults import Fault, UploadRefused
from .gate import DOCUMENTS, PICTURES, SIGNED, Examined, examine
from .kinds import CONTENT_TYPES, accept_of, labels_of, largest
from .names import clean_name
from .serving import hand_out

__all__ = [
    "CONTENT_TYPES",
    "DOCUMENTS",
    "PICTURES",
    "SIGNED",
    "Examined",
    "Fault",
    "UploadRefused",
    "accept_of",
    "clean_name",
    "examine",
    "hand_out",
    "labels_of",
    "largest",
]
