import { describe, expect, test } from 'vitest';
import { type Across, across, TARGETS } from './across.js';

interface Entry {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly columns: Readonly<
    Record<string, { readonly type: string; readonly index: number; readonly comment: string }>
  >;
}

const FILES = {
  'models/near.sql': `{{ config(materialized='table', persist_docs={'relation': true, 'columns': true}) }}
select id, note from {{ source('far', 'items') }}`,
  'models/seen.sql': `{{ config(materialized='view') }} select id from {{ ref('near') }}`,
  'models/s.yml': `models:
  - {name: near, description: "What's near", columns: [{name: note, description: "a \\"note\\"; é"}]}
`,
};

async function catalog({ project }: Across) {
  const { nodes, sources, errors } = JSON.parse(await project.read('target/catalog.json'));
  return { nodes, sources, errors } as {
    readonly nodes: Readonly<Record<string, Entry>>;
    readonly sources: Readonly<Record<string, Entry>>;
    readonly errors: readonly string[] | null;
  };
}

const columnsOf = (entry: Entry | undefined) =>
  Object.entries(entry?.columns ?? {}).map(([name, { type, index, comment }]) => [index, name, type, comment]);

describe.each(TARGETS)('the catalog of %s and of a source elsewhere', (target) => {
  test('has the relations of both with their comments; one that cannot be reached is told, the other is there', async () => {
    const one = await across(target, ['items'], FILES);
    const commented = target === 'sqlite' ? null : 'a "note"; é';
    if (target === 'mysql') {
      await one.source.query('create table items (id bigint not null, note varchar(9))');
      await one.source.query("comment on table items is 'what is far'");
      await one.source.query("comment on column items.id is 'its number'");
    } else {
      await one.source.query(
        "create table items (id bigint not null comment 'its number', note varchar(9)) comment 'what is far'",
      );
    }
    expect((await one.project.dvt('run')).code).toBe(0);
    const made = await one.project.dvt('docs', 'generate');
    expect(made.code, made.output).toBe(0);
    const { nodes, sources, errors } = await catalog(one);
    expect(errors).toBeNull();
    const owner = target === 'postgres' ? (await one.query('select current_user')).flat()[0] : null;
    expect(nodes['model.shop.near']?.metadata).toMatchObject({
      type: 'BASE TABLE',
      name: 'near',
      comment: target === 'sqlite' ? null : "What's near",
      owner,
    });
    expect(columnsOf(nodes['model.shop.near']).map(([index, name, , comment]) => [index, name, comment])).toEqual([
      [1, 'id', null],
      [2, 'note', commented],
    ]);
    expect(nodes['model.shop.seen']?.metadata).toMatchObject({ type: 'VIEW', name: 'seen', comment: null, owner });
    const far = sources['source.shop.far.items'];
    expect(far?.metadata).toMatchObject({ type: 'BASE TABLE', name: 'items', comment: 'what is far' });
    expect(columnsOf(far)).toEqual(
      target === 'mysql'
        ? [
            [1, 'id', 'bigint', 'its number'],
            [2, 'note', 'character varying(9)', null],
          ]
        : [
            [1, 'id', 'bigint(20)', 'its number'],
            [2, 'note', expect.stringMatching(/^varchar\(9\)/), null],
          ],
    );

    const profiles = await one.project.read('profiles.yml');
    const [before, after] = profiles.split(/^far:$/m);
    await one.project.write('profiles.yml', `${before}far:${after!.replace(/port: \d+/, 'port: 1')}`);
    const half = await one.project.dvt('docs', 'generate');
    expect(half.code, half.output).toBe(1);
    const left = await catalog(one);
    expect([Object.keys(left.nodes).toSorted(), Object.keys(left.sources)]).toEqual([
      ['model.shop.near', 'model.shop.seen'],
      [],
    ]);
    expect(left.errors).toEqual([expect.stringMatching(/^Connection far: .*ECONNREFUSED/)]);
  });
});
