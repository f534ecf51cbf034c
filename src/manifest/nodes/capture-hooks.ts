import { DvtError } from '../../core/errors.js';
import type { Location } from '../../core/position.js';
import type { Globals } from '../../jinja/index.js';
import { hooksOf } from '../configs/hooks.js';
import { captureTemplate } from './capture.js';
import type { PackageParsing } from './package-parsing.js';
import type { Captured } from './parse-context.js';
import type { InputCall } from './parsed-node.js';

/** A node as far as its hooks are looked at. */
export interface Hooked {
  readonly name: string;
  /** its configs, with all layers merged */
  readonly values: Readonly<Record<string, unknown>>;
  /** where a config is written */
  place(key: string): Location;
}

/**
 * What the hooks of a node call: as in dbt, the node comes after what its hooks read. A hook that cannot be rendered
 * before anything runs is told of when it runs.
 */
export async function captureHooks(
  node: Hooked,
  { templater, shared }: PackageParsing,
  prepare: (captured: Captured) => Globals,
): Promise<Pick<Captured, 'calls' | 'macros'>> {
  const calls: InputCall[] = [];
  const macros = new Set<string>();
  const overridden = ['ref', 'source', 'config'].some((macro) => shared.macros.own(macro) !== undefined);
  for (const key of ['pre_hook', 'post_hook']) {
    for (const { sql } of hooksOf(node.values[key])) {
      if (!/\{[{%]/.test(sql)) continue;
      const location = node.place(key);
      try {
        const template = templater.parse(sql, { name: location.path });
        const found = await captureTemplate(template, templater, overridden, prepare);
        for (const call of found.calls)
          if (!isOf(call, node.name)) calls.push({ ...call, location, besideQuery: true });
        for (const macro of found.macros) macros.add(macro);
      } catch (error) {
        if (!(error instanceof DvtError)) throw error;
      }
    }
  }
  return { calls, macros };
}

function isOf(call: InputCall, name: string): boolean {
  return call.kind === 'ref' && call.name === name;
}
