"""The 22 queries as 22 models of one `dvt run`, everything included, results published in PostgreSQL; and the same with
`memory_limit: 500MB`, where the largest resident set is what counts."""

import os
import shutil
import subprocess
import project
import reference
import scanners
from compete import Contestant, compete
from environment import DVT, psql_command, read_query
from process import Command

TARGET = os.environ.get("TPCH_TARGET", "dvt_tpch")
LIMIT = "500MB"


def _target_command():
    words = psql_command()
    return [*words[:-1], words[-1].rsplit("/", 1)[0] + f"/{TARGET}"]


def _empty_target():
    """What an earlier run published must not stand for this one's result."""
    subprocess.run([*_target_command(), "-c", "DROP SCHEMA public CASCADE; CREATE SCHEMA public"], check=True)


def _dvt(folder):
    def before():
        _empty_target()
        shutil.rmtree(os.path.join(folder, "target"), ignore_errors=True)

    def right(_):
        failed = project.last_run(folder)[1]
        return not failed and all(_published_right(name) for name in project.QUERIES)

    return {
        "job": lambda: Command([*DVT, "run"], folder=folder),
        "before": before,
        "right": right,
        "figures": lambda _: {"rows": project.last_run(folder)[0]},
        "fetches": True,
    }


def _published_right(name):
    """A table has no order."""
    sql = f"COPY {name} TO STDOUT (FORMAT csv, NULL 'None')"
    import csv

    text = subprocess.check_output([*_target_command(), "-c", sql], text=True)
    rows = [[cell.rstrip() for cell in row] for row in reference.comparable(list(csv.reader(text.splitlines())))]
    expected = [[cell.rstrip() for cell in row] for row in reference.answer(name)]
    return sorted(rows) == sorted(expected)


def _scanners(settings):
    def job():
        con = scanners.with_views(settings)
        return {name: reference.comparable(con.execute(read_query(name)).fetchall()) for name in project.QUERIES}

    return lambda: job


def _right_answers(found):
    return all(reference.same(found[name], reference.answer(name)) is not False for name in project.QUERIES)


def run():
    compete("models", "22 models in one run", [Contestant("dvt run", **_dvt(project.make("models", [])))])


def run_memory():
    folder = project.make("models-memory", [], LIMIT)
    compete(
        "memory",
        f"22 queries, memory_limit {LIMIT}",
        [
            Contestant("dvt run", **_dvt(folder)),
            Contestant("DuckDB scanners", _scanners([f"memory_limit='{LIMIT}'"]), right=_right_answers),
        ],
        runs=1,
    )
