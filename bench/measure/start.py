"""What a person waits for before anything is computed: version, one model, a thousand views; and parsing large projects.
dbt-duckdb does the same over the same project."""

import json
import os
import shutil
import subprocess
from compete import Contestant, compete
from environment import BENCH, DBT, DVT, WORK
from process import Command

PROGRAMS = {"dvt": DVT, "dbt": [DBT]}
# Where one run of dbt's is long, it is made once.
DBT_RUNS = {1: 3, 1000: 1, 5000: 1}


def _chains(tool, models):
    """Views in chains of ten, on DuckDB with two threads. Each tool has its own copy, and its own database file."""
    folder = os.path.join(WORK, f"start-{tool}-{models}")
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(os.path.join(folder, "models"))
    with open(os.path.join(folder, "dbt_project.yml"), "w") as f:
        f.write("name: startup\nversion: '1.0'\nprofile: startup\nmodel-paths: [models]\n")
        f.write("flags: {send_anonymous_usage_stats: false}\n")
    with open(os.path.join(folder, "profiles.yml"), "w") as f:
        f.write("startup:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: x.duckdb, threads: 2}\n")
    for i in range(models):
        sql = "select 1 as id" if i % 10 == 0 else f"select id + 1 as id from {{{{ ref('m{i - 1:04d}') }}}}"
        with open(os.path.join(folder, "models", f"m{i:04d}.sql"), "w") as f:
            f.write(sql + "\n")
    return folder


def _command(tool, folder, *words):
    variables = {"DBT_PROFILES_DIR": folder, "DO_NOT_TRACK": "1"}
    return lambda: Command([*PROGRAMS[tool], *words], folder=folder, variables=variables)


def _remove(*path):
    target = os.path.join(*path)
    return lambda: shutil.rmtree(target, ignore_errors=True) if os.path.isdir(target) else _unlink(target)


def _unlink(path):
    if os.path.exists(path):
        os.remove(path)


def _views_right(folder, models):
    """Every view is there, and the last of a chain says how long the chain is."""

    def right(_):
        import duckdb

        with duckdb.connect(os.path.join(folder, "x.duckdb"), read_only=True) as con:
            count = con.execute("SELECT count(*) FROM duckdb_views() WHERE NOT internal").fetchone()[0]
            last = con.execute(f"SELECT id FROM m{models - 1:04d}").fetchone()[0]
        return count == models and last == (models - 1) % 10 + 1

    return right


def _manifest_right(folder, models):
    def right(_):
        with open(os.path.join(folder, "target", "manifest.json")) as f:
            nodes = json.load(f)["nodes"].values()
        return sum(node["resource_type"] == "model" for node in nodes) == models

    return right


def run():
    tools = [tool for tool in PROGRAMS if tool == "dvt" or os.path.exists(DBT)]
    folders = {tool: _chains(tool, 1) for tool in tools}
    compete("start", "--version", [Contestant(tool, _command(tool, folders[tool], "--version")) for tool in tools], runs=5)
    for models, work, runs in ((1, "run of one model", 5), (1000, "run of 1,000 views, 2 threads", 3)):
        folders = {tool: _chains(tool, models) for tool in tools}
        for tool in tools if models == 1 else []:
            once_ = _command(tool, folders[tool], "run")()
            subprocess.run(once_.words, cwd=once_.folder, env={**os.environ, **once_.variables}, capture_output=True)
        contestants = [
            Contestant(
                tool,
                _command(tool, folders[tool], "run"),
                before=_remove(folders[tool], "x.duckdb"),
                right=_views_right(folders[tool], models),
                runs=DBT_RUNS[models] if tool == "dbt" else runs,
            )
            for tool in tools
        ]
        compete("start", work, contestants)


def run_parse():
    tools = [tool for tool in PROGRAMS if tool == "dvt" or os.path.exists(DBT)]
    for models in (1000, 5000):
        folders = {}
        for tool in tools:
            folders[tool] = os.path.join(WORK, f"parse-{tool}-{models}")
            shutil.rmtree(folders[tool], ignore_errors=True)
            subprocess.run(["node", os.path.join(BENCH, "dbt-project.mjs"), folders[tool], str(models)], check=True)
        for work, cold in (("cold", True), ("nothing changed", False)):
            contestants = [
                Contestant(
                    tool,
                    _command(tool, folders[tool], "parse"),
                    before=_remove(folders[tool], "target") if cold else lambda: None,
                    right=_manifest_right(folders[tool], models),
                    runs=DBT_RUNS[models] if tool == "dbt" else None,
                )
                for tool in tools
            ]
            compete("parse", f"{models:,} models, {work}", contestants)
