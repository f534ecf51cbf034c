import { onTestFinished } from 'vitest';
import type { TestDatabase } from '../servers/database.js';
import { freshMysql, freshPostgres } from '../servers/index.js';
import { type TestProject, testProject } from './project.js';

export const SOURCES = `
sources:
  - {name: postgres_source, profile: postgres_prod, tables: [{name: customers}]}
  - {name: mysql_source, profile: mysql_legacy, tables: [{name: orders}]}
`;

export interface Shop {
  readonly postgres: TestDatabase;
  readonly mysql: TestDatabase;
  readonly project: TestProject;
}

/** Customers in PostgreSQL, orders in MariaDB, and a project that publishes in PostgreSQL. */
export async function shop(files: Record<string, string>, compute?: Record<string, unknown>): Promise<Shop> {
  const [postgres, mysql] = await Promise.all([freshPostgres(), freshMysql()]);
  onTestFinished(async () => {
    await Promise.all([postgres.drop(), mysql.drop()]);
  });
  await postgres.query('create table customers (customer_id integer primary key, name text, city varchar(40))');
  await postgres.query(
    `insert into customers select i, 'customer ' || i, case when i % 3 = 0 then null else 'city ' || i % 7 end from generate_series(1, 1000) i`,
  );
  await mysql.query(
    'create table orders (order_id int primary key, customer_id int, amount decimal(12,2), note varchar(50), ordered_on date)',
  );
  await mysql.query(
    `insert into orders select seq, 1 + (seq * 7919) % 900, (seq % 1000) / 4, if(seq % 5 = 0, null, concat('n', seq % 11)), date_add('2025-01-01', interval seq % 365 day) from seq_1_to_20000`,
  );
  const project = await testProject({
    profile: 'postgres_prod',
    profiles: {
      postgres_prod: { adapter: 'postgres', ...postgres.profile },
      mysql_legacy: { adapter: 'mysql', ...mysql.profile },
    },
    files: { 'models/sources.yml': SOURCES, ...files },
    ...(compute === undefined ? {} : { compute }),
  });
  return { postgres, mysql, project };
}
