import type { CommandSpec } from '../command-spec.js';
import { outputOption } from '../option-table/output-options.js';

/** Commands about connections and the engine. */
export const CONNECTION_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'profiles list',
    description: 'name the connections of profiles.yml',
    options: [outputOption(['text', 'json'])],
    printsResult: true,
    examples: ['dvt profiles list'],
    run: async (invocation) => (await import('../commands/profiles-list.js')).profilesListCommand(invocation),
  },
  {
    name: 'profiles show',
    description: 'show connections as rendered, secrets masked',
    argument: ['[names...]', "connections; default the project's own"],
    options: [
      { key: 'all', flags: '--all', description: 'every connection', kind: 'flag' },
      outputOption(['text', 'json']),
    ],
    printsResult: true,
    examples: ['dvt profiles show', 'dvt profiles show postgres_prod', 'dvt profiles show --all'],
    run: async (invocation) => (await import('../commands/profiles-show.js')).profilesShowCommand(invocation),
  },
  {
    name: 'profiles test',
    description: 'connect, and say what may be done there',
    argument: ['[names...]', "connections; default the project's own"],
    options: [
      { key: 'all', flags: '--all', description: 'every connection', kind: 'flag' },
      outputOption(['text', 'json']),
    ],
    printsResult: true,
    examples: ['dvt profiles test', 'dvt profiles test --all', 'dvt profiles test postgres_prod shop.dev'],
    run: async (invocation) => (await import('../commands/profiles-test.js')).profilesTestCommand(invocation),
  },
  {
    name: 'compute show',
    description: 'show the settings of the engine',
    options: [outputOption(['text', 'json'])],
    printsResult: true,
    examples: ['dvt compute show'],
    run: async (invocation) => (await import('../commands/compute-show.js')).computeShowCommand(invocation),
  },
  {
    name: 'compute test',
    description: 'start the engine and run a query',
    options: [],
    printsResult: true,
    examples: ['dvt compute test'],
    run: async (invocation) => (await import('../commands/compute-test.js')).computeTestCommand(invocation),
  },
  {
    name: 'adapters',
    description: 'list the databases that dvt speaks to',
    options: [outputOption(['text', 'json'])],
    printsResult: true,
    examples: ['dvt adapters'],
    run: async (invocation) => (await import('../commands/adapters.js')).adaptersCommand(invocation),
  },
];
