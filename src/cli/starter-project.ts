import { stringify } from 'yaml';

/** The files of a new project, path -> text: two CSV files, models over them, published on the target. */
export function starterFiles(name: string, target: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return {
    'dvt_project.yml': projectFile(name),
    'profiles.yml': profilesFile(name, target),
    'models/sources.yml': SOURCES,
    'models/staging/stg_customers.sql': STG_CUSTOMERS,
    'models/staging/stg_orders.sql': STG_ORDERS,
    'models/customer_orders.sql': CUSTOMER_ORDERS,
    'data/customers.csv': CUSTOMERS,
    'data/orders.csv': ORDERS,
    '.gitignore': 'target/\nlogs/\n',
  };
}

function projectFile(name: string): string {
  return `name: ${name}
version: '1.0'
profile: ${name}

model-paths: [models]

models:
  ${name}:
    +materialized: table
    staging:
      +materialized: ephemeral

compute:
  default_engine: duckdb
`;
}

function profilesFile(name: string, target: Readonly<Record<string, string>>): string {
  const entries = {
    [name]: { target: 'dev', outputs: { dev: target } },
    shop_files: { adapter: 'files', path: 'data' },
  };
  return `# Connections. One that is a single entry is named by it (shop_files); ${name} has outputs as in dbt.\n${stringify(entries)}`;
}

const SOURCES = `sources:
  - name: shop
    profile: shop_files
    tables:
      - name: customers
      - name: orders
`;

const STG_CUSTOMERS = `select customer_id, trim(name) as name, country
from {{ source('shop', 'customers') }}
`;

const STG_ORDERS = `select order_id, customer_id, cast(ordered_at as date) as ordered_at, cast(amount as decimal(12, 2)) as amount
from {{ source('shop', 'orders') }}
where status <> 'cancelled'
`;

const CUSTOMER_ORDERS = `select
  c.customer_id,
  c.name,
  c.country,
  count(o.order_id) as orders,
  coalesce(sum(o.amount), 0) as amount,
  max(o.ordered_at) as last_order
from {{ ref('stg_customers') }} c
left join {{ ref('stg_orders') }} o on o.customer_id = c.customer_id
group by c.customer_id, c.name, c.country
`;

const CUSTOMERS = `customer_id,name,country
1,Ada,GB
2,Grace,US
3,Edsger,NL
4,Barbara,US
5,Konrad,DE
`;

const ORDERS = `order_id,customer_id,ordered_at,amount,status
101,1,2026-01-03,120.50,paid
102,1,2026-01-19,15.00,paid
103,2,2026-01-20,99.90,cancelled
104,2,2026-02-02,240.00,paid
105,3,2026-02-11,7.25,paid
106,5,2026-02-14,310.10,paid
107,5,2026-03-01,42.00,open
`;
