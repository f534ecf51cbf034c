import { expect, onTestFinished, test } from 'vitest';
import { freshMysql, freshPostgres, mysqlServer, postgresServer, type TestDatabase } from '../../servers/index.js';
import { MYSQL_CASES } from './mysql-cases.js';
import { POSTGRES_CASES } from './postgres-cases.js';
import { roundTrips } from './round-trip.js';

/** Everything that changes how a PostgreSQL reads and writes values as text. */
const ODD_POSTGRES = {
  timezone: 'Asia/Kathmandu',
  datestyle: 'SQL, DMY',
  intervalstyle: 'sql_standard',
  bytea_output: 'escape',
  extra_float_digits: '-15',
  standard_conforming_strings: 'off',
  backslash_quote: 'off',
  default_transaction_read_only: 'off',
};

const ODD_MARIADB = {
  'default-time-zone': '+05:45',
  'sql-mode': 'ANSI,PAD_CHAR_TO_FULL_LENGTH,NO_BACKSLASH_ESCAPES,TIME_ROUND_FRACTIONAL',
  'character-set-server': 'latin1',
  'collation-server': 'latin1_german2_ci',
  'max-allowed-packet': '1M',
};

function dropped(databases: readonly TestDatabase[]): void {
  onTestFinished(async () => {
    await Promise.all(databases.map((database) => database.drop()));
  });
}

test('values do not depend on the settings of a PostgreSQL, as source or as target', async () => {
  const server = await postgresServer({ settings: ODD_POSTGRES });
  const [source, postgres, mysql] = await Promise.all([server.database(), server.database(), freshMysql()]);
  dropped([source, postgres, mysql]);
  const counts = await roundTrips(
    'postgres',
    POSTGRES_CASES.filter((one) => one.bySession),
    { source, targets: { postgres, mysql } },
  );
  expect(counts.equal).toBeGreaterThan(15);
});

test('values do not depend on the settings of a MariaDB, its time zone and sql_mode among them', async () => {
  const server = await mysqlServer({ settings: ODD_MARIADB });
  const [source, postgres, mysql] = await Promise.all([server.database(), freshPostgres(), server.database()]);
  dropped([source, postgres, mysql]);
  // The target's default character set stays latin1, which holds little of what arrives.
  await source.query('alter database character set utf8mb4');
  const counts = await roundTrips(
    'mysql',
    MYSQL_CASES.filter((one) => one.bySession),
    { source, targets: { postgres, mysql } },
  );
  expect(counts.equal).toBeGreaterThan(10);
});
