import pRetry, { AbortError } from 'p-retry';
import { dbtRequirements, isDbtRequirement, meetsDbtRequirement } from '../core/dbt-requirement.js';
import { DvtError } from '../core/errors.js';
import { nearest } from '../core/nearest.js';

/** What the index says of one version of a package. */
export interface HubVersion {
  readonly tarball: string;
  /** Its `require-dbt-version` is met, or it has none that can be read. */
  readonly speaksOurLanguage: boolean;
}

/** What the index says of a package. */
export interface HubPackage {
  readonly versions: ReadonlyMap<string, HubVersion>;
  /** the name under which it goes on; null = this one */
  readonly movedTo: string | null;
}

/** The index of published packages (https://hub.getdbt.com), or another one that speaks as it does. */
export class Hub {
  readonly #address: string;
  readonly #signal: AbortSignal;
  readonly #known = new Map<string, Promise<HubPackage>>();

  constructor(address: string, signal: AbortSignal) {
    this.#address = address.replace(/\/+$/, '');
    this.#signal = signal;
  }

  /** What the index has of a package. Throws DVT1073 where it has none of that name or cannot be reached. */
  package(name: string): Promise<HubPackage> {
    let found = this.#known.get(name);
    if (found === undefined) {
      found = this.#read(name);
      this.#known.set(name, found);
    }
    return found;
  }

  async #read(name: string): Promise<HubPackage> {
    const found = await this.#json(`/api/v1/${name}.json`);
    if (found === null) {
      const all = (await this.#json('/api/v1/index.json').catch(() => null)) as readonly string[] | null;
      const near = Array.isArray(all) ? nearest(name, all) : null;
      throw new DvtError({
        code: 'DVT1073',
        message: `The package index has no package ${name}.`,
        hint: near === null ? 'Names are written owner/name, as on the index.' : `Did you mean ${near}?`,
      });
    }
    const { versions = {}, redirectnamespace, redirectname } = found as IndexEntry;
    const [namespace, own] = name.split('/');
    const moved = Boolean(redirectnamespace ?? redirectname);
    return {
      versions: new Map(Object.entries(versions).map(([version, entry]) => [version, hubVersion(entry)])),
      movedTo: moved ? `${redirectnamespace ?? namespace}/${redirectname ?? own}` : null,
    };
  }

  /** null = 404. Other failures are tried again, with growing pauses. */
  #json(path: string): Promise<unknown> {
    return pRetry(
      async () => {
        const response = await fetch(this.#address + path, { signal: this.#signal });
        if (response.status === 404) return null;
        if (response.status < 500 && !response.ok) throw new AbortError(`it answered ${response.status}`);
        if (!response.ok) throw new Error(`it answered ${response.status}`);
        return await response.json();
      },
      { retries: 3, minTimeout: 300, signal: this.#signal },
    ).catch((cause: unknown) => {
      const reason =
        cause instanceof Error ? (cause.cause instanceof Error ? cause.cause.message : cause.message) : String(cause);
      throw new DvtError(
        {
          code: 'DVT1073',
          message: `The package index at ${this.#address} cannot be read: ${reason}`,
          hint: 'Check the network; DBT_PACKAGE_HUB_URL names another index.',
        },
        { cause },
      );
    });
  }
}

interface IndexEntry {
  readonly versions?: Readonly<Record<string, IndexVersion>>;
  readonly redirectnamespace?: string | null;
  readonly redirectname?: string | null;
}

interface IndexVersion {
  readonly downloads?: { readonly tarball?: string };
  readonly require_dbt_version?: string | readonly string[] | null;
}

function hubVersion({ downloads, require_dbt_version: required }: IndexVersion): HubVersion {
  const speaksOurLanguage = dbtRequirements(required ?? [])
    .filter(isDbtRequirement)
    .every(meetsDbtRequirement);
  return { tarball: downloads?.tarball ?? '', speaksOurLanguage };
}
