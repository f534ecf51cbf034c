import type { Location } from '../core/position.js';
import type { UnitTestInput } from './manifest.js';
import type { ManifestNode, SourceNode } from './node.js';
import type { RelationName } from './relation.js';

/** A model's SQL after the execute pass. */
export interface CompiledNode {
  readonly node: ManifestNode;
  /** in the target's dialect (in place) or DuckDB's (federated), without a trailing semicolon */
  readonly sql: string;
  /** The place in the user's files that a character offset of `sql` came from; null where dvt wrote it. */
  locate(offset: number): Location | null;
  /** The relations that `sql` names, each once; ephemeral parents are inlined and do not appear. */
  readonly inputs: readonly InputRelation[];
  /** columns that the model's YAML types, name -> type as the target spells it */
  readonly columnTypes: ReadonlyMap<string, string>;
  /** nodes whose templates give no SQL: ephemeral models that are inlined in it, and the node itself */
  readonly withoutSql: readonly ManifestNode[];
}

/** The query of a tested model over given rows. */
export interface CompiledUnitTest {
  /** the inputs that the query reads, by the names of the expressions that stand for them */
  readonly inputs: readonly { readonly given: UnitTestInput; readonly expression: string }[];
  /** The query with a `select` in the place of each input, by the names of `inputs`; in its route's dialect. */
  over(selects: ReadonlyMap<string, string>): Pick<CompiledNode, 'sql' | 'locate'>;
}

/** A relation that a compiled query reads. */
export interface InputRelation {
  readonly node: ManifestNode | SourceNode;
  readonly connection: string;
  /** complete: the connection's defaults are filled in */
  readonly name: RelationName;
  /** the three levels by which federated SQL names it */
  readonly federated: { readonly catalog: string; readonly schema: string; readonly identifier: string };
}
