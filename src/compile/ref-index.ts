import { DvtError } from '../core/errors.js';
import { nearest } from '../core/nearest.js';
import type { Manifest } from '../spi/manifest.js';
import type { ManifestNode, RefCall, SourceNode } from '../spi/node.js';

/** Whose calls are resolved: a node, or a macro that runs without one. */
export interface Caller {
  readonly packageName: string;
  /** null: no node, and no order of the run that would depend on what it names */
  readonly node: ManifestNode | null;
}

/** What `ref` and `source` mean, as dbt resolves them. */
export class RefIndex {
  readonly #manifest: Manifest;
  readonly #searched: (asking: string) => readonly string[];
  readonly #nodes = new Map<string, ManifestNode[]>();

  /** @param searched packages in which what a package asks for is looked for first, in order */
  constructor(manifest: Manifest, searched: (asking: string) => readonly string[]) {
    this.#manifest = manifest;
    this.#searched = searched;
    for (const node of manifest.nodes.values()) {
      if (node.kind !== 'model' && node.kind !== 'seed' && node.kind !== 'snapshot') continue;
      const same = this.#nodes.get(node.name);
      if (same === undefined) this.#nodes.set(node.name, [node]);
      else same.push(node);
    }
  }

  /** Throws a DvtError where there is no such node, or where the caller's place in the run was decided without it. */
  ref({ name, package: wanted, version }: Omit<RefCall, 'location'>, caller: Caller): ManifestNode {
    const order = wanted === null ? [...this.#searched(caller.packageName), null] : [wanted];
    const candidates = this.#nodes.get(name) ?? [];
    for (const packageName of order) {
      const found = candidates.find(
        (node) => (packageName === null || node.packageName === packageName) && isVersion(node, version),
      );
      if (found !== undefined) return declared(found, `ref('${name}')`, caller);
    }
    const near = nearest(name, this.#nodes.keys());
    const hint = near === null || near === name ? {} : { hint: `Did you mean ref('${near}')?` };
    throw new DvtError({
      code: 'DVT2101',
      message: `There is no model ${shown(name, wanted, version)} to ref.`,
      ...hint,
    });
  }

  /** As `ref`, for a source's table. */
  source({ source, table }: { readonly source: string; readonly table: string }, caller: Caller): SourceNode {
    const call = `source('${source}', '${table}')`;
    const { sources } = this.#manifest;
    for (const packageName of this.#searched(caller.packageName)) {
      const found = sources.get(`source.${packageName}.${source}.${table}`);
      if (found !== undefined) return declared(found, call, caller);
    }
    const elsewhere = [...sources.values()].find((one) => one.sourceName === source && one.name === table);
    if (elsewhere !== undefined) return declared(elsewhere, call, caller);
    throw new DvtError({ code: 'DVT2102', message: `There is no ${call}.` });
  }
}

function isVersion(node: ManifestNode, version: RefCall['version']): boolean {
  if (node.kind !== 'model' || node.version === null) return version === null;
  return String(node.version) === String(version ?? node.latestVersion);
}

function shown(name: string, packageName: string | null, version: RefCall['version']): string {
  const within = packageName === null ? '' : ` of ${packageName}`;
  return `'${name}'${version === null ? '' : ` in version ${version}`}${within}`;
}

/** The order of the run was made without it, so that it may not be there yet; sources are, as dbt takes them. */
function declared<T extends ManifestNode | SourceNode>(found: T, call: string, { node }: Caller): T {
  if (node === null || node.kind === 'operation' || found.id === node.id || node.dependsOn.includes(found.id))
    return found;
  // On another connection it would change the route of the model, which is decided.
  if (found.kind === 'source' && node.route.kind === 'in place' && found.connection === node.connection) return found;
  throw new DvtError({
    code: 'DVT2106',
    message: `${node.name} calls ${call} only while it is compiled, so that its place in the run was decided without it.`,
    hint: `Name it at the top of the model: -- depends_on: {{ ${call} }}`,
  });
}
