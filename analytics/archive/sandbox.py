"""The worker's side of its analyst: started when needed, replaced when a story has killed it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from multiprocessing.connection import Connection
from typing import Any

from analytics.archive.job import Job
from analytics.archive.parts import Scored
from analytics.ingest.readers import RawStory, Skipped, SkipReason

_TRIES = 2  # for one story: the first death may have had another cause, such as a machine short of memory
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
_OF_THREAD = threading.local()


class Sandbox:
    """An analyst in a process of its own, which loads the models once and uses one thread."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection[Any, Any] | None = None

    def analyse(self, story: RawStory) -> Scored | Skipped:
        """Return a story's analysis, or why there is none; at worst the analyst dies of it, twice.

        Raises ``ClusterError`` when this machine does not have what the run has, ``ModelError`` when a model is
        damaged, and ``ChildProcessError`` when the analyst dies before it has its models.
        """
        ended = 0
        for _ in range(_TRIES):
            connection = self._started()
            try:
                connection.send(story)
                result: Scored | Skipped | Exception = connection.recv()
            except (EOFError, OSError):
                ended = self.close()
                continue
            if isinstance(result, Exception):
                raise result
            return result
        return Skipped(story.where, SkipReason.UNREADABLE, self._cause(ended))

    def close(self) -> int:
        """End the analyst and return its exit status; 0 when there is none."""
        if self._connection is None or self._process is None:
            return 0
        self._connection.close()
        status = self._process.wait()
        self._connection = self._process = None
        return status

    def _started(self) -> Connection[Any, Any]:
        if self._process is not None and self._process.poll() is not None:  # idle for long, or killed meanwhile
            self.close()
        if self._connection is None:
            ours, theirs = socket.socketpair()
            command = [sys.executable, "-m", "analytics.archive.analyst", str(theirs.fileno())]
            environment = {**os.environ, **_ONE_THREAD}
            self._process = subprocess.Popen(command, pass_fds=[theirs.fileno()], env=environment, stdout=sys.stderr)
            theirs.close()
            self._connection = Connection(ours.detach())
            self._greet(self._connection)
        return self._connection

    def _greet(self, connection: Connection[Any, Any]) -> None:
        try:
            connection.send(self.job)
            problem = connection.recv()
        except (EOFError, OSError) as error:
            raise ChildProcessError(f"An analyst ended with status {self.close()} before it had its models.") from error
        if problem is not None:
            self.close()
            raise problem

    def _cause(self, ended: int) -> str:
        if ended == -signal.SIGALRM:
            return f"The story took longer than {self.job.time_limit:g} seconds."
        how = signal.Signals(-ended).name if ended < 0 else f"exit status {ended}"
        return f"The story ended the process that read it ({how})."


def sandbox_of_thread(job: Job) -> Sandbox:
    """Return this thread's sandbox for ``job``; the one of another job is closed."""
    sandbox: Sandbox | None = getattr(_OF_THREAD, "sandbox", None)
    if sandbox is None or sandbox.job != job:
        if sandbox is not None:
            sandbox.close()
        sandbox = _OF_THREAD.sandbox = Sandbox(job)
    return sandbox
