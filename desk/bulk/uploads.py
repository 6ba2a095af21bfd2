"""What editors upload and download in bulk: kept for a week where all processes find it, and served to nobody else."""

import datetime as dt
import secrets
import zipfile
from collections.abc import Iterable
from pathlib import PurePosixPath

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

UPLOADS, DOWNLOADS = "imports", "exports"
KEPT = dt.timedelta(days=7)
CHUNK = 1_000_000


def keep_uploads(files: Iterable[UploadedFile]) -> str:
    """Store all of them as one zip under a name that nobody can guess; that name."""
    name = default_storage.save(f"{UPLOADS}/{secrets.token_urlsafe(16)}.zip", ContentFile(b""))
    seen = set()
    with (
        default_storage.open(name, "wb") as stored,
        zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for number, file in enumerate(files):
            path = _plain(file.name)
            path = f"{number}/{path}" if path in seen else path
            seen.add(path)
            with archive.open(path, "w") as entry:
                for chunk in file.chunks(CHUNK):
                    entry.write(chunk)
    return name


def _plain(name: str) -> str:
    """Of a file's name only what is no path, for the report."""
    return "".join(c for c in PurePosixPath(name.replace("\\", "/")).name if c.isprintable())[-120:] or "file"


def keep_download(data: bytes, ending: str) -> str:
    """Store what was exported under a name that nobody can guess; that name."""
    return default_storage.save(f"{DOWNLOADS}/{secrets.token_urlsafe(16)}.{ending}", ContentFile(data))


def opened(name: str) -> File:
    """:raises FileNotFoundError: once its week is over."""
    return default_storage.open(name)


def clear():
    """Delete what is older than a week. May run twice."""
    before = timezone.now() - KEPT
    for folder in (UPLOADS, DOWNLOADS):
        if not default_storage.exists(folder):
            continue
        for name in default_storage.listdir(folder)[1]:
            path = f"{folder}/{name}"
            if default_storage.get_modified_time(path) < before:
                default_storage.delete(path)
