"""Each of the 22 queries of TPC-H, and s1 to s4, alone: one after another in one process, both connections open before.

Neither starting nor connecting counts for either side. A query's time begins when the answer before it is complete and
ends with its own last row, so for dvt it holds compiling, planning, asking the sources for statistics, extracting and
computing; nothing is published. The tools take turns, pass by pass; a first pass of each goes through the counter of bytes
and is not timed.
"""

import json
import os
import statistics
import subprocess
import time
import project
import reference
import results
import scanners
from environment import DVT, read_query
from process import once
from sockets import counted

ALL = [*project.QUERIES, *project.SHORT]
PASSES = int(os.environ.get("RUNS", "5"))
DVT_TOOL, SCANNERS_TOOL = "dvt", "DuckDB scanners"


def dvt_pass(folder, counter=None):
    """`dvt show` prints one answer after another; the first, `a_warm`, opens the connections."""
    words = [*DVT, "show", "--select", "a_warm", *ALL, "--limit", "-1", "--output", "json"]
    started = subprocess.Popen(words, cwd=folder, stdout=subprocess.PIPE, text=True)
    found, document, before, bytes_before = {}, [], None, None
    for line in started.stdout:
        document.append(line)
        if line != "}\n":
            continue
        now, bytes_now = time.perf_counter(), counter.read() if counter else None
        shown = json.loads("".join(document))
        document = []
        if before is None and shown["node"] != "a_warm":
            raise RuntimeError(f"{shown['node']} was shown first")
        if before is not None:
            rows = [list(row.values()) for row in shown["show"]]
            found[shown["node"]] = _figures(now - before, rows, bytes_before, bytes_now)
        before, bytes_before = now, bytes_now
    if started.wait() != 0:
        raise RuntimeError(f"dvt show ended with exit status {started.returncode}")
    return found


def scanners_pass(settings=(), counter=None):
    con = scanners.with_views(settings)
    con.execute("SELECT count(*) FROM customer, nation WHERE c_nationkey = n_nationkey").fetchall()
    found = {}
    for name in ALL:
        sql, bytes_before, before = read_query(name), counter.read() if counter else None, time.perf_counter()
        rows = con.execute(sql).fetchall()
        seconds = time.perf_counter() - before
        found[name] = _figures(seconds, rows, bytes_before, counter.read() if counter else None)
    return found


def _figures(seconds, rows, before, after):
    fetched = before and {side: after[side] - before[side] for side in ("pg", "my")}
    return {"seconds": seconds, "answer": reference.comparable(rows), "fetched": fetched}


def run():
    # Shown in the order of names, and after what they read: `a_warm` comes first.
    folder = project.make("queries", ["warm", *ALL])
    os.rename(os.path.join(folder, "models", "warm.sql"), os.path.join(folder, "models", "a_warm.sql"))
    passes = {DVT_TOOL: lambda counter=None: dvt_pass(folder, counter), SCANNERS_TOOL: lambda counter=None: scanners_pass((), counter)}
    with counted() as counter:
        bytes_ = {tool: once(lambda: take(counter)).value for tool, take in passes.items()}
    runs = {tool: [] for tool in passes}
    for _ in range(PASSES):
        for tool, take in passes.items():
            runs[tool].append(once(take))
    for name in ALL:
        for tool in passes:
            _tell_query(name, tool, [one.value[name] for one in runs[tool]], bytes_[tool][name])
    for tool in passes:
        _tell_all(tool, runs[tool], bytes_[tool])


def _tell_query(name, tool, taken, counted_):
    expected = reference.answer(name)
    right = [reference.same(one["answer"], expected) for one in [*taken, counted_]]
    seconds = [one["seconds"] for one in taken]
    results.write(
        "queries",
        name,
        tool,
        seconds=round(statistics.median(seconds), 3),
        fetched_mb=round(sum(counted_["fetched"].values()) / 1e6, 2),
        fetched_pg_mb=round(counted_["fetched"]["pg"] / 1e6, 2),
        fetched_my_mb=round(counted_["fetched"]["my"] / 1e6, 2),
        rows=len(counted_["answer"]),
        right=False if False in right else "padded" if "padded" in right else True,
        all_seconds=[round(one, 3) for one in seconds],
    )


def _tell_all(tool, runs, bytes_):
    for work, names in (("22 queries", project.QUERIES), ("s1 to s4", project.SHORT)):
        seconds = sum(statistics.median(run.value[name]["seconds"] for run in runs) for name in names)
        fetched = sum(sum(bytes_[name]["fetched"].values()) for name in names)
        results.write("queries", work, tool, seconds=round(seconds, 2), fetched_mb=round(fetched / 1e6, 1))
    results.write_runs("queries", "whole pass", tool, runs)

