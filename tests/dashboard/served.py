"""The command that serves, in a process of its own, and a browser of few words to ask it with."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from analytics.store import open_store
from analytics.store.users import add_user
from analytics.types import Role
from tests.dashboard import world
from tests.dashboard.conftest import write_stories

PASSWORD = "four plain English words"


def store_with_users(folder: Path) -> str:
    """Return the address of a small store in which a viewer, an editor and an admin, named so, may log in."""
    url = write_stories(folder / "users.db", [*world.stories(4), world.hostile_story()])
    store = open_store(url)
    for role in Role:
        add_user(store, role.value, role, PASSWORD)
    store.close()
    return url


@contextmanager
def serving(store_url: str, *options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Run ``onrecord serve`` with ``options`` on a free port; yield its address and process, which is stopped.

    What it writes to standard error goes to standard output, after its greeting.
    """
    command = [sys.executable, "-m", "analytics.cli", "serve", "--store", store_url, "--port", "0", *options]
    with subprocess.Popen(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        try:
            assert process.stdout is not None
            whom = "those who log in" if "--auth" in options else "this machine only"
            line = rf"OnRecord is at (http://127\.0\.0\.1:\d+), for {whom}"
            greeting = re.match(line, process.stdout.readline())
            assert greeting is not None
            yield greeting[1], process
        finally:
            process.terminate()
            process.wait(30)


def token_in(page: str) -> str:
    """Return the token of the form in ``page``."""
    found = re.search(r'name="csrf_token" type="hidden" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def log_in(browser: requests.Session, address: str, name: str, password: str = PASSWORD) -> requests.Response:
    """Fill in the log-in page as a person would."""
    token = token_in(browser.get(f"{address}/login", timeout=30).text)
    form = {"csrf_token": token, "name": name, "password": password}
    return browser.post(f"{address}/login", data=form, allow_redirects=False, timeout=30)
