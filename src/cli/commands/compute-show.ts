import { tmpdir } from 'node:os';
import { stringify } from 'yaml';
import { defaultEngineThreads } from '../engine.js';
import type { ExitCode } from '../exit-code.js';
import type { Invocation } from '../invocation.js';
import { openProject } from '../open-project.js';

/** `dvt compute show`: the settings of the engines, defaults filled in. */
export async function computeShowCommand(invocation: Invocation): Promise<ExitCode> {
  const { console, options } = invocation;
  const { defaultEngine, duckdb, spark } = (await openProject(invocation)).compute;
  const settings = {
    default_engine: defaultEngine,
    duckdb: {
      memory_limit: duckdb.memoryLimit ?? '80% of the memory (DuckDB)',
      threads: duckdb.threads ?? defaultEngineThreads(),
      temp_directory: duckdb.tempDirectory ?? tmpdir(),
    },
    ...(spark && { spark }),
  };
  if (options.output === 'json') console.printJson(settings, { indent: 2 });
  else console.print(stringify(settings).trimEnd());
  if (options.output !== 'json' && spark)
    console.print('# spark: validated only; models that ask for it do not run yet');
  return 0;
}
