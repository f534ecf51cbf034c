"""Holds the artifacts of folders against the schemas that dbt publishes, and reads them as dbt does; a mistake a line."""

import json
import sys
from argparse import Namespace
from pathlib import Path

import jsonschema
from dbt.artifacts.schemas.catalog import CatalogArtifact
from dbt.artifacts.schemas.freshness import FreshnessExecutionResultArtifact
from dbt.artifacts.schemas.manifest import WritableManifest
from dbt.artifacts.schemas.run import RunResultsArtifact
from dbt.flags import set_flags

SCHEMAS = {
    "manifest.json": WritableManifest,
    "run_results.json": RunResultsArtifact,
    "catalog.json": CatalogArtifact,
    "sources.json": FreshnessExecutionResultArtifact,
}

set_flags(Namespace(state_modified_compare_more_unrendered_values=False))
schemas = {name: jsonschema.Draft202012Validator(artifact.json_schema()) for name, artifact in SCHEMAS.items()}
for folder in map(Path, sys.argv[1:]):
    for name, artifact in SCHEMAS.items():
        path = folder / name
        if not path.exists():
            continue
        for error in schemas[name].iter_errors(json.loads(path.read_text())):
            print(f"{folder.name} {name} {error.json_path}: {error.message[:300]}")
        artifact.read_and_check_versions(str(path))
