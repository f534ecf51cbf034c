"""Runs one job in a fresh process and says what it took.

`seconds` is the wall time of the whole process, connecting and closing included; of a job that says when its work is done
(`done`, or the line DONE of a Command) what it does after, to check it, does not count. `cpu_s` and `peak_mb` (largest
resident set, that of the check included) belong to the process and its children. `server_cpu_s` is what both database servers spent meanwhile, whoever asked.
"""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from environment import WORK

DONE = b"done\n"
TIMEOUT_SECONDS = int(os.environ.get("TIMEOUT", "600"))


@dataclass
class Command:
    """A program; what it prints is the job's value where `captured`, else thrown away."""

    words: list
    folder: str | None = None
    variables: dict = field(default_factory=dict)
    captured: bool = False


@dataclass
class Run:
    value: object
    seconds: float
    cpu_s: float
    peak_mb: float
    server_cpu_s: float | None
    load: float


def _ticks(pid):
    try:
        with open(f"/proc/{pid}/stat") as f:
            fields = f.read().rsplit(")", 1)[1].split()
    except OSError:
        return 0
    return sum(int(fields[i]) for i in (11, 12, 13, 14))  # user, system, and reaped children's


def server_cpu():
    """CPU seconds that both servers and their living children have used; None where they are not ours."""
    total = 0
    for name in ("pg/data/postmaster.pid", "mariadb/run/server.pid"):
        try:
            with open(os.path.join(WORK, name)) as f:
                pid = f.readline().strip()
            with open(f"/proc/{pid}/task/{pid}/children") as f:
                children = f.read().split()
        except OSError:
            return None
        total += sum(_ticks(p) for p in [pid, *children])
    return total / os.sysconf("SC_CLK_TCK")


def once(job):
    """Runs a function (its result is the value) or a Command; RuntimeError with what it said when it fails."""
    sys.stdout.flush()
    spent, load = server_cpu(), os.getloadavg()[0]
    with tempfile.TemporaryFile("w+", dir=WORK) as said:
        read, write = os.pipe()
        start = time.perf_counter()
        pid = os.fork()
        if pid == 0:
            os.close(read)
            os.dup2(said.fileno(), 2)
            _child(job, write)
        os.close(write)
        with os.fdopen(read, "rb") as pipe:
            text, at_work = pipe.readline(), None
            if text == DONE:
                at_work = (time.perf_counter() - start, _ticks(pid) / os.sysconf("SC_CLK_TCK"))
                text = b""
            text += pipe.read()
        _, status, usage = os.wait4(pid, 0)
        seconds, cpu = at_work or (time.perf_counter() - start, usage.ru_utime + usage.ru_stime)
        if status != 0:
            said.seek(0)
            last = (said.read() + text.decode(errors="replace")).strip().splitlines()[-3:]
            told = re.sub("\x1b\\[[0-9;]*m", "", " ".join(last))
            raise RuntimeError(f"exit status {os.waitstatus_to_exitcode(status)}: {told}"[:400])
    time.sleep(0.3)  # let closed backends be reaped
    server = None if spent is None else server_cpu() - spent
    value = text.decode() if isinstance(job, Command) else json.loads(text)
    return Run(value, seconds, cpu, usage.ru_maxrss / 1024, server, load)


def done():
    """Called by a job when its work is done and only the check is left."""
    os.write(_pipe, DONE)


def _child(job, write):
    global _pipe
    _pipe = write
    signal.alarm(TIMEOUT_SECONDS)  # also outlives exec
    code = 1
    try:
        if isinstance(job, Command):
            os.dup2(write if job.captured else os.open(os.devnull, os.O_WRONLY), 1)
            if job.folder:
                os.chdir(job.folder)
            os.environ.update(job.variables)
            os.execvp(job.words[0], job.words)
        os.write(write, json.dumps(job()).encode())
        code = 0
    except BaseException as error:  # the parent reports it
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def version(*words):
    """The first line that a program says of itself; None where it is not there."""
    try:
        said = subprocess.run(words, capture_output=True, text=True, timeout=60)
    except OSError:
        return None
    lines = (said.stdout + said.stderr).strip().splitlines()
    return lines[0].strip() if lines else None
