import type { Location } from '../../core/position.js';
import type {
  AnalysisNode,
  ColumnEntry,
  FileChecksum,
  ModelNode,
  NodeBase,
  OperationNode,
  RefCall,
  SeedNode,
  SnapshotNode,
  TestNode,
} from '../../spi/node.js';
import type { DeclaredConfig } from '../configs/declared-config.js';

/** A `ref()` or `source()` call of a node. */
export type InputCall = (({ readonly kind: 'ref' } & RefCall) | SourceCall) & {
  /** its hooks or constraints call it, not its own template */
  readonly besideQuery?: true;
};

export interface SourceCall {
  readonly kind: 'source';
  readonly source: string;
  readonly table: string;
  readonly location: Location;
}

type Own<Node extends NodeBase> = Omit<Node, keyof NodeBase>;

/** What a node of one kind has beside what all kinds have. */
export type Traits =
  | Own<ModelNode>
  | Own<SeedNode>
  | Own<SnapshotNode>
  | Own<TestNode>
  | Own<AnalysisNode>
  | Own<OperationNode>;

/** A node after its own parse pass, before its names are looked up in the project. */
export interface ParsedNode {
  readonly traits: Traits;
  readonly id: string;
  readonly name: string;
  readonly packageName: string;
  readonly packageRoot: string;
  readonly path: string;
  readonly fqn: readonly string[];
  readonly rawCode: string;
  readonly checksum: FileChecksum;
  readonly description: string;
  readonly docBlocks: readonly string[];
  readonly columns: readonly ColumnEntry[];
  readonly config: DeclaredConfig;
  readonly unrenderedConfig: Readonly<Record<string, unknown>>;
  readonly tags: readonly string[];
  readonly group: string | null;
  /** where a config was written; undefined where nobody said anything */
  readonly configPlace: (key: string) => Location | undefined;
  /** in the order of their first use */
  readonly calls: readonly InputCall[];
  readonly macroDependsOn: readonly string[];
  readonly patchPath: string | null;
  /** where it begins in its file, or where its YAML declares it */
  readonly location: Location;
  /** resolved name of the connection it is published on, or runs on */
  readonly connection: string;
}
