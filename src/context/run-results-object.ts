import { statementResponse } from '../core/statement-response.js';
import { threadNames } from '../core/thread-names.js';
import { HostObject, hostFunction, PyFloat, type Value } from '../jinja/index.js';
import type { NodeResult } from '../spi/run-result.js';
import { mapView } from './lazy-dict.js';
import { manifestNodeObject, type NodeFacts } from './node-object.js';

/** `results` of a hook at the end, with dbt's names: each with its node and timings, and with `to_dict()`. */
export function resultsList(results: readonly NodeResult[], facts: NodeFacts): Value {
  const threads = threadNames(results);
  return results.map((result, i) => resultOf(result, threads[i]!, facts));
}

type Fields = Readonly<Record<string, Value>>;

function resultOf(result: NodeResult, thread: string, facts: NodeFacts): HostObject {
  const { node, startedAt, completedAt } = result;
  const milliseconds = startedAt && completedAt ? completedAt.getTime() - startedAt.getTime() : 0;
  const told = result.diagnostics.map(({ message }) => message).join('\n');
  const code = result.compiledSql;
  const entry = {
    ...manifestNodeObject(node, facts),
    ...(code !== null && { compiled: true, compiled_code: code, extra_ctes: [], extra_ctes_injected: true }),
  } as Fields;
  const timing = result.timing.map((one) => ({
    name: one.name,
    started_at: one.startedAt.toISOString(),
    completed_at: one.completedAt.toISOString(),
  }));
  const fields: Fields = {
    status: result.status === 'cancelled' ? 'error' : result.status,
    timing,
    thread_id: thread,
    execution_time: PyFloat.of(milliseconds / 1000),
    adapter_response: response(result),
    message: result.message ?? (told === '' ? null : told),
    failures: result.failures,
    node: entry,
    unique_id: node.id,
  };
  return withToDict(fields, { node: nodeOf(entry), timing: timing.map((one) => withToDict(one)) });
}

/** What was not done has no response, nor have batches together; of a test dbt has that of its query, which is one row. */
function response({ status, message, rows, node, batches }: NodeResult): Fields {
  if (batches !== undefined) return {};
  if (status === 'success' && message !== null) return { ...statementResponse(message, rows) };
  const isTested = node.kind === 'test' && (status === 'pass' || status === 'warn' || status === 'fail');
  return isTested ? { ...statementResponse('SELECT 1', null) } : {};
}

/** A node, whose `config` has none where a dict has nothing: dbt's configurations answer by their own `get()`. */
function nodeOf(fields: Fields): HostObject {
  return withToDict(fields, { config: withToDict(fields['config'] as Fields, {}, null) });
}

/** Fields as a dict with `to_dict()`. `shown` stands in for some of them outside of it, `missing` for all others. */
function withToDict(fields: Fields, shown: Fields = {}, missing?: Value): HostObject {
  const contents = new Map<Value, Value>(Object.entries({ ...fields, ...shown }));
  return new HostObject({
    typeName: 'dict',
    dict: () => mapView(contents),
    attributes: { to_dict: hostFunction('to_dict', ['omit_none?'], () => ({ ...fields })) },
    ...(missing !== undefined && { getItem: (key) => contents.get(key) ?? missing }),
  });
}
