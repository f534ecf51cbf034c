import { join } from 'node:path';
import { freshPostgres } from '../servers/index.js';
import { duckdbQuery, duckdbRelations, postgresRelations, type Relations } from './database.js';
import type { Kind } from './suite.js';
import type { Tool } from './tool.js';

/** A database of one tool's own. */
export interface Place {
  /** one output of profiles.yml */
  profile(folder: string): Readonly<Record<string, unknown>>;
  relations(tool: Tool): Promise<Relations>;
  query(tool: Tool, sql: string): Promise<void>;
  /** its name, where it differs between the tools */
  readonly database: string | null;
  /** whether messages of results are the database's own under both */
  readonly messages: boolean;
  drop(): Promise<void>;
}

export const PLACES: Readonly<Record<Kind, () => Promise<Place>>> = {
  duckdb: async () => ({
    profile: (folder) => ({ type: 'duckdb', path: join(folder, 'shop.duckdb'), threads: 2 }),
    relations: ({ folder }) => duckdbRelations(join(folder, 'shop.duckdb')),
    query: ({ folder }, sql) => duckdbQuery(join(folder, 'shop.duckdb'), sql),
    database: null,
    // dbt-duckdb says OK to everything.
    messages: false,
    drop: async () => {},
  }),
  postgres: async () => {
    const { profile, query, drop } = await freshPostgres();
    return {
      profile: () => ({ type: 'postgres', ...profile, schema: 'dev', threads: 2 }),
      relations: () => postgresRelations(profile),
      query: async (_, sql) => void (await query(sql)),
      database: String(profile['database']),
      messages: true,
      drop,
    };
  },
};
