import { DvtError } from '../core/errors.js';
import type { ConnectionProfile, ProfilesFile } from '../spi/project.js';
import type { ReportConfig } from './configs/declared-config.js';

/** The connections that the project's nodes name. */
export class Connections {
  readonly #profiles: ProfilesFile;
  readonly #rendered = new Map<string, Promise<ConnectionProfile>>();

  constructor(
    profiles: ProfilesFile,
    /** resolved name of the project's own connection */
    readonly own: string,
  ) {
    this.#profiles = profiles;
  }

  /** The resolved name of a connection. Throws a DvtError with the nearest known name. */
  resolve(name: string): string {
    return this.#profiles.resolve(name);
  }

  /** A connection's profile, rendered and validated once. */
  profile(resolved: string): Promise<ConnectionProfile> {
    let profile = this.#rendered.get(resolved);
    if (profile === undefined) {
      profile = this.#profiles.connection(resolved);
      this.#rendered.set(resolved, profile);
    }
    return profile;
  }

  /** Names of the dialects of the project's own connection and of others, the own first. */
  async dialects(names: Iterable<string>): Promise<readonly string[]> {
    const profiles = await Promise.all([...new Set([this.own, ...names])].map((name) => this.profile(name)));
    return profiles.map(({ adapter }) => adapter.dialect.name);
  }

  /** Where a node with this `target:` is published; where none is said, or (reported) there is none such: `usual`. */
  async ofNode(target: string | null, usual: string, report: ReportConfig): Promise<ConnectionProfile> {
    if (target === null) return this.profile(usual);
    let resolved: string;
    try {
      resolved = this.resolve(target);
    } catch (error) {
      if (!(error instanceof DvtError)) throw error;
      for (const { code, message, hint } of error.diagnostics) report('target', code, message, hint);
      return this.profile(usual);
    }
    return this.profile(resolved);
  }
}
