import { type Diagnostic, DvtError } from '../../core/errors.js';
import { type Json, mapping, mappings, type StateArtifacts } from './artifacts.js';
import { breakingChanges } from './breaking-changes.js';
import { usesChangedMacro } from './modified-macros.js';
import {
  hasPart,
  type Same,
  sameBody,
  sameConfig,
  sameContents,
  sameContract,
  samePersistedDescription,
  sameRelation,
} from './same-node.js';

export const STATE_CHANGES = [
  'new',
  'old',
  'modified',
  'unmodified',
  'modified.body',
  'modified.configs',
  'modified.persisted_descriptions',
  'modified.relation',
  'modified.macros',
  'modified.contract',
] as const;

export type StateChange = (typeof STATE_CHANGES)[number];

const PARTS: Readonly<Partial<Record<StateChange, Same>>> = {
  'modified.body': sameBody,
  'modified.configs': sameConfig,
  'modified.persisted_descriptions': samePersistedDescription,
  'modified.relation': sameRelation,
  'modified.contract': sameContract,
};

/** This project beside an earlier state of it. Each method throws where its artifact was not in the folder. */
export class StateComparison {
  readonly #artifacts: StateArtifacts;
  #judged = false;
  /** contracts that are broken, of models without versions */
  readonly warnings: Diagnostic[] = [];

  constructor(artifacts: StateArtifacts) {
    this.#artifacts = artifacts;
  }

  /** Says of a node's id whether it is new, modified ... */
  changed(change: StateChange): (id: string) => boolean {
    const before = this.#read('manifest', 'manifest.json');
    const now = this.#artifacts.currentManifest();
    const [old, current] = [entriesOf(before), entriesOf(now)];
    if (change === 'modified' || change === 'unmodified' || change === 'modified.contract') this.#judge(old, current);
    const macros = usesChangedMacro(before, now);
    const differs = (id: string, same: Same): boolean => {
      const [entry, now] = [old.get(id), current.get(id) ?? {}];
      return hasPart(now, same) && (entry === undefined || !same(entry, now));
    };
    const modified = (id: string): boolean => {
      const now = current.get(id) ?? {};
      return !sameContents(old.get(id), now) || macros(now);
    };
    const part = PARTS[change];
    if (part !== undefined) return (id) => differs(id, part);
    switch (change) {
      case 'new':
        return (id) => !old.has(id);
      case 'old':
        return (id) => old.has(id);
      case 'unmodified':
        return (id) => !modified(id);
      case 'modified.macros':
        return (id) => macros(current.get(id) ?? {});
      default:
        return modified;
    }
  }

  /** Ids of the nodes that ended with a status (`error`, `fail`, `skipped` ...). */
  withStatus(status: string): ReadonlySet<string> {
    const results = mappings(this.#read('results', 'run_results.json')['results']);
    return new Set(results.filter((one) => one['status'] === status).map((one) => String(one['unique_id'])));
  }

  /** Ids of the sources whose newest row is newer than it was. */
  fresherSources(): ReadonlySet<string> {
    const [before, now] = [
      loadedAt(this.#read('sources', 'sources.json')),
      loadedAt(this.#read('currentSources', 'sources.json')),
    ];
    return new Set([...now].filter(([id, at]) => at > (before.get(id) ?? Number.NEGATIVE_INFINITY)).map(([id]) => id));
  }

  /** Throws DVT1036 where the contract of a model with versions is broken. */
  #judge(before: ReadonlyMap<string, Json>, now: ReadonlyMap<string, Json>): void {
    if (this.#judged) return;
    this.#judged = true;
    const broken = breakingChanges(before, now);
    const refused = broken.filter(({ versioned }) => versioned);
    if (refused.length > 0) throw new DvtError(refused.map(({ diagnostic }) => diagnostic));
    this.warnings.push(...broken.map(({ diagnostic }) => diagnostic));
  }

  #read(artifact: 'manifest' | 'results' | 'sources' | 'currentSources', file: string): Json {
    const found = this.#artifacts[artifact];
    if (found !== null) return found;
    const current = artifact === 'currentSources';
    throw new DvtError({
      code: 'DVT1034',
      message: `There is no ${file} in ${current ? "the project's target folder" : this.#artifacts.folder} to compare with.`,
      hint: current
        ? 'Run `dvt source freshness` first.'
        : 'Give the folder that holds the artifacts of an earlier run.',
    });
  }
}

function entriesOf(manifest: Json): ReadonlyMap<string, Json> {
  const kinds = ['nodes', 'sources', 'exposures', 'unit_tests'];
  return new Map(
    kinds.flatMap((kind) => Object.entries(mapping(manifest[kind]))).map(([id, entry]) => [id, mapping(entry)]),
  );
}

/** Milliseconds UTC of each source's newest row. */
function loadedAt(sources: Json): ReadonlyMap<string, number> {
  const results = mappings(sources['results']).filter((one) => typeof one['max_loaded_at'] === 'string');
  return new Map(results.map((one) => [String(one['unique_id']), Date.parse(one['max_loaded_at'] as string)]));
}
