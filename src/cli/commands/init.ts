import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { adapterRegistry } from '../../adapters/registry.js';
import { DvtError } from '../../core/errors.js';
import { nearest } from '../../core/nearest.js';
import type { Adapter } from '../../spi/adapter.js';
import type { ExitCode } from '../exit-code.js';
import type { Invocation } from '../invocation.js';
import { openPrompt } from '../prompt.js';
import { starterFiles } from '../starter-project.js';
import { starterTarget } from '../starter-target.js';

const REFUSED = 'DVT1061';
const DEFAULT_ADAPTER = 'duckdb';

/**
 * `dvt init`: makes a project that runs at once. Asks on a terminal; never overwrites anything. With `--yes` and no name
 * the project is the current folder and has its name.
 */
export async function initCommand(invocation: Invocation): Promise<ExitCode> {
  const { console, options, names, cwd } = invocation;
  const prompt = options.yes || !console.interactive ? null : openPrompt(invocation);
  try {
    const given =
      names[0] ??
      (prompt ? await prompt.ask('Name of the project', 'shop', (text) => nameMistake(basename(text))) : null) ??
      (options.yes ? '.' : null);
    const hint = 'dvt init NAME --yes';
    if (given === null) throw new DvtError({ code: 'DVT1040', message: 'A project needs a name.', hint });
    const folder = resolve(cwd, given);
    const name = basename(folder);
    const mistake = nameMistake(name);
    if (mistake !== null) throw new DvtError({ code: 'DVT1040', message: mistake, hint });
    await refuseUsed(folder);

    const known = adapterRegistry.types.join(', ');
    const type =
      options.adapter ??
      (prompt ? await prompt.ask(`Database to publish in (${known})`, DEFAULT_ADAPTER, unknownType) : DEFAULT_ADAPTER);
    const adapter = await knownAdapter(type);
    const target = await starterTarget(adapter, name, prompt);
    const files = { ...starterFiles(name, target.profile), ...target.files };
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text, { flag: 'wx' });
    }
    const where = relative(cwd, folder) || '.';
    console.print(`Made ${Object.keys(files).length} files in ${where}:`);
    console.print(
      Object.keys(files)
        .map((path) => `  ${path}`)
        .join('\n'),
    );
    for (const variable of target.variables) console.print(`Set ${variable} before you run it.`);
    const go = where === '.' ? '' : `cd ${where} && `;
    console.print(
      `\nNext: ${console.style.bold(`${go}dvt run`)}, then ${console.style.bold('dvt show --select customer_orders')}`,
    );
    return 0;
  } finally {
    prompt?.close();
  }
}

function nameMistake(name: string): string | null {
  return /^[A-Za-z_]\w*$/.test(name)
    ? null
    : 'A project name is letters, digits and underscores, not beginning with a digit.';
}

function unknownType(type: string): string | null {
  return adapterRegistry.types.includes(type) ? null : `There is no adapter ${type}.`;
}

async function knownAdapter(type: string): Promise<Adapter> {
  const adapter = await adapterRegistry.find(type);
  if (adapter) return adapter;
  const near = nearest(type, adapterRegistry.types);
  const hint = near === null ? `Known: ${adapterRegistry.types.join(', ')}.` : `Did you mean \`${near}\`?`;
  throw new DvtError({ code: 'DVT1040', message: `There is no adapter \`${type}\`.`, hint });
}

/** A folder that holds anything but hidden files (.git) is somebody's. */
async function refuseUsed(folder: string): Promise<void> {
  const entries = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new DvtError({ code: REFUSED, message: `${folder} cannot be used: ${error.message}` });
  });
  if (entries.every((entry) => entry.startsWith('.'))) return;
  throw new DvtError({
    code: REFUSED,
    message: `${folder} is not empty; nothing was written.`,
    hint: 'Choose another name, or empty the folder.',
  });
}
