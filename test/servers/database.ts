/** A new, empty database on a test server. */
export interface TestDatabase {
  /** the adapter's profile fields: host, port, user, password, database and, where there are such, schema */
  readonly profile: Readonly<Record<string, unknown>>;
  /**
   * Runs statements on the database's administrative session. Values of the last result as the server itself prints
   * them, in text; null for NULL. No value passes through a client's parser.
   */
  query(sql: string): Promise<(string | null)[][]>;
  /** Another session, for locks and concurrent readers. */
  session(): Promise<Session>;
  /** Removes the database, ending the sessions in it. */
  drop(): Promise<void>;
}

/** One session of a server. */
export interface Session {
  query(sql: string): Promise<(string | null)[][]>;
  end(): Promise<void>;
}

let count = 0;

/** A database name that no other test uses. */
export function uniqueName(): string {
  count++;
  return `t${process.pid}_${Date.now().toString(36)}_${count}`;
}

/** A database over a server's sessions; a session that the server ended is opened anew by the next query. */
export async function createDatabase(options: {
  readonly profile: TestDatabase['profile'];
  open(database: string | null): Promise<Session>;
  readonly create: string;
  readonly drop: string;
}): Promise<TestDatabase> {
  const name = options.profile['database'] as string;
  const once = async (sql: string) => {
    const session = await options.open(null);
    await session.query(sql).finally(session.end);
  };
  await once(options.create);
  let current: Promise<Session> | null = null;
  return {
    profile: options.profile,
    async query(sql) {
      current ??= options.open(name);
      const used = current;
      try {
        return await (await used).query(sql);
      } catch (error) {
        if (isLost(error) && current === used) current = null;
        throw error;
      }
    },
    session: () => options.open(name),
    async drop() {
      await current?.then((session) => session.end()).catch(() => {});
      current = null;
      await once(options.drop);
    },
  };
}

function isLost(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: string };
  return !/^[0-9A-Z]{5}$|^ER_/.test(String(code)) || /terminat|closed|lost|ECONN/i.test(message ?? '');
}
