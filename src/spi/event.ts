import type { Diagnostic } from '../core/errors.js';
import type { ManifestNode } from './node.js';
import type { NodeResult } from './run-result.js';

/** Everything that happens, in the order it happens; the console, the JSON log and the artifacts are made from it. */
export type RunEvent =
  | {
      readonly type: 'run started';
      readonly runId: string;
      readonly nodes: readonly ManifestNode[];
      readonly sources: number;
      readonly threads: number;
      readonly target: string;
    }
  | { readonly type: 'node started'; readonly node: ManifestNode; readonly index: number; readonly total: number }
  /** at most ten a second for one relation */
  | {
      readonly type: 'extraction progress';
      readonly node: ManifestNode;
      readonly connection: string;
      readonly relation: string;
      readonly rows: number;
      readonly estimatedRows: number | null;
    }
  | { readonly type: 'node finished'; readonly result: NodeResult; readonly index: number; readonly total: number }
  | { readonly type: 'run finished'; readonly results: readonly NodeResult[]; readonly milliseconds: number }
  /** `again`: it was told already, of another node, and is of interest only where warnings are errors */
  | { readonly type: 'warning'; readonly diagnostic: Diagnostic; readonly again?: true }
  /** `printed`: what a template printed, which is shown with `--quiet` too, as it is */
  | { readonly type: 'notice'; readonly message: string; readonly printed?: true }
  /** for `--debug` and the log file only */
  | { readonly type: 'debug'; readonly message: string; readonly fields?: Readonly<Record<string, unknown>> };

export type Emit = (event: RunEvent) => void;
