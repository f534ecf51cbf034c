"""Runs dbt commands, one a line of standard input, each in a process of its own that has dbt loaded already."""

import json
import os
import sys

import dbt.adapters.duckdb  # noqa: F401  loaded here once instead of by every command
import dbt.adapters.postgres  # noqa: F401
from dbt.cli.main import cli


def run(request):
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update(request["env"])
    for stream, path in ((1, request["stdout"]), (2, request["stderr"])):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), stream)
    sys.argv = ["dbt", *request["args"]]
    try:
        cli()
        return 0
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)


for line in sys.stdin:
    child = os.fork()
    if child == 0:
        code = 2
        try:
            code = run(json.loads(line))
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
