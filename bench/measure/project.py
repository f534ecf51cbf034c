"""dvt projects of the queries in bench/tpch, and what a run of one says of itself."""

import json
import os
import shutil
import subprocess
from environment import BENCH, WORK

QUERIES = [f"q{n:02d}" for n in range(1, 23)]
SHORT = ["s1", "s2", "s3", "s4"]


def make(name, queries, memory_limit=None):
    """A new project in a folder of WORK."""
    folder = os.path.join(WORK, name)
    shutil.rmtree(folder, ignore_errors=True)
    variables = {**os.environ, "MEMORY_LIMIT": memory_limit or ""}
    script = os.path.join(BENCH, "tpch-project.mjs")
    subprocess.run(["node", script, "make", folder, *queries], check=True, env=variables)
    return folder


def last_run(folder):
    """Rows that the last run fetched, and the models that did not succeed."""
    with open(os.path.join(folder, "target", "run_results.json")) as f:
        results = json.load(f)["results"]
    fetched = [one for result in results for one in result["adapter_response"].get("extractions", [])]
    failed = [result["unique_id"] for result in results if result["status"] != "success"]
    return sum(one["rows"] for one in fetched), failed
