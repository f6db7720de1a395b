"""The files of an instance (上传的材料), wherever they are kept: a folder or S3-compatible storage."""

import hashlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

from django.core.files.base import File
from django.core.files.storage import default_storage

from .rows import BackupFault

PIECE = 1024 * 1024
FOLDER = "files/"


def names() -> Iterator[str]:
    """Yield the names of all files, in order."""
    yield from sorted(_below(""))


def _below(folder: str) -> Iterator[str]:
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in files:
        yield f"{folder}{name}"
    for name in folders:
        if name:
            yield from _below(f"{folder}{name}/")


def copy(source: BinaryIO, target: BinaryIO | None) -> tuple[int, str]:
    """Copy a file piece by piece; return its size in bytes and its SHA-256. Without a target it is only read."""
    size, whole = 0, hashlib.sha256()
    while piece := source.read(PIECE):
        size += len(piece)
        whole.update(piece)
        if target is not None:
            target.write(piece)
    return size, whole.hexdigest()


def sound(name: str) -> str:
    """Return a name that stays below the store; raises BackupFault for any other."""
    path = PurePosixPath(name)
    if not name or path.is_absolute() or ".." in path.parts or "\\" in name or "\0" in name:
        raise BackupFault(f"备份文件中有不合规的文件名“{name[:80]}”，没有恢复。请换一份备份。")
    return name


def put(name: str, source: BinaryIO) -> None:
    """Store a file under exactly this name; raises BackupFault where one is there already."""
    if default_storage.exists(name):
        raise BackupFault(f"上传目录里已有“{name}”。只能恢复到空的实例，请换一个空的 MEDIA_ROOT 或存储桶。")
    kept = default_storage.save(name, File(source, name=name))
    if kept != name:
        default_storage.delete(kept)
        raise BackupFault(f"“{name}”不能按原名保存。请检查存储的设置。")


def take_away(stored: list[str]) -> None:
    """Delete files that were stored in vain."""
    for name in stored:
        default_storage.delete(name)
