import { DvtError } from '../core/errors.js';
import { nearest } from '../core/nearest.js';
import type { Manifest, SavedSelector } from '../spi/manifest.js';
import { type Criterion, parseCriterion, parseMethod } from './criterion.js';
import { INDIRECT_SELECTIONS, type IndirectSelection, type Specification, union } from './specification.js';

type Mapping = Readonly<Record<string, unknown>>;

/** The selection that `selectors.yml` has under a name. Throws a located DvtError for a mistake in it. */
export function savedSelector(manifest: Manifest, name: string, within: readonly string[] = []): Specification {
  const selector = manifest.selectors.get(name);
  if (selector === undefined) {
    const near = nearest(name, manifest.selectors.keys());
    const known = [...manifest.selectors.keys()].join(', ');
    throw new DvtError({
      code: 'DVT1035',
      message: `There is no selector named ${name}.`,
      hint:
        near !== null ? `Did you mean ${near}?` : known === '' ? 'selectors.yml defines none.' : `Selectors: ${known}.`,
    });
  }
  if (within.includes(name)) throw wrong(selector, `it contains itself: ${[...within, name].join(' -> ')}`);
  return new DefinitionReader(manifest, selector, [...within, name]).read(selector.definition);
}

/** The selector that is used where a command names nothing; null = none. */
export function defaultSelector(manifest: Manifest): string | null {
  return [...manifest.selectors.values()].find((selector) => selector.isDefault)?.name ?? null;
}

class DefinitionReader {
  constructor(
    readonly manifest: Manifest,
    readonly selector: SavedSelector,
    readonly within: readonly string[],
  ) {}

  read(definition: unknown): Specification {
    if (typeof definition === 'string') return this.#criterion(parseCriterion(definition));
    if (!isMapping(definition)) throw wrong(this.selector, 'a definition is a text or a mapping');
    for (const kind of ['union', 'intersection'] as const) {
      if (kind in definition) return this.#set(kind, definition[kind]);
    }
    const keys = Object.keys(definition);
    if (keys.length === 1 && keys[0] !== 'method')
      return this.#method({ method: keys[0], value: definition[keys[0]!] });
    if ('method' in definition && 'value' in definition) return this.#method(definition);
    throw wrong(this.selector, `expected \`method\` and \`value\`, found ${keys.join(', ')}`);
  }

  #set(kind: 'union' | 'intersection', list: unknown): Specification {
    if (!Array.isArray(list)) throw wrong(this.selector, `\`${kind}\` takes a list`);
    const exclusions = list.filter((item) => isMapping(item) && 'exclude' in item && !('method' in item));
    if (exclusions.length > 1) throw wrong(this.selector, `\`${kind}\` has two \`exclude\``);
    const parts = list.filter((item) => !exclusions.includes(item)).map((item) => this.read(item));
    return this.#without({ kind, parts }, exclusions[0]?.exclude);
  }

  #method(definition: Mapping): Specification {
    const { method, value, exclude } = definition;
    const text = `${String(method)}:${String(value)}`;
    if (value === null || value === undefined || typeof value === 'object')
      throw wrong(this.selector, `${text} has no value`);
    const read: Criterion = {
      text,
      ...parseMethod(String(method), text),
      value: String(value),
      parents: this.#depth(definition, 'parents'),
      children: this.#depth(definition, 'children'),
      childrensParents: definition['childrens_parents'] === true,
      indirect: this.#indirect(definition),
    };
    return this.#without(this.#criterion(read), exclude);
  }

  /** A selector's own tests come as its definition says, not as the one that uses it. */
  #criterion(criterion: Criterion): Specification {
    if (criterion.method !== 'selector') return { kind: 'criterion', criterion };
    const used = savedSelector(this.manifest, criterion.value, this.within);
    const { parents, children, childrensParents } = criterion;
    return parents > 0 || children > 0 || childrensParents ? { kind: 'criterion', criterion } : used;
  }

  #without(from: Specification, exclude: unknown): Specification {
    if (exclude === undefined || exclude === null) return from;
    const list = Array.isArray(exclude) ? exclude : [exclude];
    return { kind: 'difference', parts: [from, union(list.map((item) => this.read(item)))] };
  }

  #depth(definition: Mapping, side: 'parents' | 'children'): number {
    if (definition[side] !== true) return 0;
    const depth = definition[`${side}_depth`];
    return typeof depth === 'number' ? depth : Number.POSITIVE_INFINITY;
  }

  #indirect(definition: Mapping): IndirectSelection | null {
    const value = definition['indirect_selection'] ?? null;
    if (value === null || INDIRECT_SELECTIONS.includes(value as IndirectSelection))
      return value as IndirectSelection | null;
    throw wrong(this.selector, `\`indirect_selection\` is one of ${INDIRECT_SELECTIONS.join(', ')}`);
  }
}

function wrong({ name, location }: SavedSelector, message: string): DvtError {
  return new DvtError({
    code: 'DVT1036',
    message: `The selector ${name} cannot be read: ${message}.`,
    location,
    hint: 'See https://docs.getdbt.com/reference/node-selection/yaml-selectors',
  });
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
