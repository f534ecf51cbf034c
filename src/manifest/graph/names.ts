import { nearest } from '../../core/nearest.js';
import type { RefCall, SourceNode } from '../../spi/node.js';
import type { ParsedNode, SourceCall } from '../nodes/parsed-node.js';

/** What a call finds: its id, or why there is none. */
export type Found<T> =
  | { readonly kind: 'found'; readonly item: T }
  | { readonly kind: 'disabled' | 'missing'; readonly message: string; readonly hint: string };

/** Everything that `ref` and `source` can name, over all packages. */
export class Names {
  readonly #nodes = new Map<string, ParsedNode[]>();
  readonly #disabled = new Map<string, ParsedNode[]>();
  readonly #unread = new Set<string>();
  readonly #sources = new Map<string, SourceNode[]>();
  readonly #disabledSources = new Map<string, SourceNode[]>();
  readonly #searched: (asking: string) => readonly string[];
  readonly #packages: ReadonlySet<string>;

  /** @param searched packages in which what a package asks for is looked for first, in order */
  constructor(searched: (asking: string) => readonly string[], packages: ReadonlySet<string>) {
    this.#searched = searched;
    this.#packages = packages;
  }

  addNode(node: ParsedNode): void {
    const { kind } = node.traits;
    if (kind === 'model' || kind === 'seed' || kind === 'snapshot') {
      add(node.config.enabled ? this.#nodes : this.#disabled, node.name, node);
    }
  }

  /** A model or seed whose own mistake is told: nobody needs to hear that it is missing, too. */
  addUnread(name: string): void {
    this.#unread.add(name);
  }

  isUnread(call: RefCall | SourceCall): boolean {
    return 'name' in call && this.#unread.has(call.name);
  }

  addSource(source: SourceNode, enabled: boolean): void {
    add(enabled ? this.#sources : this.#disabledSources, sourceKey(source.sourceName, source.name), source);
  }

  /** Packages are searched in dbt's order: see `searchedPackages`; then any other. */
  ref(call: RefCall, from: string): Found<ParsedNode> {
    const candidates = this.#nodes.get(call.name) ?? [];
    const item = firstOf(
      candidates.filter((node) => isVersion(node, call.version)),
      call.package === null ? this.#searched(from) : [call.package],
      call.package === null,
    );
    if (item !== undefined) return { kind: 'found', item };
    const shown = `ref(${refText(call)})`;
    if (call.package !== null && !this.#packages.has(call.package)) {
      const near = nearest(call.package, this.#packages);
      const hint =
        near === null
          ? `Packages are ${[...this.#packages].join(', ')}; others are listed in packages.yml and installed by \`dvt deps\`.`
          : `Did you mean ref(${refText({ ...call, package: near })})?`;
      return { kind: 'missing', message: `${shown} names a package that is not installed.`, hint };
    }
    const [off] = (this.#disabled.get(call.name) ?? []).filter((node) => isVersion(node, call.version));
    if (off !== undefined) {
      const hint = `${off.path} has \`enabled: false\`; enable it or take the reference out.`;
      return { kind: 'disabled', message: `${shown} names a ${off.traits.kind} that is disabled.`, hint };
    }
    return {
      kind: 'missing',
      message: `There is no model ${refText(call)} to ref.`,
      hint: this.#suggestNode(call, candidates),
    };
  }

  source(call: SourceCall, from: string): Found<SourceNode> {
    const key = sourceKey(call.source, call.table);
    const shown = `source('${call.source}', '${call.table}')`;
    const item = firstOf(this.#sources.get(key) ?? [], this.#searched(from), true);
    if (item !== undefined) return { kind: 'found', item };
    const [off] = this.#disabledSources.get(key) ?? [];
    if (off !== undefined) {
      const hint = `${off.path} has \`enabled: false\` for it; enable it or take the reference out.`;
      return { kind: 'disabled', message: `${shown} is disabled.`, hint };
    }
    return { kind: 'missing', message: `There is no ${shown}.`, hint: this.#suggestSource(call) };
  }

  #suggestNode(call: RefCall, sameName: readonly ParsedNode[]): string {
    const versions = sameName.flatMap(({ traits }) =>
      traits.kind === 'model' && traits.version !== null ? [traits.version] : [],
    );
    if (versions.length > 0) return `${call.name} has the versions ${versions.join(', ')}.`;
    if (sameName[0] !== undefined && call.version !== null) {
      return `${call.name} has no versions: write ref(${refText({ ...call, version: null })}).`;
    }
    if (sameName[0] !== undefined) return `There is one in the package ${sameName[0].packageName}.`;
    const near = nearest(call.name, this.#nodes.keys());
    if (near !== null) return `Did you mean ref('${near}')?`;
    for (const [source] of this.#sources.values()) {
      if (source?.name === call.name)
        return `There is a source of this name: source('${source.sourceName}', '${call.name}').`;
    }
    return `Models are the .sql files below the model paths; the project has ${this.#nodes.size}.`;
  }

  #suggestSource(call: SourceCall): string {
    const all = [...this.#sources.values()].flat();
    const tables = all.filter((source) => source.sourceName === call.source).map((source) => source.name);
    if (tables.length > 0) {
      const near = nearest(call.table, tables);
      if (near !== null) return `Did you mean source('${call.source}', '${near}')?`;
      return `The source '${call.source}' has the tables ${tables.join(', ')}.`;
    }
    const known = new Set(all.map((source) => source.sourceName));
    const near = nearest(call.source, known);
    if (near !== null) return `Did you mean source('${near}', '${call.table}')?`;
    if (known.size > 0 && known.size <= 10) return `The project has the sources ${[...known].join(', ')}.`;
    return 'Declare it under `sources:` in a .yml file below the model paths.';
  }
}

function refText({ package: packageName, name, version }: RefCall): string {
  const pinned = version === null ? '' : `, v=${typeof version === 'number' ? version : `'${version}'`}`;
  return `${packageName === null ? '' : `'${packageName}', `}'${name}'${pinned}`;
}

/** Without a version the latest one is meant; what has no versions is not found by any. */
function isVersion({ traits }: ParsedNode, wanted: RefCall['version']): boolean {
  if (traits.kind !== 'model' || traits.version === null) return wanted === null;
  return String(traits.version) === String(wanted ?? traits.latestVersion);
}

function firstOf<T extends { readonly packageName: string }>(
  items: readonly T[],
  packages: readonly string[],
  orAny: boolean,
): T | undefined {
  for (const name of packages) {
    const found = items.find((item) => item.packageName === name);
    if (found !== undefined) return found;
  }
  return orAny ? items[0] : undefined;
}

function add<T>(index: Map<string, T[]>, key: string, item: T): void {
  const list = index.get(key);
  if (list === undefined) index.set(key, [item]);
  else list.push(item);
}

function sourceKey(source: string, table: string): string {
  return `${source}\u0000${table}`;
}
