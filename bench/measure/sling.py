"""Sling into a DuckDB file.

Sling drives a DuckDB command-line program and downloads it on first use. The packages of requirements.txt stand in for
that, so nothing is downloaded here.
"""

import os
import subprocess
from compete import Contestant
from environment import WORK, mysql_url, pg_url
from process import Command

HOME = os.path.join(WORK, "sling-home")
FILE = os.path.join(WORK, "sling.duckdb")
SOURCE = {"pg": lambda: f"{pg_url()}?sslmode=disable", "my": mysql_url}
SCHEMA = {"pg": "public", "my": "bench"}


def reading(side, table, options):
    """The contestant, where Sling is installed: one run, since it is a long one."""
    try:
        program, cli = _programs()
    except ImportError:
        return []
    to = ["--tgt-conn", "S_DUCK", "--tgt-object", f"main.{table}", "--mode", "full-refresh"]

    def job():
        variables = {
            "HOME": HOME,
            "DUCKDB_PATH": cli,
            "SLING_DISABLE_TELEMETRY": "true",
            "S_FROM": SOURCE[side](),
            "S_DUCK": f"duckdb://{FILE}",
        }
        words = [program, "run", "--src-conn", "S_FROM", "--src-stream", f"{SCHEMA[side]}.{table}", *to]
        return Command(words, variables=variables)

    def before():
        # With the log that belongs to it.
        for path in (FILE, f"{FILE}.wal"):
            if os.path.exists(path):
                os.remove(path)

    return [Contestant("Sling into a DuckDB file", job, runs=1, before=before, **options)]


def _programs():
    import duckdb_cli
    import sling_linux_amd64

    cli = os.path.join(os.path.dirname(duckdb_cli.__file__), "duckdb")
    if not os.path.exists(HOME):
        os.makedirs(HOME)
        for name in ("json", "parquet", "icu", "httpfs"):
            module = __import__(f"duckdb_extension_{name}")
            for folder, _, files in os.walk(list(module.__path__)[0]):
                if f"{name}.duckdb_extension" in files:
                    install = f"INSTALL '{folder}/{name}.duckdb_extension'"
                    subprocess.run([cli, "-c", install], check=True, env={**os.environ, "HOME": HOME})
    return os.path.join(list(sling_linux_amd64.__path__)[0], "bin", "sling-linux-amd64"), cli
