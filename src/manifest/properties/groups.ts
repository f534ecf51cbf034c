import type { Location } from '../../core/position.js';
import type { PropertyReader } from './property-reader.js';

/** One entry of `groups:`. */
export interface GroupDeclaration {
  readonly name: string;
  readonly path: string;
  readonly location: Location;
  readonly description: string;
  readonly owner: Readonly<Record<string, unknown>>;
  readonly config: Readonly<Record<string, unknown>>;
}

/** Reads one entry of `groups:`. */
export function readGroup(reader: PropertyReader): readonly GroupDeclaration[] {
  const name = reader.required('name', 'A group');
  reader.checkKeys(['name', 'description', 'owner', 'config'], name === null ? 'A group' : `The group \`${name}\``);
  const owner = reader.map('owner');
  if (owner['name'] === undefined && owner['email'] === undefined) {
    reader.add(
      'DVT1202',
      `The group \`${name ?? '?'}\` has no owner.`,
      'owner',
      'Write owner: {name: ..., email: ...}.',
    );
  }
  if (name === null) return [];
  const description = reader.text('description') ?? '';
  const config = reader.map('config');
  return [{ name, path: reader.file.path, location: reader.at('name'), description, owner, config }];
}
