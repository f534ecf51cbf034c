import { createRequire } from 'node:module';
import { adapterRegistry } from '../../adapters/registry.js';
import { textTable } from '../../report/text-table.js';
import type { Adapter } from '../../spi/adapter.js';
import type { ExitCode } from '../exit-code.js';
import type { Invocation } from '../invocation.js';

/** `dvt adapters`: the databases that dvt speaks to, and whether their clients are installed. */
export async function adaptersCommand({ console, options }: Invocation): Promise<ExitCode> {
  const adapters = await Promise.all(adapterRegistry.types.map((type) => adapterRegistry.find(type)));
  const entries = adapters.filter((adapter) => adapter !== null).map(catalogueEntry);
  if (options.output === 'json') {
    console.printJson(entries, { indent: 2 });
    return 0;
  }
  const head = ['adapter', 'aliases', 'client', 'reads', 'writes', 'publishes by'];
  const rows = entries.map((entry) => [
    `${entry.title} (${entry.type})`,
    entry.aliases.join(', '),
    clientText(entry),
    entry.capabilities.extract,
    entry.capabilities.load ?? '-',
    entry.capabilities.publish ?? '-',
  ]);
  console.print(
    textTable(head, rows, { style: console.style, columns: console.out.isTerminal ? console.out.columns : null }),
  );
  return 0;
}

function catalogueEntry({ type, title, aliases, clientPackage, capabilities }: Adapter) {
  return { type, title, aliases, clientPackage, installed: isInstalled(clientPackage), capabilities };
}

function clientText({
  clientPackage,
  installed,
}: {
  readonly clientPackage: string | null;
  readonly installed: boolean;
}): string {
  if (clientPackage === null) return 'built in';
  return installed ? `${clientPackage} (installed)` : `${clientPackage} (npm install ${clientPackage})`;
}

function isInstalled(name: string | null): boolean {
  if (name === null) return true;
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch (error) {
    // A package that may only be imported is there all the same.
    return (error as NodeJS.ErrnoException).code === 'ERR_PACKAGE_PATH_NOT_EXPORTED';
  }
}
