import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { differences } from './compare.js';
import { stopDbt } from './dbt.js';
import { outcomeOf } from './outcome.js';
import { PLACES, type Place } from './place.js';
import { Recording } from './recording.js';
import type { Kind, Suite } from './suite.js';
import { type Tool, tool } from './tool.js';

/** `live`: beside dbt. `record`: the same, and dbt's outcomes are written down. `recorded`: against what was written down. */
const MODE = process.env['DIFFERENTIAL'] ?? 'recorded';

/** milliseconds that a step may take on a busy machine */
const PATIENCE = 600_000;

/** Runs a suite's steps under dvt, and under dbt or against dbt's recorded outcomes; each step is a test. */
export function differential(suite: Suite): void {
  const name = suite.name ?? suite.project;
  describe.each(suite.kinds ?? (['duckdb', 'postgres'] as const))(`${name} on %s`, (kind) => {
    const steps = typeof suite.steps === 'function' ? suite.steps(kind) : suite.steps;
    const recording = new Recording(name, kind);
    let dvt: Side;
    let dbt: Side | null = null;
    let built = 0;
    beforeAll(async () => {
      dvt = await side('dvt', suite, kind);
      if (MODE !== 'recorded') dbt = await side('dbt', suite, kind);
    });
    afterAll(async () => {
      for (const one of [dvt, dbt]) {
        await one?.tool.remove();
        await one?.place.drop();
      }
      stopDbt();
    });
    for (const [index, step] of steps.entries()) {
      const title = step.args.join(' ');
      test(
        `${index + 1} ${title}`,
        async () => {
          const expected = dbt && (await outcomeOf(step, dbt.tool, dbt.place));
          if (expected !== null && MODE === 'record') await recording.add(title, expected.outcome);
          const actual = await outcomeOf(step, dvt.tool, dvt.place);
          const said = `${expected?.said ?? ''}\n--- dvt ---\n${actual.said}`;
          const wanted = expected?.outcome ?? recording.outcome(index, title);
          built += Object.keys(wanted.relations ?? {}).length;
          expect(differences(wanted, actual.outcome), said).toEqual([]);
        },
        PATIENCE,
      );
    }
    // Two tools that both reach nothing agree in everything.
    test('dbt built relations', () => expect(built).toBeGreaterThan(0));
  });
}

interface Side {
  readonly tool: Tool;
  readonly place: Place;
}

async function side(name: Tool['name'], { project, within }: Suite, kind: Kind): Promise<Side> {
  const place = await PLACES[kind]();
  return { place, tool: await tool(name, project, (folder) => place.profile(folder), within) };
}
