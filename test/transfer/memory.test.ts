import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const ROWS = 2_000_000;

// The peak of a process is read from /proc, which only Linux has.
test.runIf(process.platform === 'linux')(
  '440 MB are staged and joined within 128 MB and what the process itself takes',
  async () => {
    const directory = mkdtempSync(join(tmpdir(), 'dvt-memory-'));
    const script = new URL('./stage-in-child.mjs', import.meta.url).pathname;
    const { stdout } = await promisify(execFile)(process.execPath, [script, directory, String(ROWS)]);
    const { staged, joined, peakMegabytes } = JSON.parse(stdout);
    expect({ staged, joined }).toEqual({ staged: ROWS, joined: [ROWS * 2, ROWS * 2 * 200] });
    expect(peakMegabytes).toBeLessThan(400);
    // Nothing is left of the staging database and of what was spilled.
    expect(readdirSync(directory)).toEqual([]);
    rmSync(directory, { recursive: true });
  },
);
