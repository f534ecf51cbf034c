import { DvtError } from '../../core/errors.js';
import type { CatalogItem } from '../../report/artifacts/catalog.js';
import type { ManifestNode, SourceNode } from '../../spi/node.js';
import type { ExitCode } from '../exit-code.js';
import { gather } from '../gather.js';
import type { Options } from '../options.js';
import { type ParsedProject, parse } from '../parsed-project.js';
import { openRuntime, type Runtime } from '../runtime.js';
import { isBlank, selected } from '../selected-nodes.js';
import type { Session } from '../session.js';
import { writeCatalog, writeManifest } from '../write-artifacts.js';
import { writeCompiled } from '../write-compiled.js';

/** `dvt docs generate`: writes compiled SQL as `dvt compile` does, and `catalog.json` with what the databases hold. */
export async function docsGenerateCommand(session: Session, options: Options): Promise<ExitCode> {
  const parsed = await parse(session);
  const items = await selected(session, parsed.manifest);
  const runtime = openRuntime(session, parsed, new Set());
  try {
    await writeManifest(
      session,
      parsed,
      options.compileDocs ? await compiledNodes(session, parsed, runtime) : new Map(),
    );
    if (options.emptyCatalog) {
      await writeCatalog(session, [], []);
      return 0;
    }
    const { found, errors } = await describe(items.filter(hasRelation), session, runtime);
    await writeCatalog(session, found, errors);
    for (const message of errors) session.emit({ type: 'warning', diagnostic: { code: 'DVT5040', message } });
    const message = `Catalog of ${found.length} relations written to ${session.project.targetPath}/catalog.json`;
    session.emit({ type: 'notice', message });
    return errors.length === 0 ? 0 : 1;
  } finally {
    await runtime.close();
  }
}

type WithRelation = (ManifestNode | SourceNode) & { readonly relation: NonNullable<ManifestNode['relation']> };

/** A test has one where it keeps the rows that it finds. */
function hasRelation(item: { readonly kind: string }): item is WithRelation {
  return (
    ['model', 'seed', 'snapshot', 'source', 'test'].includes(item.kind) && (item as ManifestNode).relation !== null
  );
}

async function compiledNodes(
  session: Session,
  { manifest }: ParsedProject,
  runtime: Runtime,
): Promise<ReadonlyMap<string, string>> {
  const kinds: readonly string[] = ['model', 'snapshot', 'test', 'analysis'];
  const nodes = [...manifest.nodes.values()].filter((node) => kinds.includes(node.kind) && !isBlank(node));
  const compiled = await gather(nodes.map((node) => runtime.compile(node)));
  for (const { node, sql } of compiled) await writeCompiled(session, node, sql);
  return new Map(compiled.map(({ node, sql }) => [node.id, sql]));
}

/** What is not there yet is left out, as in dbt; a connection that fails is told once. */
async function describe(
  items: readonly WithRelation[],
  session: Session,
  runtime: Runtime,
): Promise<{ readonly found: readonly CatalogItem[]; readonly errors: readonly string[] }> {
  const errors = new Set<string>();
  const found = await Promise.all(
    items.map(async (item): Promise<CatalogItem | null> => {
      try {
        const { adapter, values } = await session.profiles.connection(item.connection);
        const external = item.kind === 'source' ? item.externalLocation : null;
        const name = { ...item.relation, identifier: external ?? item.relation.identifier };
        const relation = await runtime.catalog.describe(item.connection, adapter.completeName(values, name));
        return relation === null ? null : { id: item.id, kind: item.kind === 'source' ? 'source' : 'node', relation };
      } catch (error) {
        if (!(error instanceof DvtError)) throw error;
        errors.add(error.message);
        return null;
      }
    }),
  );
  return { found: found.filter((item) => item !== null), errors: [...errors] };
}
