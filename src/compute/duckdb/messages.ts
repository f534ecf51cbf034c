import type { Failure } from '../../core/failure.js';
import type { BatchChannel } from '../../spi/batch.js';
import type { ResultColumn } from '../../spi/column-type.js';
import type {
  ExpressionTree,
  NamespaceRequest,
  QueryAnalysis,
  QueryTree,
  RunRequest,
  StageResult,
  StagingRequest,
  StubRelation,
} from '../../spi/engine.js';
import type { LoadPlan } from '../../spi/load.js';
import type { ResultTable } from '../../spi/result-table.js';

/** What the engine's thread is asked: the parameters and the answer of each operation. */
export interface Operations {
  openStaging: [request: Omit<StagingRequest, 'onProgress'>, answer: null];
  takeBatches: [request: { readonly table: string; readonly channel: BatchChannel }, answer: StageResult];
  finishStaging: [request: { readonly table: string }, answer: StageResult];
  abortStaging: [request: { readonly table: string }, answer: null];
  dropStaged: [request: { readonly table: string }, answer: null];
  openNamespace: [request: NamespaceRequest, answer: null];
  closeNamespace: [request: { readonly id: string }, answer: null];
  load: [
    request: { readonly run: RunRequest; readonly plan: LoadPlan },
    answer: { readonly rows: number; readonly bytes: number },
  ];
  endIdleSessions: [request: null, answer: null];
  query: [request: { readonly run: RunRequest; readonly limit: number }, answer: ResultTable];
  openSession: [request: null, answer: number];
  /** `work` is the id to cancel it by */
  querySession: [
    request: { readonly session: number; readonly work: string; readonly sql: string; readonly limit: number },
    answer: ResultTable,
  ];
  describeSession: [request: { readonly session: number; readonly sql: string }, answer: readonly ResultColumn[]];
  closeSession: [request: { readonly session: number }, answer: null];
  analyze: [request: { readonly sql: string; readonly relations: readonly StubRelation[] }, answer: QueryAnalysis];
  queryColumns: [
    request: { readonly sql: string; readonly relations: readonly StubRelation[] },
    answer: readonly ResultColumn[],
  ];
  parseExpressions: [request: { readonly texts: readonly string[] }, answer: readonly (ExpressionTree | null)[]];
  parseQuery: [request: { readonly sql: string }, answer: QueryTree | null];
  printQueries: [request: { readonly trees: readonly QueryTree[] }, answer: readonly (string | null)[]];
  firstRow: [
    request: { readonly sql: string; readonly conditions: readonly ExpressionTree[] },
    answer: readonly (string | null)[] | null,
  ];
  cancel: [request: { readonly id: string }, answer: null];
  close: [request: null, answer: null];
}

export type OperationName = keyof Operations;
export type RequestOf<K extends OperationName> = Operations[K][0];
export type AnswerOf<K extends OperationName> = Operations[K][1];

/** A message to the engine's thread. */
export interface Request<K extends OperationName = OperationName> {
  readonly id: number;
  readonly operation: K;
  readonly parameters: RequestOf<K>;
}

/** A message from the engine's thread about the request of that id. */
export type Response =
  | { readonly id: number; readonly type: 'answer'; readonly value: unknown }
  | { readonly id: number; readonly type: 'failure'; readonly failure: Failure }
  | { readonly id: number; readonly type: 'progress'; readonly rows: number };
