import { describe, expect, test } from 'vitest';
import type { ColumnType } from '#dvt/spi/column-type.js';
import { engineLiteral, type TextRows } from './engine-text.js';
import type { Harness } from './harness.js';
import { newRunId } from './harness.js';
import type { ConformanceOptions, TypeSample } from './options.js';

/** Every value of every type arrives as the source prints it, and goes back. */
export function types(options: ConformanceOptions, harness: () => Harness): void {
  describe('types', () => {
    test.each(options.samples.map((sample, index) => ({ ...sample, index })))(
      '$ddl is fetched as the source prints it, and loaded back',
      async (sample) => {
        const identifier = `sample_${sample.index}`;
        const literals = [...sample.literals, 'null'];
        await create(harness(), identifier, sample, literals);
        const expected = await printed(harness(), identifier, sample);
        expect(await harness().read(identifier)).toEqual(expected);
        const { type } = (await harness().described(identifier)).columns[1]!;
        if (sample.type) expect(type).toEqual(sample.type);
        await loadBack(harness(), `${identifier}_back`, sample, type, expected);
      },
    );

    const refused = options.samples.flatMap(({ ddl, refused = [] }) => refused.map((literal) => ({ ddl, literal })));
    test.each(refused)('$ddl $literal is refused, naming the column', async ({ ddl, literal }) => {
      const identifier = `refused_${newRunId()}`;
      await create(harness(), identifier, { ddl, literals: [] }, [literal]);
      await expect(harness().read(identifier)).rejects.toMatchObject({
        name: 'DvtError',
        message: expect.stringContaining('v'),
        diagnostics: [expect.objectContaining({ code: expect.stringMatching(/^DVT[45]/), hint: expect.any(String) })],
      });
    });
  });
}

function create(harness: Harness, identifier: string, sample: TypeSample, literals: readonly string[]): Promise<void> {
  return harness.createTable(
    identifier,
    [
      ['id', 'integer'],
      ['v', sample.ddl],
    ],
    literals.map((literal, row) => [String(row), literal]),
  );
}

async function printed(harness: Harness, identifier: string, sample: TypeSample): Promise<TextRows> {
  const expression = (sample.print ?? '$').replaceAll('$', harness.connection.dialect.quote('v'));
  const rows = await harness.rows(identifier, `id, ${expression}`);
  return rows.sort((a, b) => Number(a[0]) - Number(b[0]));
}

async function loadBack(
  harness: Harness,
  identifier: string,
  sample: TypeSample,
  type: ColumnType,
  expected: TextRows,
): Promise<void> {
  const values = expected.map(([id, text]) => `(${id}, ${engineLiteral(type, text ?? null)})`).join(', ');
  const load = harness.load(harness.name(identifier), `select * from (values ${values}) as t(id, v)`);
  if (sample.loaded === null) {
    await expect(load).rejects.toMatchObject({ name: 'DvtError', message: expect.stringContaining('v') });
    return;
  }
  await load;
  const back = expected.map(([id, text]) => [
    id,
    text === null || text === undefined ? null : (sample.loaded?.(text) ?? text),
  ]);
  expect(await harness.read(identifier)).toEqual(back);
}
