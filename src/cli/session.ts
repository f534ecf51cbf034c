import { resolve } from 'node:path';
import { adapterRegistry } from '../adapters/registry.js';
import type { ProjectFile } from '../config/index.js';
import { targetObject } from '../context/index.js';
import { Diagnostics, DvtError } from '../core/errors.js';
import type { LeastLevel } from '../report/event-fields.js';
import { logFile } from '../report/log-file.js';
import type { AdapterRegistry } from '../spi/adapter.js';
import type { Emit } from '../spi/event.js';
import type { ProfilesFile, Project } from '../spi/project.js';
import { flagWarnings } from './behaviour-flags.js';
import { configRenderer } from './config-templates.js';
import { findProject } from './find-project.js';
import type { Invocation } from './invocation.js';
import { openProfiles } from './open-profiles.js';

/** A project ready to work with: what most commands begin from. Nothing in it has to be closed. */
export interface Session {
  readonly invocation: Invocation;
  readonly project: Project;
  readonly profiles: ProfilesFile;
  readonly registry: AdapterRegistry;
  /** resolved name of the project's own connection, e.g. `shop.dev` */
  readonly target: string;
  /** nodes that run at once: `--threads`, else what the target's profile says */
  readonly threads: number;
  /** `--vars` */
  readonly vars: Readonly<Record<string, unknown>>;
  /** absolute; folder of the log file */
  readonly logPath: string;
  readonly emit: Emit;
  /** aborted by Ctrl-C */
  readonly signal: AbortSignal;
}

const TARGET_UNKNOWN = 'DVT1024';

/** Reads the project and its profiles. Throws one DvtError with the mistakes of both. */
export async function openSession(invocation: Invocation): Promise<Session> {
  const file = await findProject(invocation);
  const logPath = logPathOf(invocation, file);
  joinLogFile(invocation, logPath);
  for (const diagnostic of file.warnings) invocation.events.emit({ type: 'warning', diagnostic });
  const { profiles, ownProfile, vars } = await openProfiles(invocation, file);
  const { options, env, cwd } = invocation;
  const target = options.profile === null ? ownTarget(profiles, ownProfile!, file) : profiles.resolve(options.profile);

  const found = new Diagnostics();
  const connection = await found.try(() => profiles.connection(target));
  const single = options.singleThreaded ? 1 : null;
  const threads = single ?? options.threads ?? (await found.try(() => profiles.threads(target))) ?? 1;
  const targetValues = async () => {
    if (connection) return targetObject(connection, threads);
    throw new DvtError({ code: TARGET_UNKNOWN, message: 'The target is not known: its connection has mistakes.' });
  };
  const render = configRenderer({ env, vars, secrets: false, target: targetValues });
  const overrides = {
    profile: ownProfile!,
    versionCheck: options.versionCheck,
    ...(Object.keys(invocation.profileFlags).length > 0 && { flags: invocation.profileFlags }),
    ...(options.targetPath !== null && { targetPath: resolve(cwd, options.targetPath) }),
  };
  const project = await found.try(() => file.load(render, overrides));
  // What fails only because the target is not known is mended with it.
  const mistakes = found.list.filter(
    ({ code }) => code !== TARGET_UNKNOWN || found.list.every((one) => one.code === code),
  );
  if (mistakes.length > 0) throw new DvtError(mistakes);
  for (const diagnostic of flagWarnings(project!)) invocation.events.emit({ type: 'warning', diagnostic });
  const { signal, events } = invocation;
  const { emit } = events;
  const registry = adapterRegistry;
  return { invocation, project: project!, profiles, registry, target, threads, vars, logPath, emit, signal };
}

/** The project's own connection; that there is none is shown where the project names it. */
function ownTarget(profiles: ProfilesFile, name: string, file: ProjectFile): string {
  try {
    return profiles.resolve(name);
  } catch (error) {
    if (!(error instanceof DvtError)) throw error;
    const location = file.locate(['profile']);
    throw new DvtError(error.diagnostics.map((one) => ({ location, ...one })));
  }
}

/**
 * From here on events go to the log file too, unless it is switched off; a folder that cannot be written is told of and does
 * no harm. What is said of the console goes for the file too where nothing else is said, as in dbt.
 */
function joinLogFile({ options, events, redactor, command }: Invocation, folder: string): void {
  const said = (options.logLevelFile ?? options.logLevel ?? 'debug') as LeastLevel;
  if (said === 'none') return;
  const level = options.debug ? 'debug' : said;
  const json = (options.logFormatFile ?? options.logFormat) === 'json';
  try {
    events.join(logFile(resolve(folder, 'dvt.log'), { redactor, level, json, maxBytes: options.logFileMaxBytes }));
    events.emit({ type: 'debug', message: `dvt ${command}` });
  } catch (error) {
    events.emit({ type: 'notice', message: `The log file cannot be written: ${(error as Error).message}` });
  }
}

/** `--log-path`, else `log-path:` of the project. */
function logPathOf({ options, cwd }: Invocation, project: ProjectFile): string {
  return options.logPath === null ? resolve(project.root, project.logPath) : resolve(cwd, options.logPath);
}
