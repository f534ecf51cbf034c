import { adapterRegistry } from '#dvt/adapters/registry.js';
import type { Adapter } from '#dvt/spi/adapter.js';

const HEAD = `# Fields of profiles.yml

What an entry of \`profiles.yml\` may say, by its \`adapter\` (or \`type\`). A field that is not listed is an error that names the
nearest one. Every value may be a template with \`env_var\`. Fields marked *secret* are masked wherever dvt prints. How entries are
named and where the file is looked for: [connections.md](connections.md).

Every entry may say \`threads\`, as in dbt: how many nodes run at once where it is the project's target; default 1.

This page is made from \`src/adapters/*\`; \`UPDATE_DOCS=1 npx vitest run test/docs\` writes it anew.
`;

/** docs/profiles.md, from what the adapters take. */
export async function profilesPage(): Promise<string> {
  const adapters = await Promise.all(adapterRegistry.types.map((type) => adapterRegistry.find(type)));
  return [HEAD, ...adapters.map((adapter) => section(adapter!))].join('\n');
}

function section({ type, aliases, title, fields }: Adapter): string {
  const names = [type, ...aliases].map((name) => `\`${name}\``).join(', ');
  const own = Object.entries(fields).filter(([name]) => name !== 'threads');
  const rows = own.map(([name, { synonyms = [], description, required, secret }]) => {
    const notes = [required ? '*needed*' : null, secret ? '*secret*' : null].filter((note) => note !== null);
    const cells = [[name, ...synonyms].map((one) => `\`${one}\``).join(', '), [description, ...notes].join('; ')];
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  });
  return [`## ${title}: ${names}`, '', '| field | |', '|---|---|', ...rows, ''].join('\n');
}
