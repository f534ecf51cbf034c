import { expect, test } from 'vitest';
import { across, TARGETS } from './across.js';

const PRECISE = '{"rate": 0.12345678901234567890}';

/** What becomes JSON in the target, or in a file of JSON. */
const MODELS: Readonly<Record<string, string>> = {
  whole: `select [9007199254740993::hugeint] as v`,
  text: `select ['NaN', '0.12345678901234567890'] as v`,
  usual: `select ['{"a": 0.30000000000000004, "b": 1.5e3, "c": 12345678901234567890}'::json] as v`,
  no_number: `select ['nan'::double] as v`,
  endless: `select {'a': 'inf'::float} as v`,
  rounded: `select ['${PRECISE}'::json] as v`,
  nameless: `select row(1, 2) as v`,
};

test.each(TARGETS.filter((target) => target !== 'duckdb'))(
  'what JSON would change in lists and structures is refused, on %s',
  async (target) => {
    const { project, query } = await across(
      target,
      ['unused'],
      Object.fromEntries(
        Object.entries(MODELS).map(([name, sql]) => [
          `models/${name}.sql`,
          `{{ config(compute='duckdb', materialized='table') }}\n${sql}\n`,
        ]),
      ),
    );
    const { output } = await project.dvt('run');
    const results = JSON.parse(await project.read('target/run_results.json')).results as {
      unique_id: string;
      status: string;
      message: string;
    }[];
    const failed = Object.fromEntries(
      results
        .filter(({ status }) => status !== 'success')
        .map(({ unique_id, message }) => [unique_id.split('.').at(-1), message]),
    );
    expect(failed, output).toEqual({
      no_number: expect.stringMatching(/column v.*NaN/),
      endless: expect.stringMatching(/column v.*infinity/),
      rounded: expect.stringMatching(/column v.*more than a double holds/),
      nameless: expect.stringMatching(/column v.*no names/),
    });
    const kept = async (name: string): Promise<unknown> =>
      JSON.parse(String((await query(`select v from ${name}`))[0]![0]));
    expect(await kept('text')).toEqual(['NaN', '0.12345678901234567890']);
    expect((await query('select v from whole'))[0]![0]).toBe('[9007199254740993]');
    expect((await query('select v from usual'))[0]![0]?.replaceAll(' ', '')).toMatch(
      /"a":0\.30000000000000004,"b":1500(\.0)?,"c":12345678901234567890/,
    );
  },
);

test('JSON documents keep their numbers in files of JSON, or are refused', async () => {
  const { project } = await across('duckdb', ['unused'], {
    'models/kept.sql': `{{ config(target='lines') }}\nselect '{"a": 0.30000000000000004}'::json as v`,
    'models/lost.sql': `{{ config(target='lines') }}\nselect '${PRECISE}'::json as v`,
  });
  const profiles = await project.read('profiles.yml');
  await project.write('profiles.yml', `${profiles}\nlines: {adapter: files, path: '.', format: ndjson}\n`);
  const { output } = await project.dvt('run');
  expect(output).toMatch(/Failure in model lost[\s\S]*column v: a number in its JSON/);
  expect(JSON.parse(await project.read('kept.ndjson'))).toEqual({ v: { a: 0.1 + 0.2 } });
  await expect(project.read('lost.ndjson')).rejects.toThrow(/ENOENT/);
});
