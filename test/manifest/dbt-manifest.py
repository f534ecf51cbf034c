"""Writes what real dbt says of a fixture project, for the tests to compare with.

Usage: python dbt-manifest.py PROJECT   (with dbt-core and dbt-duckdb installed; taken with dbt-core 1.10.23, arguments of
macros with 1.12.6, which knows those that nobody describes)
Parses PROJECT in a copy and writes PROJECT/expected.json: names, ids, configs, no text of dbt's.
"""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

PROFILE = "{0}: {{target: dev, outputs: {{dev: {{type: duckdb, path: {0}.duckdb}}}}}}\n"
FIELDS = ["fqn", "alias", "schema", "tags", "meta", "group", "access", "version", "latest_version", "description",
          "attached_node", "column_name", "sources", "raw_code", "columns", "deprecation_date"]


def facts(node):
    wanted = {key: node[key] for key in FIELDS if key in node}
    wanted["columns"] = {name: column["description"] for name, column in node.get("columns", {}).items()}
    wanted["config"] = {key: value for key, value in node["config"].items() if key != "inline"}
    wanted["depends_on"] = sorted(node["depends_on"].get("nodes", []))
    wanted["refs"] = node.get("refs", [])
    return wanted


def main():
    project = pathlib.Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder) / "project"
        shutil.copytree(project, copy)
        name = [line.split(":")[1].strip() for line in (copy / "dbt_project.yml").read_text().splitlines()
                if line.startswith("profile:")][0]
        (copy / "profiles.yml").write_text(PROFILE.format(name))
        dbt = pathlib.Path(sys.executable).parent / "dbt"
        subprocess.run([dbt, "parse", "--no-partial-parse", "--profiles-dir", "."], cwd=copy, check=True)
        manifest = json.loads((copy / "target" / "manifest.json").read_text())
    own = lambda items: {key: item for key, item in items.items() if item.get("package_name") not in ("dbt", "dbt_duckdb")}
    for source in manifest["sources"].values():
        ages = [source["freshness"][key] for key in ("warn_after", "error_after")] if source["freshness"] else []
        if all(age is None or age["count"] is None for age in ages):
            source["freshness"] = None  # dbt writes what nobody asks for either way
    expected = {
        "dbt_version": manifest["metadata"]["dbt_version"],
        "nodes": {key: facts(node) for key, node in own(manifest["nodes"]).items()},
        "sources": {key: {name: source[name] for name in ("fqn", "schema", "identifier", "freshness", "loaded_at_field",
                                                        "loaded_at_query", "tags", "meta", "description",
                                                        "source_description")}
                    for key, source in own(manifest["sources"]).items()},
        "exposures": {key: {"fqn": item["fqn"], "tags": item["tags"], "depends_on": sorted(item["depends_on"]["nodes"])}
                      for key, item in own(manifest["exposures"]).items()},
        "unit_tests": {key: {"fqn": item["fqn"], "tags": item["config"]["tags"]}
                       for key, item in own(manifest["unit_tests"]).items()},
        "groups": sorted(own(manifest["groups"])),
        "docs": {key: item["block_contents"] for key, item in own(manifest["docs"]).items()},
        # Of the generic tests in the test paths dbt knows no arguments.
        "macros": {key: {"description": item["description"], "depends_on": sorted(item["depends_on"]["macros"]),
                         **({} if item["path"].startswith("tests/") else {"arguments": item["arguments"]})}
                   for key, item in own(manifest["macros"]).items()},
        "disabled": sorted(key for key, items in manifest["disabled"].items() if own({key: items[0]})),
        "child_map": {key: sorted(children) for key, children in manifest["child_map"].items() if children},
    }
    (project / "expected.json").write_text(json.dumps(expected, indent=1, sort_keys=True) + "\n")


main()
