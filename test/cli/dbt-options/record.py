"""Writes down the options of every command of dbt: `python record.py` in this folder, with dbt-core installed."""

import json
from pathlib import Path

import click
from dbt.cli.main import cli


def kind_of(option):
    if option.is_flag:
        return 'flag'
    if option.multiple:
        return 'list'
    if hasattr(option.type, 'choices'):
        return list(option.type.choices)
    return 'number' if option.type.name == 'integer' else 'text'


def described(option):
    env = [option.envvar] if isinstance(option.envvar, str) else list(option.envvar or [])
    return {'name': option.name, 'on': option.opts, 'off': [word for word in option.secondary_opts if word.strip()], 'env': env, 'kind': kind_of(option)}


def commands(group, prefix=''):
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f'{prefix}{name} ')
        else:
            yield prefix + name, command


def main():
    # Options that are there for an old variable alone, and fail on the command line.
    every = {
        name: [described(option) for option in command.params if isinstance(option, click.Option) and not option.name.startswith('deprecated_')]
        for name, command in [('', cli), *commands(cli)]
    }
    shared = [option for option in every['run'] if all(option in options for options in every.values())]
    own = {name: [option for option in options if option not in shared] for name, options in every.items()}
    lines = [f'{json.dumps(name)}: [\n    ' + ',\n    '.join(map(json.dumps, options)) + '\n  ]' for name, options in {'*': shared, **own}.items()]
    Path(__file__).with_name('recorded.json').write_text('{\n  ' + ',\n  '.join(lines) + '\n}\n')


main()
