"""Files that somebody sent: kept beside the store until the job that reads them has ended.

Names and content are hostile. A name only decides how the file is read; it is made harmless before it becomes a path.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import time
from pathlib import Path
from typing import IO

from platformdirs import user_data_path

from analytics.exceptions import InputError
from analytics.store.address import parse_address

MOST_BYTES = 20_000_000
"""Bytes of all files of one upload."""

_CHUNK = 65_536
_ABANDONED = 7 * 24 * 3600.0  # seconds after which nobody waits for an upload any more
_UPLOAD = re.compile(r"tmp\w+")  # as tempfile names folders
_ENDING = re.compile(r"(?:\.[a-z0-9]{1,8}){1,2}$")


def uploads_folder(store_url: str) -> Path:
    """Return the folder for uploads to a store: beside its file, or in the user's data folder for a server."""
    path = parse_address(store_url).path
    return user_data_path("onrecord") / "uploads" if path is None else path.absolute().with_name(f"{path.name}-uploads")


def new_upload(store_url: str) -> Path:
    """Make and return an empty folder for one upload. Raises ``InputError`` when it cannot be made."""
    folder = uploads_folder(store_url)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _clear_abandoned(folder)
        return Path(tempfile.mkdtemp(dir=folder))
    except OSError as error:
        raise InputError(f"Files cannot be kept in {folder}: {error.strerror}.") from error


def keep_file(upload: Path, name: str, stream: IO[bytes]) -> Path:
    """Copy ``stream`` into an upload, and return where it is.

    Raises ``InputError`` when the files of the upload together grow too large, or cannot be written.
    """
    kept = [path.stat().st_size for path in upload.iterdir()]
    left = MOST_BYTES - sum(kept)
    path = upload / f"{len(kept) + 1:04}-{_harmless(name)}"
    try:
        with path.open("xb") as file:
            while chunk := stream.read(min(_CHUNK, left + 1)):
                left -= len(chunk)
                if left < 0:
                    raise InputError(
                        f"Send at most {MOST_BYTES // 1_000_000} MB at once; use `onrecord ingest` for more."
                    )
                file.write(chunk)
    except OSError as error:
        raise InputError(f"The file could not be kept: {error.strerror}.") from error
    return path


def find_upload(store_url: str, name: str) -> Path:
    """Return the folder of an upload by its name. Raises ``InputError`` when it is not on this machine."""
    folder = uploads_folder(store_url) / name
    if not _UPLOAD.fullmatch(name) or not folder.is_dir():
        raise InputError("The files that were sent are not on this machine: let a worker run where the server does.")
    return folder


def shown_name(upload: Path, where: str) -> str:
    """Return a place in an upload, such as "dump.jsonl:17", as its sender knows it."""
    return re.sub(r"^\d{4}-", "", where.removeprefix(f"{upload}/"))


def remove_upload(upload: Path) -> None:
    """Remove the files of an upload."""
    shutil.rmtree(upload, ignore_errors=True)


def _harmless(name: str) -> str:
    """Return a name of letters, digits and few signs, with the ending that it had."""
    plain = re.sub(r"[^\w.-]+", "_", name.replace("\\", "/").rpartition("/")[2]).lower().lstrip(".")
    ending = _ENDING.search(plain)
    stem = plain[: ending.start()] if ending else plain
    return f"{stem[:40] or 'file'}{ending[0] if ending else ''}"


def _clear_abandoned(folder: Path) -> None:
    for old in folder.iterdir():
        if old.stat().st_mtime < time.time() - _ABANDONED:
            remove_upload(old)
