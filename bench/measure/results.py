"""Writes what was measured: one JSON line each, appended to a file that keeps the sittings before; a short line for people."""

import datetime
import json
import os
import platform
import statistics
from environment import DBT, ROOT, WORK, mariadb, psql
from process import version

FILE = os.environ.get("BENCH_RESULTS", os.path.join(WORK, "results.jsonl"))
SITTING = os.environ.get("BENCH_SITTING") or datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")


def write(piece, work, tool, **figures):
    line = {"sitting": SITTING, "piece": piece, "work": work, "tool": tool, **figures}
    line = {key: value for key, value in line.items() if value is not None}
    with open(FILE, "a") as f:
        f.write(json.dumps(line) + "\n")
    shown = {key: value for key, value in line.items() if key not in ("sitting", "piece", "work", "tool", "all_seconds")}
    print(f"{piece:8} {work:34} {tool:32} " + " ".join(f"{k}={v}" for k, v in shown.items()), flush=True)


def write_runs(piece, work, tool, runs, **more):
    """The median run of several; `runs` holds Run objects."""
    middle = sorted(runs, key=lambda run: run.seconds)[(len(runs) - 1) // 2]
    servers = [run.server_cpu_s for run in runs]
    write(
        piece,
        work,
        tool,
        seconds=round(statistics.median(run.seconds for run in runs), 3),
        cpu_s=round(middle.cpu_s, 2),
        server_cpu_s=None if None in servers else round(statistics.median(servers), 1),
        peak_mb=round(max(run.peak_mb for run in runs)),
        load=round(max(run.load for run in runs), 1),
        all_seconds=[round(run.seconds, 3) for run in runs],
        **more,
    )


def write_sitting(pieces):
    """What the figures of this sitting were measured on, and with."""
    import duckdb

    commit = version("git", "-C", ROOT, "rev-parse", "--short", "HEAD")
    changed = version("git", "-C", ROOT, "status", "--porcelain", "--untracked-files=no", "--", "src")
    line = {
        "sitting": SITTING,
        "piece": "sitting",
        "started": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        "pieces": pieces,
        "scale_factor": os.environ.get("BENCH_SF", "1"),
        "machine": {
            "cores": os.cpu_count(),
            "processor": _processor(),
            "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
            "system": f"{platform.system()} {platform.release()}",
        },
        "versions": {
            "dvt": f"commit {commit}{' with changes' if changed else ''}",
            "Node": version("node", "--version"),
            "PostgreSQL": psql("SHOW server_version"),
            "MariaDB": mariadb("SELECT version()"),
            "DuckDB and its scanners": duckdb.__version__,
            **_packages(),
        },
        "load": round(os.getloadavg()[0], 1),
    }
    with open(FILE, "a") as f:
        f.write(json.dumps(line) + "\n")


def write_end(seconds):
    with open(FILE, "a") as f:
        f.write(json.dumps({"sitting": SITTING, "piece": "end", "seconds": round(seconds)}) + "\n")


def _processor():
    with open("/proc/cpuinfo") as f:
        return next((line.split(":")[1].strip() for line in f if line.startswith("model name")), platform.machine())


def _packages():
    from importlib.metadata import PackageNotFoundError, version as installed

    found = {}
    for shown, name in (("ConnectorX", "connectorx"), ("ADBC", "adbc-driver-postgresql"), ("Sling", "sling-linux-amd64")):
        try:
            found[shown] = installed(name)
        except PackageNotFoundError:
            pass
    if os.path.exists(DBT):
        python = os.path.join(os.path.dirname(os.path.realpath(os.path.dirname(DBT))), "bin", "python")
        asked = "from importlib.metadata import version as v; print(v('dbt-core'), 'with dbt-duckdb', v('dbt-duckdb'))"
        found["dbt"] = version(python, "-c", asked)
    return found
