import type { ManifestNode, ModelNode } from '#dvt/spi/node.js';
import type { NodeResult } from '#dvt/spi/run-result.js';
import { manifestOf } from '../select/manifest-of.js';

/** A model of a project `shop`, published in the schema `main`. */
export function model(name: string, changes: Partial<ModelNode> = {}): ManifestNode {
  const listed = {
    unique_id: `model.shop.${name}`,
    resource_type: 'model',
    name,
    package_name: 'shop',
    original_file_path: `models/${name}.sql`,
    fqn: ['shop', name],
    tags: [],
    config: {},
    depends_on: [],
  };
  return { ...(manifestOf([listed]).nodes.get(listed.unique_id) as ModelNode), ...changes };
}

/** A result that took half a second. */
export function result(node: ManifestNode, changes: Partial<NodeResult> = {}): NodeResult {
  return {
    node,
    status: 'success',
    message: 'SELECT 20',
    failures: null,
    compiledPath: null,
    failedRows: null,
    diagnostics: [],
    startedAt: new Date('2026-01-31T08:00:00.000Z'),
    completedAt: new Date('2026-01-31T08:00:00.500Z'),
    rows: 20,
    bytesLoaded: null,
    extractions: [],
    compiledSql: 'select 1',
    timing: [],
    skippedBecause: null,
    ...changes,
  };
}

/** An extraction of which nothing was known before. */
export const UNESTIMATED = { estimatedRows: null, estimatedBytes: null, reducedBy: [] } as const;

export const FEDERATED = { kind: 'federated', engine: 'duckdb', reason: 'reads pg, mysql' } as const;
