"""Backing up an instance whole and bringing it back (备份与恢复): one archive for both databases, digests compared."""

from .making import make
from .restoring import restore
from .rows import BackupFault, Contents
from .testing import check

__all__ = ["BackupFault", "Contents", "check", "make", "restore"]
