import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The dbt that dvt is compared with, and the adapters. */
const PACKAGES = ['dbt-core==1.12.6', 'dbt-postgres==1.11.0', 'dbt-duckdb==1.11.1', 'duckdb==1.5.5'];

/** dbt-core asks for it and works without it; its source package downloads a binary when it is installed. */
const UNNEEDED = 'dbt-core-experimental-parser';

/** Installs dbt into a virtual environment beside the system's temporary files, once; `DBT` names one that is there. */
export default async function installDbt(): Promise<void> {
  if (process.env['DBT'] !== undefined || process.env['DIFFERENTIAL'] === 'recorded') return;
  const folder = join(tmpdir(), `dvt-differential-${PACKAGES[0]!.replace('==', '-')}`);
  const dbt = join(folder, 'venv/bin/dbt');
  if (!existsSync(dbt)) {
    const run = (program: string, ...args: string[]): void => {
      execFileSync(program, args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
    };
    await mkdir(join(folder, 'stand-in'), { recursive: true });
    await writeFile(
      join(folder, 'stand-in/setup.py'),
      `from setuptools import setup\nsetup(name='${UNNEEDED}', version='2.0.8', py_modules=[])\n`,
    );
    run('python3', '-m', 'venv', 'venv');
    run('venv/bin/pip', 'install', '--quiet', 'setuptools', 'wheel', './stand-in');
    run('venv/bin/pip', 'install', '--quiet', ...PACKAGES);
  }
  process.env['DBT'] = dbt;
}
