import { afterAll, describe, expect, test } from 'vitest';
import { differences } from './compare.js';
import { stopDbt } from './dbt.js';
import { PLACES } from './place.js';
import type { Kind } from './suite.js';
import { type Tool, tool } from './tool.js';

/** run_results.json, sources.json and catalog.json field by field, over a project in which much fails, warns and is skipped. */
type Content = Readonly<Record<string, unknown>>;
type Artifact = 'run_results.json' | 'sources.json' | 'catalog.json';

const STEPS: readonly (readonly [args: readonly string[], artifact: Artifact])[] = [
  [['seed'], 'run_results.json'],
  [['build'], 'run_results.json'],
  [['run', '--select', 'micro', '--full-refresh', '--vars', '{fail_batch: "true"}'], 'run_results.json'],
  [['test', '--exclude', 'test_type:unit', '--threads', '1'], 'run_results.json'],
  [['snapshot'], 'run_results.json'],
  [['source', 'freshness'], 'sources.json'],
  [['docs', 'generate'], 'catalog.json'],
  [['docs', 'generate', '--select', 'a_table', 'source:raw.people'], 'catalog.json'],
  [['run', '--select', 'no_such_model'], 'run_results.json'],
];

/** Paths of what differs on purpose. */
const APART: readonly RegExp[] = [
  // moments, durations, the run itself
  /^metadata\.(generated_at|invocation_started_at|invocation_id|env)/,
  /\.(execution_time|timing|max_loaded_at|snapshotted_at|max_loaded_at_time_ago_in_s)$/,
  /^elapsed_time$/,
  // folders, parts of dbt that dvt does not have (docs/dbt-compatibility.md), lists that are empty, and dvt's own
  /^args\.(profiles_dir|project_dir|log_path|resource_types|exclude_resource_types|dvt)$/,
  /^args\.(cache_selected_only|use_colors_file|macro_debugging|send_anonymous_usage_stats|(use_)?v2_parser|show)$/,
  /^args\.(upload_to_artifacts_ingest_api|static_parser|hints_enabled|use_fast_test_edges|maximum_seed_size_mib)$/,
  /^args\.(show_resource_report|introspect|strict_mode|show_all_deprecations|snowflake_projects_otel|sqlparse)$/,
  /^args\.(partial_parse_file_diff|populate_cache|export_saved_queries|include_saved_query)$/,
  // none where the command has no such option
  /^args\.empty$/,
  // nodes run in an order of their own, in threads that have no names
  /\.thread_id$/,
  // readers with an older copy of the schema refuse it
  /\.overload_results$/,
  // SQL of built-in macros is laid out in another way
  /\.compiled_code$/,
  // what dvt tells beside dbt's answer; dbt-duckdb answers OK to everything, and its rows are not counted
  /\.adapter_response\.\w+$/,
  // a mistake is told at its place in the file, a skip with its cause, unit tests without colours
  /^results\.\S+\.message$/,
  // a seed's relation is known
  /^results\.seed\.\S+\.relation_name$/,
  // the statement of the last batch
  /^results\.model\.artifacts\.micro\.(compiled|failures)$/,
  // of sources that cannot be asked, and results of exposures: docs/dbt-compatibility.md
  /^results\.source\.artifacts\.raw\.missing$/,
  /^results\.exposure\./,
  // skipped by dbt unless it has begun when its neighbour fails: docs/dbt-compatibility.md
  /^results\.unit_test\.artifacts\.from_eph\.good\./,
  // rows are counted where the database knows them
  /\.stats\.(has_stats\.value|num_rows)$/,
];

/** dvt tells of further ones. */
const DBT_STEPS = new Set<unknown>(['compile', 'execute']);
const FAILED = new Set(['error', 'skipped', 'runtime error']);

/** By the ids of its results. */
function keyed(content: Content): Content {
  if (!Array.isArray(content['results'])) return content;
  const results = (content['results'] as readonly Content[]).map((result) => [result['unique_id'], result]);
  return { ...content, results: Object.fromEntries(results) };
}

/** What must be there although its value is not compared: types, steps of timings, messages of success. */
function shape(content: Content): Content {
  const results = (content['results'] ?? []) as readonly Content[];
  return Object.fromEntries(
    results
      .filter(
        ({ unique_id: id }) =>
          !/^(exposure\.|source\.artifacts\.raw\.missing|unit_test\.artifacts\.from_eph\.good)/.test(String(id)),
      )
      .map((result) => {
        const { unique_id: id, status, timing, message, execution_time: time, adapter_response: answer } = result;
        const failed = FAILED.has(String(status)) || String(status) === 'partial success';
        const steps = failed
          ? null
          : (timing as readonly Content[]).map(({ name }) => name).filter((name) => DBT_STEPS.has(name));
        const test = /^(unit_)?test\./.test(String(id));
        const said = failed || String(id).startsWith('unit_test.') ? null : message;
        return [
          id,
          {
            steps: isFreshness(result) ? null : steps,
            said,
            time: typeof time,
            code: failed || test || isFreshness(result) ? null : (answer as Content | undefined)?.['code'],
          },
        ];
      }),
  );
}

function isFreshness(result: Content): boolean {
  return 'max_loaded_at' in result;
}

describe.each<Kind>(['duckdb', 'postgres'])('on %s', (kind) => {
  test('artifacts have the fields and values of dbt', async () => {
    const [places, tools] = [[], []] as [Awaited<ReturnType<(typeof PLACES)[Kind]>>[], Tool[]];
    try {
      for (const name of ['dbt', 'dvt'] as const) {
        const place = await PLACES[kind]();
        places.push(place);
        tools.push(await tool(name, 'artifacts', (folder) => ({ ...place.profile(folder), threads: 1 })));
      }
      const found: string[] = [];
      for (const [args, artifact] of STEPS) {
        const codes = [];
        const contents: Content[] = [];
        for (const [i, made] of tools.entries()) {
          codes.push((await made.run(args)).code);
          const text = JSON.stringify(await made.artifact(artifact));
          const database = places[i]!.database;
          contents.push(JSON.parse(database === null ? text : text.replaceAll(database, 'DATABASE')));
          // It writes a run_results.json too, under dbt.
          if (args[0] === 'seed') await made.run(['run-operation', 'make_empty']);
        }
        expect(codes[1], args.join(' ')).toBe(codes[0]);
        const [dbt, dvt] = contents as [Content, Content];
        const lines = differences(keyed(dbt), keyed(dvt));
        const others = lines.filter((line) => !APART.some((apart) => apart.test(line.slice(0, line.indexOf(': ')))));
        if (kind === 'postgres') others.push(...differences(shape(dbt), shape(dvt), 'shape'));
        found.push(...others.map((line) => `${args.join(' ')}: ${line}`));
      }
      expect(found).toEqual([]);
    } finally {
      for (const made of tools) await made.remove();
      for (const place of places) await place.drop();
    }
  });
});

afterAll(stopDbt);
