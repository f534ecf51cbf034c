/** Where dvt differs from dbt-core on purpose. `docs/dbt-compatibility.md` is made from this table. */
export interface Difference {
  readonly subject: string;
  readonly dbt: string;
  readonly dvt: string;
  readonly why: string;
}

const DIFFERENCES: readonly Difference[] = [
  {
    subject: 'A model that reads another connection',
    dbt: 'Not possible: every relation is on the target.',
    dvt: 'A source says `profile:`; the model is written in DuckDB SQL, computed in the engine and published on its target.',
    why: 'It is what dvt is for.',
  },
  {
    subject: 'A federated model with `materialized: view`',
    dbt: '-',
    dvt: 'Published as a table, with the warning DVT1211.',
    why: 'A view cannot read another database.',
  },
  {
    subject: 'How a table is replaced',
    dbt: '`__dbt_tmp` and `__dbt_backup` relations, renamed one after the other.',
    dvt: 'One staging relation with the run in its name, its rows counted, and one atomic step. What a killed run left behind is swept by the next one.',
    why: 'At any instant a reader sees the whole old or the whole new table, and two runs do not harm each other.',
  },
  {
    subject: 'Views that depend on a replaced table',
    dbt: 'Dropped with it (`cascade`).',
    dvt: 'Recreated with their grants and comments in the same transaction; `on_dependents: cascade` drops them.',
    why: 'Nobody expects a view of somebody else to go.',
  },
  {
    subject: 'Where an error is',
    dbt: 'The line of the SQL that dbt wrapped around the model.',
    dvt: 'The file, line and column that the user wrote, with a code frame; several mistakes are told at once.',
    why: 'A person has to find it.',
  },
  {
    subject: 'Python models',
    dbt: 'Run by some adapters.',
    dvt: 'Refused.',
    why: 'dvt runs no Python.',
  },
  {
    subject: 'Semantic models, metrics, saved queries, functions',
    dbt: 'Part of the manifest.',
    dvt: 'Accepted in YAML, without effect; selectors that name them match nothing.',
    why: 'They are read by services beside dbt.',
  },
  {
    subject: 'dbt that reads a state which dvt wrote',
    dbt: 'Compares the text of its own macros too, so that a state of another version of dbt selects what uses them.',
    dvt: 'Where dbt ever wrote its manifest.json into the target folder, its macros and its version stay in that of dvt (`dbt_macros.json` beside it keeps them), and `state:modified` of dbt selects nothing that was not changed. Else it selects tests and models that use macros of dbt.',
    why: "dvt's macros are its own. Run `dbt parse` once in the folder, or put a manifest.json of dbt there.",
  },
  {
    subject: '`private:` packages',
    dbt: 'Resolved by dbt Cloud.',
    dvt: 'Refused, with the way to name the repository.',
    why: 'dvt has no such service.',
  },
  {
    subject: '`dbt docs serve`, `index.html`',
    dbt: 'A page over manifest and catalog.',
    dvt: '`docs generate` writes `manifest.json` and `catalog.json`; the page of dbt and other tools read them. `docs serve` and `docs generate --static` are refused.',
    why: 'The artifacts are the interface.',
  },
  {
    subject: 'Unit tests of a model after one that could not run',
    dbt: 'Skipped where they have not begun.',
    dvt: 'Run.',
    why: 'They do not depend on each other, and all mistakes are told at once.',
  },
  {
    subject: 'Expected rows of a unit test in SQL',
    dbt: 'Must give every column of the model.',
    dvt: 'The columns that they give are compared, as with rows of a mapping.',
    why: 'One rule for all three formats.',
  },
  {
    subject: 'Rows for `this` in a unit test',
    dbt: 'The relation must have been built.',
    dvt: 'It need not.',
    why: 'A unit test stands for itself.',
  },
  {
    subject: '`config.x:1` in selectors, where the config is a number',
    dbt: 'Matches nothing.',
    dvt: 'Matches the number.',
    why: 'It is what was meant.',
  },
  {
    subject: 'A `method:` with an `exclude:` of its own, within a `union:` or an `intersection:` of selectors.yml',
    dbt: 'Nothing of it is selected; what it excludes is taken from the whole.',
    dvt: 'Selected without what it excludes.',
    why: 'It is what the words say, and what both do outside of a union.',
  },
  {
    subject: 'Usage statistics',
    dbt: 'Sent unless switched off.',
    dvt: 'None. Nothing but `deps` and the databases of the profile is ever contacted.',
    why: 'A tool that holds production passwords does not call home.',
  },
  {
    subject: 'Colours',
    dbt: 'Written into pipes too.',
    dvt: 'On a terminal only; `NO_COLOR`, `--no-color`.',
    why: 'A log file is read by programs.',
  },
  {
    subject: 'Batches of microbatch models',
    dbt: 'Some run at once, where the adapter can.',
    dvt: 'One after the other. Computed from other databases, each batch fetches its own range of time only.',
    why: 'Batches of one table seldom gain from it, and a failed one is easier to see.',
  },
  {
    subject: '`unique_key` of microbatch models',
    dbt: 'Asked for on PostgreSQL, refused on DuckDB.',
    dvt: 'Taken on PostgreSQL, where batches are merged by it; without one, and on other databases, a batch replaces its range of time.',
    why: 'Both are batches.',
  },
  {
    subject: 'Seeds',
    dbt: 'Truncated and filled anew; new columns need `--full-refresh`. dbt-duckdb copies the file itself, and fails on numbers such as `$10` that it has taken for numbers.',
    dvt: 'Loaded in bulk beside the table, which is then replaced in one step; the columns are those of the file. Values are read as dbt infers them, on every database.',
    why: 'Readers never see an empty seed.',
  },
  {
    subject: 'Values of seeds',
    dbt: 'On PostgreSQL whole numbers over 32 bits fail, and line ends within quotes become `\\n`. On DuckDB `"null"` in quotes is a text, and whether quotes are `"` or `\'` is guessed.',
    dvt: 'Large numbers get a type that holds them, line ends stay as they are, and `null` is none in quotes too.',
    why: 'One reading on every database, and nothing is lost.',
  },
  {
    subject: 'FLOAT of DuckDB in results of queries',
    dbt: 'Widened to 64 bits: 3.3 is 3.299999952316284.',
    dvt: '3.3',
    why: 'It is the shortest number that is the same, and what PostgreSQL prints.',
  },
  {
    subject: 'Indexes of a replaced table',
    dbt: 'Gone; those of `indexes:` and of hooks are made anew.',
    dvt: 'The same where the model has `indexes:` or a post-hook. Otherwise they are built on the new table before it takes its place.',
    why: 'An index that somebody made by hand is missed at once.',
  },
  {
    subject: 'Foreign keys of contracts on DuckDB',
    dbt: 'Made; the table they point to can be replaced only together with all that point to it.',
    dvt: 'Refused by the database.',
    why: 'DuckDB renames no table of a foreign key, and a table is replaced by renaming.',
  },
  {
    subject: 'A materialization that nobody has',
    dbt: 'The model fails when it is run.',
    dvt: 'A mistake of the project: told with its place when it is parsed, and nothing runs.',
    why: 'It is known before anything is built.',
  },
  {
    subject: 'A materialization `table` or `incremental` of the project for `default`, on DuckDB',
    dbt: 'Not used: that of dbt-duckdb is, which is more specific.',
    dvt: 'Used, as on other databases.',
    why: 'What a project writes goes before what comes with the tool.',
  },
  {
    subject: 'A semicolon or a comment at the end of a model',
    dbt: 'A semicolon is a syntax error of the database, in a table or view.',
    dvt: 'Left out, of the compiled SQL too.',
    why: 'It is what was meant.',
  },
  {
    subject: 'Foreign keys that point to a replaced table',
    dbt: 'Dropped with it (`cascade`).',
    dvt: 'PostgreSQL: made again in the same transaction; rows that do not fulfil them fail the model. `on_dependents: cascade` drops them. MySQL: refused.',
    why: 'A key that is gone unnoticed protects nothing.',
  },
  {
    subject: '`on_schema_change: sync_all_columns` on MySQL and MariaDB, whose DDL commits at once',
    dbt: 'Columns are dropped and altered in the table; when the new rows then fail, they stay so.',
    dvt: 'Where columns go or change their type, a copy is changed and merged, and takes the place of the table in one step. A table with triggers, foreign keys or a history is changed where it is. Columns that only come (`append_new_columns`) are added before the rows: whoever looks in between, or after a run that was cut off, finds them null, and the next run goes on.',
    why: 'A model that fails takes no column along; adding one costs nothing, however large the table is.',
  },
  {
    subject: 'A table or view that becomes a materialized view, or the other way',
    dbt: 'Replaced; a view over it fails in that run, and so does an incremental model that was a materialized view.',
    dvt: 'Replaced.',
    why: 'What is in the database is looked at when a node is at its turn.',
  },
  {
    subject: 'A wrong value in `flags:` of the project file, or a wrong key in `--warn-error-options`',
    dbt: 'All of `flags:` is ignored without a word; so is the key.',
    dvt: 'A mistake, told with what was expected.',
    why: 'Who writes `fail_fast: perhaps` believes that something comes of it.',
  },
  {
    subject: 'Sources whose freshness cannot be found out',
    dbt: 'Left out of `sources.json`; with `--warn-error` so are those that warn.',
    dvt: 'In `sources.json`, with the status `runtime error` and the message, as its schema has it; those that warn stay `warn`.',
    why: 'Who reads the file sees that something is wrong.',
  },
  {
    subject: '`docs generate --no-compile --select`',
    dbt: 'The catalog of everything: without compiling nothing is selected.',
    dvt: 'The catalog of what is selected.',
    why: 'It is what was meant.',
  },
  {
    subject: '`compile` and `show` of several nodes',
    dbt: 'What the first word of the selection names is printed; a seed is loaded before it is shown.',
    dvt: '`compile` prints what any word of the selection names, `show` what is selected; a seed is shown as it was loaded.',
    why: 'It is what was asked for, and `show` changes nothing.',
  },
  {
    subject: '`run_results.json` of `compile`, `show`, `run-operation` and `docs generate`',
    dbt: 'Written over that of the last run, which `retry` needs; after an operation that failed it repeats that.',
    dvt: 'That of the last run stays.',
    why: 'Who looks at a model after a run that failed can still retry it.',
  },
  {
    subject: '`~/.dbt/user_settings.yml`',
    dbt: 'Flags for all projects of a person.',
    dvt: 'Not read.',
    why: 'A project runs alike for everybody.',
  },
  {
    subject: 'Behaviour flags in `flags:`',
    dbt: 'Unknown ones, and mistyped ones, are nothing.',
    dvt: 'The same, with the warning DVT1218 where a name is nearly that of a flag. It tells too that dvt knows one value alone of `allow_jinja_file_extensions`, `require_batched_execution_for_custom_microbatch_strategy`, `require_generic_test_arguments_property`, `require_resource_names_without_spaces`, `require_source_and_semantic_model_names_without_spaces`, `require_sql_header_in_test_configs`, `require_valid_schema_from_generate_schema_name`, `state_modified_compare_more_unrendered_values` and `support_custom_ref_kwargs`. `state_modified_compare_vars` does nothing in dbt-core 1.12.6 and in dvt.',
    why: 'Who sets a flag has to know what comes of it.',
  },
  {
    subject: 'A model and a seed of one name in a package',
    dbt: 'A warning, unless `require_unique_project_resource_names` is set.',
    dvt: 'Refused.',
    why: '`ref` could mean either.',
  },
  {
    subject: '`docs generate --no-write-json`',
    dbt: 'Writes both files nevertheless.',
    dvt: 'Writes none.',
    why: 'It is what was asked for.',
  },
  {
    subject: 'Lines of `--log-format json`',
    dbt: '`info` and `data` of an event.',
    dvt: '`level`, `time`, `msg`, `event` and the data of the event, on one level.',
    why: 'Events of extraction and routes have no counterpart in dbt.',
  },
  {
    subject: '`--log-level none` and results of `ls`, `show` and `compile`',
    dbt: 'Not printed.',
    dvt: 'Printed: they are no log.',
    why: 'Who runs `ls` wants the list.',
  },
  {
    subject: '`clean --no-clean-project-files-only`',
    dbt: 'Removes folders outside of the project.',
    dvt: 'Refused, as without the option.',
    why: 'What lies outside belongs to somebody else.',
  },
  {
    subject:
      'Options that switch parts of dbt which dvt does not have: the static, experimental and v2 parsers, the relation cache, `--introspect`, `--macro-debugging`, `--record-timing-info`, `--sqlparse`, `--maximum-seed-size-mib`, saved queries, uploads, hints, telemetry',
    dbt: 'Switch them.',
    dvt: 'Taken, without effect.',
    why: 'A command line that is written down in a pipeline works.',
  },
  {
    subject: 'The error that ends a command',
    dbt: 'On standard output.',
    dvt: 'On standard error.',
    why: 'Standard output may be piped to a program that reads results.',
  },
  {
    subject: '`--warn-error-options` with a name that is no warning',
    dbt: 'On the command line and in the environment a Python traceback and exit code 1; in `flags:` exit code 2.',
    dvt: 'Everywhere exit code 2, with the nearest name. `DVT1209` and other codes of dvt are names too.',
    why: 'It is a mistake of usage.',
  },
  {
    subject: '`--warn-error` and warnings that only dvt has',
    dbt: '-',
    dvt: 'They are errors too, but for DVT1223 (there is no semantic layer) and DVT1224 (no input of a microbatch model has an `event_time`), which have to be named.',
    why: 'A project that passes `--warn-error` under dbt passes it under dvt.',
  },
  {
    subject: '`run-operation --sql` on DuckDB',
    dbt: 'What the statements change is rolled back.',
    dvt: 'Committed.',
    why: 'It is what was asked for.',
  },
  {
    subject: '`--show` of `seed` and `build`',
    dbt: 'Prints the first rows of what was loaded.',
    dvt: 'Taken, and without effect: `dvt show --inline "select * from {{ ref(\'a_seed\') }}"`.',
    why: 'One command shows rows.',
  },
  {
    subject: 'Messages of results on DuckDB',
    dbt: '`OK`.',
    dvt: '`SELECT 10`, `CREATE VIEW`, as on PostgreSQL.',
    why: 'The number of rows is worth knowing.',
  },
  {
    subject: 'Results of exposures and hooks',
    dbt: 'Counted among the results of `build` (NO-OP).',
    dvt: 'Not counted.',
    why: 'Nothing is done for them.',
  },
  {
    subject: '`dbt.datediff` in weeks, backwards',
    dbt: 'One week too many between equal days of the week: -2 from the 8th to the 1st of January 2024.',
    dvt: 'The Sundays that lie between: -1.',
    why: 'Boundaries are what the macro counts.',
  },
  {
    subject: '`dbt.safe_cast`',
    dbt: 'On PostgreSQL and DuckDB an ordinary cast, which fails.',
    dvt: 'On PostgreSQL the same; on DuckDB, MariaDB and SQLite null for what cannot be cast.',
    why: 'It is what the macro is for; MariaDB and SQLite would make 0 of a text.',
  },
  {
    subject: 'A zone of `modules.pytz` given as `tzinfo=` of a datetime',
    dbt: 'The local mean time of the zone before there were time zones: `-07:53` for Los Angeles.',
    dvt: 'The offset of that moment, as with `localize`: `-07:00`.',
    why: 'It is what was meant, by `dbt_date.datetime` too.',
  },
  {
    subject: 'A macro that nobody has',
    dbt: 'The model that calls it fails when it is compiled; parsing passes.',
    dvt: 'A mistake of the project: told with its place when it is parsed, and nothing runs.',
    why: 'It is known before anything is built.',
  },
];

/** The page. */
export function compatibilityPage(): string {
  const rows = DIFFERENCES.map(({ subject, dbt, dvt, why }) => `| ${subject} | ${dbt} | ${dvt} | ${why} |`);
  return [
    '# dvt and dbt',
    '',
    'The language is that of dbt-core 1.10 to 1.12. `npm run differential` runs the same projects under real dbt',
    '(dbt-core 1.12.6 with dbt-duckdb and dbt-postgres) and under dvt, and compares exit codes, `ls`, statuses, relations,',
    'compiled SQL and manifests. Where dvt differs on purpose:',
    '',
    '| | dbt | dvt | why |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
    'This page is made from `test/differential/differences.ts`; `UPDATE_DOCS=1 npx vitest run test/docs` writes it anew.',
    '',
  ].join('\n');
}
