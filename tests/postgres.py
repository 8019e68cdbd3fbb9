"""A PostgreSQL server of one's own, for as long as the tests run, and an empty store on it for every test."""

from __future__ import annotations

import getpass
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import URL, NullPool, create_engine, make_url

from analytics.store import open_store, schema


@dataclass
class Databases:
    """Lends databases on a server. ``url`` is that of its ``postgres`` database, as a user who may make others."""

    url: URL
    _made: list[str] = field(default_factory=list)
    _free: list[str] = field(default_factory=list)

    @contextmanager
    def store(self) -> Iterator[str]:
        """Lend a store that is empty and up to date; it is emptied and lent again, which is quicker than a new one."""
        if self._free:
            url = self._free.pop()
        else:
            url = self.new()
            open_store(url).close()
        yield url
        tables = ", ".join(f'"{table.name}"' for table in schema.metadata.sorted_tables if table is not schema.meta)
        zero = "UPDATE meta SET value = 0 WHERE key <> 'schema_version'"
        self.execute(f"TRUNCATE {tables}", zero, url=make_url(url))
        self._free.append(url)

    def new(self) -> str:
        """Return the URL of a new database without any table."""
        name = f"onrecord_{os.getpid()}_{len(self._made)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        self._made.append(name)
        return self.url.set(database=name).render_as_string(hide_password=False)

    def execute(self, *statements: str, url: URL | None = None) -> None:
        """Run statements outside any transaction, on the server's own database unless another is named."""
        engine = create_engine(url or self.url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)

    def drop_all(self) -> None:
        """Drop every database that was made."""
        self.execute(*(f"DROP DATABASE {name} WITH (FORCE)" for name in self._made))


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
    options = [
        "listen_addresses=",
        "max_connections=300",
        "fsync=off",
        "synchronous_commit=off",
        "full_page_writes=off",
    ]
    told = " ".join(["-k", str(folder), *(f"-c {option}" for option in options)])
    try:
        run("initdb", [*asking, "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"])
        run("pg_ctl", ["start", "-w", "-s", "-l", str(folder / "log"), "-o", told])
        yield make_url(f"postgresql+psycopg://onrecord:secret@/postgres?host={folder}")
    finally:
        run("pg_ctl", ["stop", "-s", "-m", "immediate"])
        shutil.rmtree(folder)


def given() -> URL | None:
    """Return the server that ``ONRECORD_TEST_POSTGRES`` names, to be used instead of one of our own."""
    url = os.environ.get("ONRECORD_TEST_POSTGRES")
    return make_url(url).set(drivername="postgresql+psycopg") if url else None
