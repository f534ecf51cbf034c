"""Writes down what real dbt selects: `python record.py` in this folder, with dbt-core and dbt-duckdb installed."""

import json
import os
import shutil
import tempfile
from pathlib import Path

from dbt.cli.main import dbtRunner

HERE = Path(__file__).parent


def main():
    root = Path(tempfile.mkdtemp()) / 'project'
    shutil.copytree(HERE / 'project', root)
    os.chdir(root)
    os.environ['DBT_SEND_ANONYMOUS_USAGE_STATS'] = 'false'
    parsed = dbtRunner().invoke(['parse', '--quiet'])
    if not parsed.success:
        raise SystemExit('the project is not parsed')
    manifest = parsed.result
    answers = []
    for line in (HERE / 'questions.txt').read_text().splitlines():
        if not line or line.startswith('#'):
            continue
        select, exclude, indirect, selector = (line.split('|') + [''] * 4)[:4]
        args = ['ls', '--quiet', '--resource-type', 'all', '--output', 'json', '--output-keys', 'unique_id']
        if select:
            args += ['--select', *select.split()]
        if exclude:
            args += ['--exclude', *exclude.split()]
        if indirect:
            args += ['--indirect-selection', indirect]
        if selector:
            args += ['--selector', selector]
        done = dbtRunner(manifest=manifest).invoke(args)
        ids = sorted(json.loads(one)['unique_id'] for one in done.result or []) if done.success else None
        if ids is None:
            print(line, done.exception)
        answers.append({'question': line, 'ids': ids})
    rows = ',\n'.join(json.dumps(one) for one in answers)
    (HERE / 'recorded.json').write_text(f'[\n{rows}\n]\n')
    shutil.rmtree(root.parent)


main()
