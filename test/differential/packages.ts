import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Repositories and releases, by the names of the packages. */
const PACKAGES: Readonly<Record<string, readonly [repository: string, release: string]>> = {
  dbt_utils: ['dbt-labs/dbt-utils', '1.4.1'],
  dbt_date: ['godatadriven/dbt-date', '0.21.0'],
  dbt_expectations: ['metaplane/dbt-expectations', '0.10.9'],
  codegen: ['dbt-labs/dbt-codegen', '0.14.1'],
  audit_helper: ['dbt-labs/dbt-audit-helper', 'HEAD'],
};

/**
 * Clones the packages side by side into a folder of its own, each reading the others from there. `DBT_PACKAGES` names a
 * folder of git repositories (`owner+name/repo`) for machines without a network. Throws where one cannot be had.
 */
export function fetchedPackages(): string {
  const folder = mkdtempSync(join(tmpdir(), 'dvt-differential-packages-'));
  const mirror = process.env['DBT_PACKAGES'];
  for (const [name, [repository, release]] of Object.entries(PACKAGES)) {
    const local = mirror === undefined ? null : join(mirror, repository.replace('/', '+'), 'repo');
    const source = local !== null && existsSync(local) ? local : `https://github.com/${repository}.git`;
    try {
      execFileSync('git', ['clone', '--quiet', source, name], { cwd: folder, stdio: 'pipe', timeout: 120_000 });
      execFileSync('git', ['checkout', '--quiet', release], { cwd: join(folder, name), stdio: 'pipe' });
    } catch (error) {
      const hint = `Set DBT_PACKAGES to a folder that has it as ${repository.replace('/', '+')}/repo.`;
      throw new Error(`The package ${name} ${release} could not be fetched from ${source}. ${hint}`, { cause: error });
    }
    readsNeighbours(join(folder, name), folder);
  }
  return folder;
}

/** Packages of the hub are read from the folder beside. */
function readsNeighbours(root: string, folder: string): void {
  const file = join(root, 'packages.yml');
  if (existsSync(file)) {
    const names = [...readFileSync(file, 'utf8').matchAll(/package: \S+\/(\S+)/g)].map((match) => match[1]!);
    writeFileSync(file, JSON.stringify({ packages: names.map((name) => ({ local: join(folder, name) })) }));
  }
  for (const lock of ['package-lock.yml', 'integration_tests/package-lock.yml'])
    rmSync(join(root, lock), { force: true });
}
