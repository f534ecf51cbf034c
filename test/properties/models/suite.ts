import fc from 'fast-check';
import type { Dialect } from '#dvt/spi/dialect.js';
import type { Form } from '#dvt/spi/expression.js';
import { blockQuery } from '../blocks/block-query.js';
import { type Federated, openFederated } from '../predicates/federated.js';
import { type ConditionPool, poolOf } from './condition-pool.js';
import { Dice } from './dice.js';
import type { Focus, Material } from './query/writer.js';
import { SentForms } from './sent-forms.js';
import { openSources, type Sources } from './sources.js';
import { switchable } from './switchable-dialect.js';
import { TABLES } from './tables.js';

/** Changes what a dialect writes, for the worse. */
export type Fault = (dialect: Dialect) => Dialect;

export const CONNECTIONS = [...new Set(TABLES.map(({ connection }) => connection))];

/** One model of so many has a shape that is known to have parts which sources compute. */
export const MODELS_A_BLOCK_QUERY = 4;
/** Tables of sources that compute parts of queries. */
export const WITH_BLOCKS = TABLES.filter(({ connection }) => connection !== 'lite');

/** Models for one of another form, where DuckDB's optimizer does away with the form in most of them. */
const RARELY_PUSHED: Readonly<Record<string, number>> = {
  'cast on lite': 6,
  'between on lite': 4,
  ...Object.fromEntries(
    CONNECTIONS.flatMap((name) => [`multiply on ${name}`, `subtract on ${name}`].map((one) => [one, 2])),
  ),
};

/** Together no more readers than the product keeps threads for: starting one takes longer than all that it reads here. */
const LIMITS: Readonly<Record<string, object>> = {
  pg: { max_connections: 2 },
  my: { max_connections: 1 },
  lite: { max_connections: 1 },
};

/** Servers, tables, the product's stages and what models are drawn from: shared by all models. */
export interface Suite {
  readonly sources: Sources;
  readonly federated: Federated;
  readonly material: Material;
  /** every form that a connection's dialect may send; those that are rarely pushed are there several times */
  readonly focuses: readonly Focus[];
  /** parts of which a source may compute; those of one seed are the same, however many are drawn */
  readonly blockQueries: readonly string[];
  /** by connection */
  readonly sent: ReadonlyMap<string, SentForms>;
  /** From now on dialects are wrong; null: they are themselves. */
  plant(fault: Fault | null): void;
  close(): Promise<void>;
}

/** Opens what `models` models need. */
export async function openSuite(seed: number, models: number): Promise<Suite> {
  const sources = await openSources(seed);
  const dialects = new Map<string, Dialect>();
  const sent = new Map(CONNECTIONS.map((name) => [name, new SentForms()]));
  let planted: Fault | null = null;
  const profiles = Object.fromEntries(
    Object.entries(sources.databases).map(([name, { profile }]) => [name, { ...profile, ...LIMITS[name] }]),
  );
  const federated = await openFederated(profiles, TABLES, (name, dialect) => {
    dialects.set(name, dialect);
    const watched = sent.get(name)!.watch(dialect);
    return switchable(dialect, () => planted?.(dialect) ?? watched);
  });
  const pools = new Map<string, ConditionPool>();
  const forms = new Map<string, Form[]>();
  for (const connection of CONNECTIONS) {
    const tables = TABLES.filter((table) => table.connection === connection);
    const { schema, name } = tables[0]!;
    const relation = await federated.catalog.describe(connection, {
      database: null,
      schema: connection === 'pg' ? schema : null,
      identifier: name,
    });
    const dialect = dialects.get(connection)!;
    const tools = { duckdb: sources.duckdb, analyzer: federated.analyzer, dialect, dice: new Dice(seed), seed };
    pools.set(connection, await poolOf(tables, relation!, tools));
    const known = Object.entries(dialect.forms!).filter(([, { classes }]) => classes.length > 0);
    forms.set(
      connection,
      known.map(([form]) => form as Form),
    );
  }
  return {
    sources,
    federated,
    material: { tables: TABLES, pools, forms },
    focuses: CONNECTIONS.flatMap((connection) =>
      forms
        .get(connection)!
        .flatMap((form) => Array(RARELY_PUSHED[`${form} on ${connection}`] ?? 1).fill({ connection, form })),
    ),
    blockQueries: fc
      .sample(blockQuery(WITH_BLOCKS), { seed, numRuns: Math.ceil(models / MODELS_A_BLOCK_QUERY) })
      .map(({ sql }) => sql),
    sent,
    plant: (fault) => {
      planted = fault;
    },
    close: async () => {
      await federated.close();
      await sources.close();
    },
  };
}
