"""Writes values.json: what the databases answer to the SQL that real dbt makes of each case of cases.txt.

Run it with a Python that has dbt-core 1.12, dbt-duckdb and dbt-postgres, beside a PostgreSQL server without a password:
    python test/macros/cross-database/record.py HOST PORT USER
"""

import datetime
import decimal
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

DATABASE = 'dbt_cross_database'


def main():
    server = sys.argv[1:4]
    macros = json.loads((HERE / 'project.json').read_text())['macros']
    os.environ['DBT_SEND_ANONYMOUS_USAGE_STATS'] = '0'
    go_on_after_mistakes()
    recorded = {}
    for adapter in ['duckdb', 'postgres']:
        root = new_project(adapter, DATABASE, server)
        (root / 'dbt_project.yml').write_text(json.dumps({'name': 'live', 'profile': 'live', 'version': '1.0'}))
        (root / 'macros').mkdir()
        (root / 'macros/all.sql').write_text(macros)
        (root / 'models').mkdir()
        names = {}
        for i, case in enumerate(cases()):
            names[f'v_{i:04}'] = case
            body = case if case.startswith('select') else 'select {{ ' + case + ' }} as v'
            # Some ask the database, which nobody may while parsing.
            (root / f'models/v_{i:04}.sql').write_text('{% if execute %}' + body + '{% endif %}')
        result = dbtRunner().invoke(['-q', 'compile', '--no-partial-parse', '--threads', '1'])
        if result.result is None:
            raise SystemExit(str(result.exception))
        compiled = {names[one.node.name]: one.node.compiled_code for one in result.result.results if one.node.name in names}
        connection = duckdb.connect() if adapter == 'duckdb' else connected(DATABASE, server)
        recorded[adapter] = {case: answer(connection, compiled.get(case), case) for case in cases()}
        connection.close()
        shutil.rmtree(root)
    failed = [case for case in cases() if recorded['duckdb'][case] is None and recorded['postgres'][case] is None]
    if len(failed) > len(cases()) // 10:
        raise SystemExit(f'Most probably nothing was reached: {len(failed)} cases failed.')
    merged = {}
    for case in cases():
        one, other = recorded['duckdb'][case], recorded['postgres'][case]
        merged[case] = one if one == other else {'duckdb': one, 'postgres': other}
    (HERE / 'values.json').write_text(json.dumps(merged, indent=1, ensure_ascii=False) + '\n')


def answer(connection, sql, case):
    """The rows as texts; None where dbt or the database refuses."""
    if not sql:
        return None
    try:
        cursor = connection.cursor()
        cursor.execute(sql)
        return [[shown(value) for value in row] for row in cursor.fetchall()]
    except Exception as error:
        print(case, str(error).strip().replace('\n', ' ')[:150], file=sys.stderr)
        return None


def shown(value):
    """A text that is the same for the same value of every database: midnight is the date, numbers have no zeros at the end."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (list, tuple)):
        return [shown(item) for item in value]
    if isinstance(value, datetime.datetime):
        text = value.replace(tzinfo=None).isoformat(' ')
        return text.removesuffix(' 00:00:00')
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, (int, float, decimal.Decimal)):
        text = format(decimal.Decimal(str(value)), 'f')
        return text.rstrip('0').rstrip('.') if '.' in text else text
    raise TypeError(type(value))


def cases():
    return lines_of(HERE / 'cases.txt')


main()
