"""Writes modules.json: what the Python modules that dbt gives to templates print.

    python test/context/record-modules.py     # with dbt-core installed
"""

import json
from pathlib import Path

import jinja2
from dbt.context.base import get_context_modules

PATH = Path(__file__).parent / 'modules.json'


def main():
    environment = jinja2.Environment()
    modules = get_context_modules()
    values = {}
    for expression in json.loads(PATH.read_text()):
        try:
            values[expression] = environment.from_string('{{ ' + expression + ' }}').render(modules=modules).strip()
        except Exception:
            values[expression] = None
    PATH.write_text(json.dumps(values, indent=1, ensure_ascii=False) + '\n')


main()
