import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { stagingName } from '#dvt/core/staging-name.js';
import type { RelationName } from '#dvt/spi/relation.js';
import { Harness, newRunId } from '../conformance/harness.js';
import type { ConformanceDatabase, DatabaseOptions } from '../conformance/options.js';
import { type Child, startChild } from './child.js';

/** Rows of generation `n`: every generation has another number of rows, so that a mixture shows. */
const rowsOf = (n: number) => 20_000 + n;
const generation = (n: number) => `select i as id, ${n} as generation, 'row ' || i as v from range(${rowsOf(n)}) t(i)`;

const FINAL = 'killed_model';

/** A database in which processes publish one relation and are killed. */
export class PublishKill {
  #generation = 0;

  private constructor(
    readonly options: DatabaseOptions,
    readonly database: ConformanceDatabase,
    readonly directory: string,
  ) {}

  /** Opens a database with generation 0 of the relation in it. */
  static async open(options: DatabaseOptions): Promise<PublishKill> {
    const kill = new PublishKill(options, await options.open(), mkdtempSync(join(tmpdir(), 'dvt-kill-')));
    await kill.#withHarness((harness) => harness.publish(FINAL, generation(0)));
    return kill;
  }

  /** the relation that is published */
  get final(): RelationName {
    return this.#name(FINAL);
  }

  /** the server's, for a proxy */
  get address(): { host: string; port: number } {
    const { host, port } = this.database.profile;
    return { host: String(host), port: Number(port) };
  }

  /** A reader beside the process. */
  session(): ReturnType<NonNullable<ConformanceDatabase['session']>> {
    if (!this.database.session) throw new Error('a database on a server has sessions');
    return this.database.session();
  }

  #name(identifier: string): RelationName {
    return this.options.adapter.completeName(this.database.profile, { database: null, schema: null, identifier });
  }

  async close(): Promise<void> {
    rmSync(this.directory, { recursive: true, force: true });
    await this.database.drop();
  }

  /** Starts a process that publishes the next generation. */
  start(waitAt: readonly string[], change: Readonly<Record<string, unknown>> = {}): Child {
    this.#generation++;
    const runId = newRunId();
    return startChild('./publish-child.mjs', {
      type: this.options.adapter.type,
      profile: { ...this.database.profile, ...change },
      directory: this.directory,
      runId,
      sql: generation(this.#generation),
      final: this.final,
      staging: this.#name(stagingName(FINAL, runId, this.options.adapter.dialect.identifierBytes)),
      waitAt,
    });
  }

  /**
   * After a process was killed: a reader sees the whole old or the whole new relation, the next run's sweep removes what
   * was left, and a run goes through. Returns what the reader saw.
   */
  async outcome(): Promise<'old' | 'new'> {
    const expected = this.#generation;
    return this.#withHarness(async (harness) => {
      const [first] = await harness.rows(FINAL, 'count(*), min(generation), max(generation)');
      const [count, least, greatest] = first!.map(Number);
      expect({ count, least }).toEqual({ count: rowsOf(greatest!), least: greatest });
      expect([expected - 1, expected]).toContain(greatest);
      const { database, schema } = harness.name(FINAL);
      // The server needs a moment to notice that the process is gone, and with it the lease.
      await expect
        .poll(async () => {
          await harness.target.sweep([{ database, schema }]);
          return harness.leftovers(FINAL);
        })
        .toEqual([]);
      await harness.publish(FINAL, generation(expected));
      const [again] = await harness.rows(FINAL, 'count(*), min(generation)');
      expect(again!.map(Number)).toEqual([rowsOf(expected), expected]);
      expect(await harness.leftovers(FINAL)).toEqual([]);
      return greatest === expected ? 'new' : 'old';
    });
  }

  /** A file has one owner at a time, so the suite connects only while no process publishes. */
  async #withHarness<T>(work: (harness: Harness) => Promise<T>): Promise<T> {
    const harness = await Harness.open({
      ...this.options,
      open: async () => ({ ...this.database, drop: async () => {} }),
    });
    try {
      return await work(harness);
    } finally {
      await harness.close();
    }
  }
}
