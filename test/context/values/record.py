"""Writes values.json: what real dbt prints for each line of expressions.txt, on DuckDB and on PostgreSQL.

Run it with a Python that has dbt-core 1.12, dbt-duckdb and dbt-postgres, beside a PostgreSQL server without a password:
    python test/context/values/record.py HOST PORT USER
"""

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

import duckdb
import psycopg2
from dbt.cli.main import dbtRunner
from dbt.task.compile import CompileRunner

HERE = Path(__file__).parent
DATABASE = 'dbt_values'


def main():
    host, port, user = sys.argv[1:4]
    spec = json.loads((HERE / 'project.json').read_text())
    os.environ.update(spec['env'])
    os.environ['DBT_SEND_ANONYMOUS_USAGE_STATS'] = '0'
    go_on_after_mistakes()
    recorded = {}
    for adapter in ['duckdb', 'postgres']:
        root = Path(tempfile.mkdtemp())
        os.chdir(root)
        if adapter == 'duckdb':
            output = {'type': 'duckdb', 'path': str(root / 'live.duckdb'), 'threads': 1}
            connection = duckdb.connect('live.duckdb')
            for statement in spec['setup']:
                connection.execute(statement)
            connection.close()
        else:
            output = dict(type='postgres', host=host, port=int(port), user=user, password='x', dbname=DATABASE, schema='public', threads=1)
            admin = psycopg2.connect(host=host, port=port, user=user, dbname='postgres')
            admin.autocommit = True
            admin.cursor().execute(f'drop database if exists {DATABASE}')
            admin.cursor().execute(f'create database {DATABASE}')
            admin.close()
            connection = psycopg2.connect(host=host, port=port, user=user, dbname=DATABASE)
            connection.autocommit = True
            for statement in spec['setup']:
                connection.cursor().execute(statement)
            connection.close()
        (root / 'profiles.yml').write_text(json.dumps({'live': {'target': 'live', 'outputs': {'live': output}}}))
        for path, text in spec['files'].items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text)
        (root / 'dbt_project.yml').write_text(json.dumps(spec['project']))
        names = {}
        for i, expression in enumerate(expressions()):
            body = expression if '{%' in expression or '{{' in expression else '{{ ' + expression + ' }}'
            name = f'v_{i:04}'
            names[name] = expression
            (root / f'models/values/{name}.sql').parent.mkdir(parents=True, exist_ok=True)
            # Most ask a database, which nobody may while parsing.
            (root / f'models/values/{name}.sql').write_text(spec['head'] + '{% if execute %}' + body + '{% endif %}')
        result = dbtRunner().invoke(['-q', 'compile', '--no-partial-parse', '--threads', '1'])
        if result.result is None:
            raise SystemExit(str(result.exception))
        values = {}
        for one in result.result.results:
            expression = names.get(one.node.name)
            if expression is None or one.node.compiled_code is None:
                continue
            text = one.node.compiled_code.partition('--value\n')[2].strip()
            values[expression] = text.replace(DATABASE, 'live').replace(one.node.name, 'NODE')
        recorded[adapter] = {expression: values.get(expression) for expression in expressions()}
        shutil.rmtree(root)
    merged = {}
    for expression in expressions():
        one, other = recorded['duckdb'][expression], recorded['postgres'][expression]
        if ' at 0x' not in f'{one}{other}':
            merged[expression] = one if one == other else {'duckdb': one, 'postgres': other}
    (HERE / 'values.json').write_text(json.dumps(merged, indent=1, ensure_ascii=False) + '\n')


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


def expressions():
    lines = (HERE / 'expressions.txt').read_text().splitlines()
    return [line for line in lines if line and not line.startswith('#')]


main()
