"""A PostgreSQL server of one's own, for as long as the tests run, and a fresh database on it for every test."""

from __future__ import annotations

import getpass
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from sqlalchemy import URL, Engine, create_engine, make_url

from analytics.store import open_store

_TEMPLATE = "onrecord_template"


@dataclass
class Databases:
    """Makes databases on a server. ``url`` is that of its ``postgres`` database, as a user who may make others."""

    url: URL
    _made: list[str] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=count)

    def new_store(self) -> str:
        """Return the URL of a new store that is empty and up to date."""
        if _TEMPLATE not in self._made:
            open_store(self.new_database(_TEMPLATE)).close()
        return self.new_database(template=_TEMPLATE)

    def new_database(self, name: str | None = None, template: str = "template0") -> str:
        """Return the URL of a new database, without any table unless ``template`` has some."""
        name = name or f"onrecord_{os.getpid()}_{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        self._made.append(name)
        return self.url.set(database=name).render_as_string(hide_password=False)

    def execute(self, *statements: str) -> None:
        """Run statements on the server, outside any transaction."""
        engine = self._engine()
        with engine.connect() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
        engine.dispose()

    def drop_all(self) -> None:
        """Drop every database that was made."""
        self.execute(*(f"DROP DATABASE {name} WITH (FORCE)" for name in self._made))

    def _engine(self) -> Engine:
        return create_engine(self.url, isolation_level="AUTOCOMMIT")


def binaries() -> Path | None:
    """Return the folder of the newest server's programs; Debian keeps them out of the path."""
    found = shutil.which("pg_ctl")
    if found and shutil.which("initdb"):
        return Path(found).parent
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(folders, key=lambda path: int(path.parent.name), default=None)


@contextmanager
def server(programs: Path) -> Iterator[URL]:
    """Run a throw-away server that only a socket reaches and that wants a password; it never runs as root."""
    user = "postgres" if os.getuid() == 0 else getpass.getuser()
    folder = Path(tempfile.mkdtemp(prefix="onrecord-pg-"))  # not pytest's: those are closed to others and too long
    (folder / "password").write_text("secret")
    if os.getuid() == 0:
        for path in (folder, folder / "password"):
            shutil.chown(path, user)
    data = str(folder / "data")

    def run(program: str, arguments: Sequence[str]) -> None:
        before = ["runuser", "-u", user, "--"] if os.getuid() == 0 else []
        command = [*before, str(programs / program), "-D", data, *arguments]
        subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, timeout=60)

    asking = ["--auth=scram-sha-256", f"--pwfile={folder / 'password'}", "--username=onrecord"]
    fast = f"-k {folder} -c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    try:
        run("initdb", [*asking, "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"])
        run("pg_ctl", ["start", "-w", "-s", "-l", str(folder / "log"), "-o", fast])
        yield make_url(f"postgresql+psycopg://onrecord:secret@/postgres?host={folder}")
    finally:
        run("pg_ctl", ["stop", "-s", "-m", "immediate"])
        shutil.rmtree(folder)


def given() -> URL | None:
    """Return the server that ``ONRECORD_TEST_POSTGRES`` names, to be used instead of one of our own."""
    url = os.environ.get("ONRECORD_TEST_POSTGRES")
    return make_url(url).set(drivername="postgresql+psycopg") if url else None
