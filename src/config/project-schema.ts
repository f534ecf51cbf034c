import { z } from 'zod';
import { bytesOfSize } from '../core/byte-size.js';
import { PUSHDOWN_MODES } from '../spi/pushdown.js';

const paths = z.array(z.string());
/** dbt takes a single statement as well as a list */
const hooks = z.union([z.string(), z.array(z.string())]).transform((value) => (Array.isArray(value) ? value : [value]));
/** a tree of packages, folders and `+config`; read by the manifest */
const tree = z.record(z.string(), z.unknown());
/** accepted because dbt knows it; dvt does not act on it */
const kept = z.unknown().optional();

/**
 * With less no more than a model of a few thousand rows comes to its end. Measured with DuckDB 1.5.5 and one thread: a join of
 * 150,000 with 1.5 million rows runs from 30 MB on.
 */
const LEAST_MEMORY = '32MB';

const memoryLimit = z
  .string()
  .refine((size) => bytesOfSize(size) !== null, { error: 'must be a size with its unit, e.g. 4GB', abort: true })
  .refine((size) => bytesOfSize(size)! >= bytesOfSize(LEAST_MEMORY)!, { error: `must be at least ${LEAST_MEMORY}` });

const duckdb = z.strictObject({
  memory_limit: memoryLimit.optional(),
  threads: z.int().min(1).optional(),
  temp_directory: z.string().optional(),
});

const spark = z.strictObject({
  type: z.enum(['local', 'cluster', 'connect']).optional(),
  master: z.string().optional(),
  /** address of a Spark Connect server, `sc://host:port` */
  remote: z.string().optional(),
  config: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
});

/** `dvt_project.yml` after rendering: dbt's keys, `compute`, `snapshot` and `pushdown`. Unknown keys are errors, as in dbt. */
export const projectSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[^\d\W]\w*$/u, { error: 'must be letters, digits and underscores, not beginning with a digit' }),
  version: z.union([z.string(), z.number()]).nullish(),
  'config-version': z.literal(2, { error: 'must be 2' }).optional(),
  profile: z.string().optional(),
  'model-paths': paths.optional(),
  'macro-paths': paths.optional(),
  'seed-paths': paths.optional(),
  'test-paths': paths.optional(),
  'analysis-paths': paths.optional(),
  'snapshot-paths': paths.optional(),
  'docs-paths': paths.optional(),
  // Until dbt 1.0 `model-paths` and `seed-paths` had these names, and dbt still takes them.
  'source-paths': paths.optional(),
  'data-paths': paths.optional(),
  'target-path': z.string().optional(),
  'clean-targets': paths.optional(),
  vars: z.record(z.string(), z.unknown()).nullish(),
  models: tree.nullish(),
  sources: tree.nullish(),
  seeds: tree.nullish(),
  snapshots: tree.nullish(),
  tests: tree.nullish(),
  data_tests: tree.nullish(),
  quoting: z
    .strictObject({
      database: z.boolean().optional(),
      schema: z.boolean().optional(),
      identifier: z.boolean().optional(),
      snowflake_ignore_case: kept,
    })
    .optional(),
  compute: z
    .strictObject({
      default_engine: z.enum(['duckdb', 'spark']).optional(),
      duckdb: duckdb.nullish(),
      spark: spark.nullish(),
    })
    .nullish(),
  snapshot: z.enum(['run', 'model', 'none']).optional(),
  // YAML 1.1 reads a bare `off` as false.
  pushdown: z.preprocess((value) => (value === false ? 'off' : value), z.enum(PUSHDOWN_MODES)).optional(),
  'on-run-start': hooks.nullish(),
  'on-run-end': hooks.nullish(),
  'asset-paths': kept,
  'function-paths': kept,
  'log-path': z.string().optional(),
  'packages-install-path': z.string().optional(),
  'require-dbt-version': z.union([z.string(), z.array(z.string())]).optional(),
  'query-comment': z
    .union([
      z.string(),
      z.boolean(),
      z.strictObject({
        comment: z.string().optional(),
        append: z.boolean().optional(),
        'job-label': z.boolean().optional(),
      }),
    ])
    .nullish(),
  'restrict-access': z.boolean().optional(),
  'saved-queries': kept,
  'semantic-models': kept,
  'dbt-cloud': kept,
  dispatch: z.array(z.strictObject({ macro_namespace: z.string(), search_order: z.array(z.string()) })).nullish(),
  exposures: tree.nullish(),
  flags: z.record(z.string(), z.unknown()).nullish(),
  functions: kept,
  metrics: kept,
  packages: kept,
  unit_tests: tree.nullish(),
});

export type ProjectValues = z.infer<typeof projectSchema>;
