import { DatabaseSync } from '@photostructure/sqlite';
import pg from 'pg';

const CUSTOMERS = 1_000;
const ORDERS = 20_000;
const PRODUCTS = 13;
const FIRST_NAMES = [
  'Ada',
  'Bruno',
  'Chloé',
  'Dmitri',
  'Elif',
  'Femi',
  'Grace',
  'Hiro',
  'Inês',
  'Jürgen',
  'Kofi',
  'Lucía',
];
const LAST_NAMES = [
  'Almeida',
  'Brontë',
  'Çelik',
  'Dubois',
  'Eriksen',
  'Fischer',
  'García',
  "O'Hara",
  'Ivanova',
  'Jansen',
];
const COUNTRIES = ['DE', 'FR', 'PT', 'TR', 'GH', 'JP', 'NO'];

/** The same numbers on every machine: a linear congruential generator, as in Numerical Recipes. */
function generator(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

export async function loadCustomers({ port, user, password }) {
  const client = new pg.Client({ host: '127.0.0.1', port, user, password, database: 'production' });
  await client.connect();
  await client.query(
    'create table customers (customer_id integer primary key, name text not null, country char(2) not null, signed_up_at timestamptz not null)',
  );
  const random = generator(7);
  const rows = Array.from({ length: CUSTOMERS }, (_, index) => [
    index + 1,
    `${FIRST_NAMES[random(FIRST_NAMES.length)]} ${LAST_NAMES[random(LAST_NAMES.length)]}`,
    COUNTRIES[random(COUNTRIES.length)],
    new Date(Date.UTC(2024, 0, 1) + random(600 * 86_400) * 1_000).toISOString(),
  ]);
  await client.query(
    'insert into customers select * from unnest($1::int[], $2::text[], $3::text[], $4::timestamptz[])',
    [0, 1, 2, 3].map((column) => rows.map((row) => row[column])),
  );
  await client.query('analyze customers');
  await client.end();
}

export async function loadOrders(path) {
  const database = new DatabaseSync(path);
  const random = generator(11);
  // Readers keep writers out otherwise, and a run could not read all relations at one state.
  database.exec('pragma journal_mode = wal');
  database.exec(
    'create table orders (order_id integer primary key, customer_id integer not null, product_id integer not null, quantity integer not null, status text not null, ordered_on date not null)',
  );
  database.exec('begin');
  const insert = database.prepare('insert into orders values (?, ?, ?, ?, ?, ?)');
  for (let id = 1; id <= ORDERS; id++) {
    const day = new Date(Date.UTC(2025, 0, 1) + random(680) * 86_400_000).toISOString().slice(0, 10);
    const status = ['shipped', 'shipped', 'shipped', 'returned'][random(4)];
    // One customer in ten never orders: the left join has something to keep.
    const customer = 1 + random(CUSTOMERS / 10) * 10 + random(9);
    insert.run(id, customer, 1 + random(PRODUCTS), 1 + random(5), status, day);
  }
  database.exec('commit');
  database.close();
}
