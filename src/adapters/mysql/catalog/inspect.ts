import type { ServerInfo } from '../../../spi/connection.js';
import type { Session } from '../session/session.js';

/** A right that dvt uses, and what follows where it is missing. */
const RIGHTS: readonly { readonly privilege: string; readonly may: string; readonly without: string }[] = [
  { privilege: 'SELECT', may: 'read', without: 'read (only what single grants allow)' },
  { privilege: 'CREATE', may: 'create tables', without: 'create tables: nothing can be published here' },
  { privilege: 'DROP', may: 'replace tables', without: 'drop tables: nothing can be replaced here' },
  { privilege: 'ALTER', may: 'rename tables', without: 'alter tables: nothing can be replaced here' },
  { privilege: 'INSERT', may: 'load tables', without: 'insert: nothing can be loaded here' },
  { privilege: 'CREATE VIEW', may: 'create views', without: 'create views' },
  {
    privilege: 'LOCK TABLES',
    may: 'read a table over several connections',
    without: 'lock tables: each table is read over one connection',
  },
];

/** Version and rights, from the server's own answers. */
export async function inspect(session: Session, database: string | null): Promise<ServerInfo> {
  const [[version = '', localFiles] = []] = await session.texts('select version(), @@local_infile');
  const grants = (await session.texts('show grants')).map(([grant]) => grant ?? '');
  const held = (privilege: string) => grants.some((grant) => holds(grant, privilege, database));
  const may = RIGHTS.filter(({ privilege }) => held(privilege)).map((right) => right.may);
  const mayNot = RIGHTS.filter(({ privilege }) => !held(privilege)).map((right) => right.without);
  if (localFiles === '1') may.push('load local data');
  else mayNot.push('load local data (local_infile is off): results are inserted row by row, which is slower');
  return { version: versionName(version ?? ''), may, mayNot };
}

/** Whether the user may lock tables, as reading one table over several connections at one state needs. */
export async function mayLockTables(session: Session, database: string | null): Promise<boolean> {
  const grants = await session.texts('show grants');
  return grants.some(([grant]) => holds(grant ?? '', 'LOCK TABLES', database));
}

/** Whether the user may hold back all writers of the server: RELOAD, or MySQL's FLUSH_TABLES. */
export async function mayFlushTables(session: Session): Promise<boolean> {
  const grants = await session.texts('show grants');
  return grants.some(([grant]) => {
    const privileges = /^GRANT (.+?) ON \*\.\* TO /.exec(grant ?? '')?.[1]?.split(/, ?/) ?? [];
    return ['ALL PRIVILEGES', 'RELOAD', 'FLUSH_TABLES'].some((privilege) => privileges.includes(privilege));
  });
}

function versionName(version: string): string {
  const number = /\d+(\.\d+)*/.exec(version.replace(/^5\.5\.5-/, ''))?.[0] ?? version;
  return `${/mariadb/i.test(version) ? 'MariaDB' : 'MySQL'} ${number}`;
}

/** Whether one line of SHOW GRANTS gives a privilege on the whole of a database. */
function holds(grant: string, privilege: string, database: string | null): boolean {
  const parts = /^GRANT (.+?) ON (.+?)\.\* TO /.exec(grant);
  if (!parts) return false;
  const [, privileges = '', scope = ''] = parts;
  const named = scope.replace(/^`|`$/g, '').replaceAll('``', '`');
  // Database names in grants are patterns: `\_` is an underscore, `%` any text.
  const pattern = named
    .replace(/[.*+?^${}()|[\]]/g, '\\$&')
    .replace(/(\\?)([%_])/g, (_, backslash, wildcard) => (backslash ? wildcard : wildcard === '%' ? '.*' : '.'));
  const covers = scope === '*' || (database !== null && new RegExp(`^${pattern}$`, 's').test(database));
  return covers && (privileges === 'ALL PRIVILEGES' || privileges.split(/, ?/).includes(privilege));
}
