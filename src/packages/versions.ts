import semver from 'semver';
import { DBT_VERSION } from '../core/dbt-version.js';
import { DvtError } from '../core/errors.js';

/** One specifier as dbt writes it: a version, or a comparison with one. */
const SPECIFIER = /^\s*(?:(==|=|>=|<=|>|<)\s*)?v?(\d+\.\d+\.\d+(?:[-.+\w]*)?)\s*$/;

/** Versions of a package on the hub. */
export interface HubVersions {
  /** those that may be installed */
  readonly available: readonly string[];
  /** also those that require another dbt */
  readonly all: readonly string[];
}

/**
 * The newest of those available that every specifier admits. Prereleases count where one is asked for by name or
 * `prereleases` says so. Throws DVT1072 where none is left, DVT1071 for a specifier that cannot be read.
 */
export function newestVersion(
  name: string,
  specifiers: readonly string[],
  { available, all }: HubVersions,
  prereleases: boolean,
): string {
  const ranges = specifiers
    .flatMap((text) => text.split(','))
    .filter((text) => text.trim() !== '')
    .map((text) => rangeOf(name, text));
  const named = ranges.some((range) => /\d-/.test(range));
  const options = { includePrerelease: true };
  const newest = (versions: readonly string[]): string | undefined => {
    const fitting = versions
      .filter((version) => semver.valid(version) !== null)
      .filter((version) => prereleases || named || semver.prerelease(version) === null)
      .filter((version) => ranges.every((range) => semver.satisfies(version, range, options)));
    return semver.rsort(fitting)[0];
  };
  const found = newest(available);
  if (found !== undefined) return found;
  const other = newest(all);
  if (other !== undefined) {
    throw new DvtError({
      code: 'DVT1072',
      message: `Every version of ${name} that fits ${specifiers.join(', ')} requires another dbt than ${DBT_VERSION}, ${other} too.`,
      hint: 'Ask for other versions, or run with --no-version-check.',
    });
  }
  throw new DvtError({
    code: 'DVT1072',
    message: `No version of ${name} fits ${specifiers.join(', ')}.`,
    hint: `The hub has ${semver
      .rsort(available.filter((one) => semver.valid(one) !== null))
      .slice(0, 8)
      .join(', ')}. Packages that need different versions of it cannot be installed together.`,
  });
}

/** The newest release, prereleases aside; null = there is none. */
export function latestRelease(available: readonly string[]): string | null {
  return (
    semver.rsort(available.filter((one) => semver.valid(one) !== null && semver.prerelease(one) === null))[0] ?? null
  );
}

function rangeOf(name: string, text: string): string {
  const [, operator = '=', version] = SPECIFIER.exec(text) ?? [];
  if (version !== undefined && semver.valid(version) !== null) return `${operator === '==' ? '=' : operator}${version}`;
  throw new DvtError({
    code: 'DVT1071',
    message: `'${text}' is no version of ${name}.`,
    hint: "Write '1.3.0', or bounds: ['>=1.0.0', '<2.0.0'].",
  });
}
