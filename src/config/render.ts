import { type Diagnostic, DvtError } from '../core/errors.js';
import { withoutFinalBreak } from '../core/final-break.js';
import type { KeyPath, LocatedYaml } from '../core/located-yaml.js';
import type { Location } from '../core/position.js';

/** Renders one value that holds Jinja; the result is a native value where the template is one expression, as in dbt. */
export type Render = (template: string, location: Location) => Promise<unknown>;

const JINJA = /\{\{|\{%|\{#/;

/** Whether a value of a YAML file has to be rendered. */
export function isTemplate(value: unknown): value is string {
  return typeof value === 'string' && JINJA.test(value);
}

/**
 * Renders every template in a value, mappings and sequences included.
 * @param keys where the value stands in `yaml`
 * @param found gets the mistakes of the templates, all of them; what failed is undefined in the result
 */
export async function renderTree(
  value: unknown,
  keys: KeyPath,
  context: {
    readonly yaml: LocatedYaml;
    readonly render: Render;
    readonly found: Diagnostic[];
    /** false leaves the value at this path as written */
    readonly wanted?: (keys: KeyPath) => boolean;
  },
): Promise<unknown> {
  if (context.wanted && !context.wanted(keys)) return value;
  if (Array.isArray(value)) return Promise.all(value.map((item, i) => renderTree(item, [...keys, i], context)));
  if (value !== null && typeof value === 'object') {
    const rendered: Record<string, unknown> = {};
    for (const [key, item] of Object.entries(value)) rendered[key] = await renderTree(item, [...keys, key], context);
    return rendered;
  }
  if (!isTemplate(value)) return typeof value === 'string' ? withoutFinalBreak(value) : value;
  const location = context.yaml.locate(keys);
  try {
    return await context.render(value, location);
  } catch (error) {
    if (!(error instanceof DvtError)) throw error;
    for (const diagnostic of error.diagnostics) context.found.push(placed(diagnostic, keys, context.yaml));
    return undefined;
  }
}

/** A mistake without a place (an unset variable) is shown at the value that it was met in. */
function placed(diagnostic: Diagnostic, keys: KeyPath, yaml: LocatedYaml): Diagnostic {
  if (diagnostic.location) return diagnostic;
  const { location, frame } = yaml.diagnostic(diagnostic, keys);
  return { ...diagnostic, ...(location && { location }), ...(frame && { frame }) };
}
