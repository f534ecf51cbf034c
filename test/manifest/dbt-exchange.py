"""Writes what real dbt says of the project `exchange` into its manifest.json, for the tests to compare with.

Usage: python dbt-exchange.py     (with dbt-core and dbt-duckdb installed; taken with dbt-core 1.12.6)
Parses test/differential/projects/exchange in a copy and writes exchange.json: the entries of that project, nothing of dbt's own.
"""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
PROJECT = HERE.parent / "differential" / "projects" / "exchange"
PROFILE = "shop: {target: dev, outputs: {dev: {type: duckdb, path: shop.duckdb}}}\n"
SECTIONS = ["nodes", "sources", "macros", "docs", "exposures", "groups", "selectors", "disabled", "parent_map", "child_map",
            "group_map", "unit_tests"]


def without_times(value):
    if isinstance(value, dict):
        return {key: without_times(item) for key, item in value.items() if key != "created_at"}
    return [without_times(item) for item in value] if isinstance(value, list) else value


def main():
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder) / "project"
        shutil.copytree(PROJECT, copy)
        (copy / "profiles.yml").write_text(PROFILE)
        dbt = pathlib.Path(sys.executable).parent / "dbt"
        subprocess.run([dbt, "parse", "--no-partial-parse", "--profiles-dir", "."], cwd=copy, check=True)
        text = (copy / "target" / "manifest.json").read_text().replace(str(copy), "FOLDER")
    manifest = without_times(json.loads(text))
    own = lambda items: {key: item for key, item in items.items() if key.split(".")[1:2] not in (["dbt"], ["dbt_duckdb"])}
    sections = {name: own(manifest[name]) for name in SECTIONS}
    lines = [json.dumps(name) + ": {\n" + ",\n".join(json.dumps(key) + ": " + json.dumps(item) for key, item in items.items())
             + "}" for name, items in sections.items()]
    (HERE / "exchange.json").write_text("{" + ",\n".join(lines) + "}\n")


main()
