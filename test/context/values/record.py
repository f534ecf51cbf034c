"""Writes values.json: what real dbt prints for each line of expressions.txt, on DuckDB and on PostgreSQL.

Run it with a Python that has dbt-core 1.12, dbt-duckdb and dbt-postgres, beside a PostgreSQL server without a password:
    python test/context/values/record.py HOST PORT USER
"""

import json
import os
import shutil
import sys
from pathlib import Path

import duckdb
from dbt.cli.main import dbtRunner

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))
from recorder import connected, go_on_after_mistakes, lines_of, new_project  # noqa: E402

DATABASE = 'dbt_values'


def main():
    server = sys.argv[1:4]
    spec = json.loads((HERE / 'project.json').read_text())
    os.environ.update(spec['env'])
    os.environ['DBT_SEND_ANONYMOUS_USAGE_STATS'] = '0'
    go_on_after_mistakes()
    recorded = {}
    for adapter in ['duckdb', 'postgres']:
        root = new_project(adapter, DATABASE, server)
        connection = duckdb.connect('live.duckdb') if adapter == 'duckdb' else connected(DATABASE, server)
        cursor = connection.cursor()
        for statement in spec['setup']:
            cursor.execute(statement)
        connection.close()
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


def expressions():
    return lines_of(HERE / 'expressions.txt')


main()
