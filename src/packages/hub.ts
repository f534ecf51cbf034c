import pRetry, { AbortError } from 'p-retry';
import { DvtError } from '../core/errors.js';
import { nearest } from '../core/nearest.js';

/** What the index says of one version of a package. */
export interface HubVersion {
  readonly tarball: string;
}

/** The index of published packages (https://hub.getdbt.com), or another one that speaks as it does. */
export class Hub {
  readonly #address: string;
  readonly #signal: AbortSignal;
  readonly #known = new Map<string, Promise<ReadonlyMap<string, HubVersion>>>();

  constructor(address: string, signal: AbortSignal) {
    this.#address = address.replace(/\/+$/, '');
    this.#signal = signal;
  }

  /** The versions of a package. Throws DVT1073 where the index has no such package or cannot be reached. */
  versions(name: string): Promise<ReadonlyMap<string, HubVersion>> {
    let versions = this.#known.get(name);
    if (versions === undefined) {
      versions = this.#read(name);
      this.#known.set(name, versions);
    }
    return versions;
  }

  async #read(name: string): Promise<ReadonlyMap<string, HubVersion>> {
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
    const versions = (found as { readonly versions?: Readonly<Record<string, unknown>> }).versions ?? {};
    return new Map(Object.entries(versions).map(([version, entry]) => [version, hubVersion(entry)]));
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

function hubVersion(entry: unknown): HubVersion {
  const { downloads } = entry as { readonly downloads?: { readonly tarball?: string } };
  return { tarball: downloads?.tarball ?? '' };
}
