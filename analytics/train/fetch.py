"""Getting the public data sets, from the network or from a folder, checked against their checksums.

The checksums were computed from the files the shipped models were trained on. The upstream addresses are written down
from the projects' pages and could not be contacted where this was written; whatever they answer, only files with the
right checksum are kept.
"""

from __future__ import annotations

import hashlib
import io
import shutil
import tempfile
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from analytics.exceptions import DatasetError

_NEWSMTSC = "https://raw.githubusercontent.com/fhamborg/NewsMTSC/main/NewsSentiment/experiments/default/datasets"
_POLNEAR = "https://github.com/networkdynamics/PolNeAR/archive/refs/heads/master.zip"
_TIMEOUT = 60  # seconds without an answer
_MAX_FILE = 50 * 2**20
_MAX_ARCHIVE = 500 * 2**20
_MAX_UNPACKED = 500 * 2**20

NEWSMTSC_FILES: Mapping[str, tuple[str, str]] = {
    "train.jsonl": (
        f"{_NEWSMTSC}/newsmtsc-rw/train.jsonl",
        "fb80ff05993dd59016c36abefaa7bd00d77cb0cb38a781c1f9edd9ad7c61471e",
    ),
    "dev_rw.jsonl": (
        f"{_NEWSMTSC}/newsmtsc-rw/dev.jsonl",
        "d62a327eefa17f63c66ed221f31d0b4e140b46c58bdd9680df562523c860bf4b",
    ),
    "dev_mt.jsonl": (
        f"{_NEWSMTSC}/newsmtsc-mt/dev.jsonl",
        "728602b11d63deb64874e1933bb6b832596a25fd711235cc38d022d839b03738",
    ),
}
POLNEAR_SPLITS = ("train", "dev")
POLNEAR_SHA256 = "4fa924cad6f964be5e08ae79d89035c2412d2c98106fca3ce7211fd62e017d35"


@dataclass(frozen=True)
class Fetched:
    """A data set that is in place, and how many files it has."""

    name: str
    folder: Path
    files: int


def fetch_datasets(
    destination: Path, source: Path | None = None, progress: Callable[[str], None] = lambda _: None
) -> list[Fetched]:
    """Put NewsMTSC and PolNeAR into ``destination``, from the folder ``source`` or else from upstream.

    ``source`` holds the folders ``newsmtsc`` and ``polnear``, or one of them. Each set is checked whole before it takes
    its place, so that a failure leaves what was there. Raises ``DatasetError`` when a file cannot be had, is too large
    or has another checksum.
    """
    if source is None:
        wanted: dict[str, Callable[[Path], None]] = {"newsmtsc": _download_newsmtsc, "polnear": _download_polnear}
    else:
        wanted = {
            name: lambda draft, folder=source / name: _copy(folder, draft)  # type: ignore[misc]
            for name in ("newsmtsc", "polnear")
            if (source / name).is_dir()
        }
        if not wanted:
            raise DatasetError(f"{source} has no folder newsmtsc or polnear; name the folder that holds them.")
    return [_install(name, destination, fill, progress) for name, fill in wanted.items()]


def _install(name: str, destination: Path, fill: Callable[[Path], None], progress: Callable[[str], None]) -> Fetched:
    progress(f"Fetching {name}.")
    try:
        destination.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=destination, prefix=".fetching-") as temporary:
            draft = Path(temporary) / name
            draft.mkdir()
            fill(draft)
            (verify_newsmtsc if name == "newsmtsc" else verify_polnear)(draft)
            target = destination / name
            if target.exists():
                target.rename(Path(temporary) / "replaced")
            draft.rename(target)
    except OSError as error:
        raise DatasetError(f"{destination} cannot be written; name a folder you may write to.") from error
    files = sum(path.is_file() for path in target.rglob("*"))
    progress(f"{name}: {files} files in {target}, checked.")
    return Fetched(name, target, files)


def verify_newsmtsc(folder: Path) -> None:
    """Check every file of NewsMTSC. Raises ``DatasetError`` naming the first that is not as it should be."""
    for name, (_, expected) in NEWSMTSC_FILES.items():
        path = folder / name
        if not path.is_file():
            raise DatasetError(f"NewsMTSC's {name} is missing; get the data set again.")
        if hashlib.sha256(path.read_bytes()).hexdigest() != expected:
            raise DatasetError(f"NewsMTSC's {name} is not the file this version knows; get the data set again.")


def verify_polnear(folder: Path) -> None:
    """Check PolNeAR's train and dev splits as a whole. Raises ``DatasetError`` when anything differs."""
    if polnear_fingerprint(folder) != POLNEAR_SHA256:
        raise DatasetError("PolNeAR's train and dev files are not those this version knows; get the data set again.")


def polnear_fingerprint(folder: Path) -> str:
    """Return one sha256 over the sorted lines "path sha256" of all files of the train and dev splits."""
    digest = hashlib.sha256()
    for split in POLNEAR_SPLITS:
        for path in sorted((folder / split).rglob("*"), key=lambda p: p.relative_to(folder).as_posix()):
            if path.is_file():
                checksum = hashlib.sha256(path.read_bytes()).hexdigest()
                digest.update(f"{path.relative_to(folder).as_posix()} {checksum}\n".encode())
    return digest.hexdigest()


def _copy(source: Path, draft: Path) -> None:
    total = 0
    for path in sorted(source.rglob("*")):
        if path.is_symlink() or not path.is_file():
            continue
        total += path.stat().st_size
        if total > _MAX_UNPACKED:
            raise DatasetError(f"{source} is larger than 500 MB; name the folder of the data set alone.")
        copy = draft / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)


def _download(address: str, limit: int) -> bytes:
    try:
        with urllib.request.urlopen(address, timeout=_TIMEOUT) as answer:  # noqa: S310 (our own https addresses)
            data: bytes = answer.read(limit + 1)
    except (urllib.error.URLError, OSError) as error:
        raise DatasetError(
            f"{address} cannot be reached; download the data sets elsewhere and name their folder with --source."
        ) from error
    if len(data) > limit:
        raise DatasetError(f"{address} answers with more than {limit // 2**20} MB; nothing was kept.")
    return data


def _download_newsmtsc(draft: Path) -> None:
    for name, (address, _) in NEWSMTSC_FILES.items():
        (draft / name).write_bytes(_download(address, _MAX_FILE))


def _download_polnear(draft: Path) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(_download(_POLNEAR, _MAX_ARCHIVE))) as archive:
            _unpack(archive, draft)
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise DatasetError(f"{_POLNEAR} does not answer with an archive; use --source instead.") from error


def _unpack(archive: zipfile.ZipFile, draft: Path) -> None:
    """Write the members under train/ and dev/, wherever in the archive these folders are."""
    total = 0
    for member in archive.infolist():
        parts = PurePosixPath(member.filename).parts
        split = next((k for k, part in enumerate(parts) if part in POLNEAR_SPLITS), None)
        if split is None or member.is_dir() or ".." in parts or "\\" in member.filename:
            continue
        total += member.file_size
        if total > _MAX_UNPACKED:
            raise DatasetError("PolNeAR's archive unpacks to more than 500 MB; nothing was kept.")
        target = draft.joinpath(*parts[split:])
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(archive.read(member))
