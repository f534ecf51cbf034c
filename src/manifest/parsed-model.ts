import type { Location } from '../core/position.js';
import type { ColumnEntry, RefCall } from '../spi/node.js';
import type { DeclaredConfig } from './model-config.js';

/** A `ref()` or `source()` call of a model. */
export type InputCall = ({ readonly kind: 'ref' } & RefCall) | SourceCall;

export interface SourceCall {
  readonly kind: 'source';
  readonly source: string;
  readonly table: string;
  readonly location: Location;
}

/** A model after its own parse pass, before its names are looked up in the project. */
export interface ParsedModel {
  readonly id: string;
  readonly name: string;
  readonly packageName: string;
  readonly path: string;
  readonly fqn: readonly string[];
  readonly rawCode: string;
  readonly checksum: string;
  readonly description: string;
  readonly columns: readonly ColumnEntry[];
  readonly config: DeclaredConfig;
  readonly tags: readonly string[];
  /** in the order of their first use */
  readonly calls: readonly InputCall[];
  readonly macroDependsOn: readonly string[];
  readonly patchPath: string | null;
  /** resolved name of the connection it is published on */
  readonly connection: string;
}
