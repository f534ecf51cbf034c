import type { CommandSpec } from '../command-spec.js';

/** Commands that make and keep a project. */
export const PROJECT_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'init',
    description: 'make a new project that runs',
    argument: ['[name]', "the project's name and folder"],
    options: [
      { key: 'yes', flags: '-y, --yes', description: 'ask nothing, take the defaults', kind: 'flag' },
      // dbt's words; there is nothing to skip after a project is made.
      { key: 'yes', flags: '-s, --skip-profile-setup', description: '', kind: 'flag', hidden: true },
      { key: null, flags: '--skip-debug', description: '', kind: 'flag', hidden: true },
      {
        key: 'adapter',
        flags: '--adapter <type>',
        description: 'database that the models are published in; default duckdb',
        kind: 'text',
      },
    ],
    examples: ['dvt init shop', 'dvt init shop --adapter sqlite --yes', 'mkdir shop && cd shop && dvt init --yes'],
    run: async (invocation) => (await import('../commands/init.js')).initCommand(invocation),
  },
  {
    name: 'deps',
    description: 'install the packages of packages.yml',
    options: [
      { key: 'upgrade', flags: '--upgrade', description: 'choose versions anew, whatever the lock says', kind: 'flag' },
      { key: 'lock', flags: '--lock', description: 'write package-lock.yml alone', kind: 'flag' },
      {
        key: 'addPackage',
        flags: '--add-package <package>',
        description: 'add owner/name@version first',
        kind: 'text',
      },
      {
        key: 'packageSource',
        flags: '--source <kind>',
        description: 'where the added package comes from',
        kind: 'text',
        choices: ['hub', 'git', 'local'],
      },
    ],
    examples: ['dvt deps', 'dvt deps --upgrade', 'dvt deps --add-package dbt-labs/dbt_utils@1.3.0'],
    run: async (invocation) => (await import('../commands/deps.js')).depsCommand(invocation),
  },
  {
    name: 'debug',
    description: 'check the project, the profile and the connection to its target',
    // dbt's word for the last step alone; all of them take a moment.
    options: [
      { key: null, flags: '--connection', description: '', kind: 'flag', hidden: true },
      { key: 'configDir', flags: '--config-dir', description: 'say where profiles.yml is, and no more', kind: 'flag' },
    ],
    examples: ['dvt debug', 'dvt debug --target prod', 'dvt debug --config-dir'],
    run: async (invocation) => (await import('../commands/debug.js')).debugCommand(invocation),
  },
  {
    name: 'clean',
    description: "remove the project's clean-targets",
    options: [
      // What lies outside of the project is refused, whatever the option says.
      { key: null, flags: '--clean-project-files-only', description: '', kind: 'flag', hidden: true },
      { key: null, flags: '--no-clean-project-files-only', description: '', kind: 'flag', hidden: true },
    ],
    examples: ['dvt clean'],
    run: async (invocation) => (await import('../commands/clean.js')).cleanCommand(invocation),
  },
];
