import type { Location } from '../../core/position.js';
import type { MacroEntry } from '../../spi/manifest.js';
import type { PropertyReader } from './property-reader.js';

/** What a properties file says of a macro. */
export interface MacroPatch extends Pick<MacroEntry, 'name' | 'description' | 'meta' | 'docs'> {
  readonly path: string;
  readonly location: Location;
  readonly arguments: readonly (MacroEntry['arguments'][number] & { readonly location: Location })[];
}

const KEYS = ['name', 'description', 'docs', 'meta', 'arguments', 'config', 'columns'];

/** Reads one entry of `macros:`. */
export function readMacroPatch(reader: PropertyReader): readonly MacroPatch[] {
  const name = reader.required('name', 'A macro');
  reader.checkKeys(KEYS, name === null ? 'A macro' : `The macro \`${name}\``);
  if (name === null) return [];
  const config = reader.reader('config');
  const docs = { ...reader.map('docs'), ...config.map('docs') };
  return [
    {
      name,
      path: reader.file.path,
      location: reader.at('name'),
      description: reader.text('description') ?? '',
      meta: { ...reader.map('meta'), ...config.map('meta') },
      docs: docsOf(docs),
      arguments: reader.list('arguments').flatMap((argument) => {
        const argumentName = argument.required('name', 'An argument of a macro');
        if (argumentName === null) return [];
        const [type, description] = [argument.text('type'), argument.text('description') ?? ''];
        return [{ name: argumentName, type, description, location: argument.at('name') }];
      }),
    },
  ];
}

/** `docs:` of anything. */
export function docsOf(docs: Readonly<Record<string, unknown>>): MacroEntry['docs'] {
  const color = docs['node_color'];
  return { show: docs['show'] !== false, nodeColor: typeof color === 'string' ? color : null };
}
