"""What the recorders of real dbt's answers share."""

import json
import os
import sys
import tempfile
from pathlib import Path

import psycopg2
from dbt.task.compile import CompileRunner


def new_project(adapter, database, server):
    """A folder to work in, with a profile `live` of an empty database; `server` is PostgreSQL's host, port and user."""
    root = Path(tempfile.mkdtemp())
    os.chdir(root)
    if adapter == 'duckdb':
        output = {'type': 'duckdb', 'path': str(root / 'live.duckdb'), 'threads': 1}
    else:
        host, port, user = server
        output = dict(type='postgres', host=host, port=int(port), user=user, password='x', dbname=database, schema='public', threads=1)
        admin = connected('postgres', server)
        admin.cursor().execute(f'drop database if exists {database}')
        admin.cursor().execute(f'create database {database}')
        admin.close()
    (root / 'profiles.yml').write_text(json.dumps({'live': {'target': 'live', 'outputs': {'live': output}}}))
    return root


def connected(database, server):
    host, port, user = server
    connection = psycopg2.connect(host=host, port=port, user=user, dbname=database)
    connection.autocommit = True
    return connection


def lines_of(path):
    return [line for line in path.read_text().splitlines() if line and not line.startswith('#')]


def go_on_after_mistakes():
    """Some mistakes in a model end the whole command; here each is the model's own."""
    compile_node = CompileRunner.compile

    def compile_or_leave(self, manifest):
        try:
            return compile_node(self, manifest)
        except Exception as error:
            print(self.node.name, str(error).strip().replace('\n', ' ')[:150], file=sys.stderr)
            self.node.compiled_code = None
            return self.node

    CompileRunner.compile = compile_or_leave
