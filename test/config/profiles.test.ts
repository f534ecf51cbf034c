import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { adapterRegistry } from '#dvt/adapters/registry.js';
import { configRenderer } from '#dvt/cli/config-templates.js';
import { findProfiles, readProfiles } from '#dvt/config/index.js';
import { Redactor } from '#dvt/core/redact.js';
import type { ProfilesFile } from '#dvt/spi/project.js';
import { folderWith, mistakesOf, places } from './files.js';

const SHOP = `shop:
  target: dev
  outputs:
    dev: {type: postgres, host: h, user: u, pass: p, dbname: d, schema: s, threads: 4}
    prod: {type: postgres, host: prod, user: u, password: p, database: d}
`;

interface Options {
  readonly env?: Readonly<Record<string, string>>;
  readonly own?: string;
  readonly target?: string;
  readonly redactor?: Redactor;
}

async function profilesOf(text: string, options: Options = {}): Promise<ProfilesFile> {
  const folder = await folderWith({ 'profiles.yml': text });
  return readProfiles({
    path: join(folder, 'profiles.yml'),
    shownPath: 'profiles.yml',
    ownProfile: options.own ?? null,
    target: options.target ?? null,
    render: configRenderer({ env: options.env ?? {}, vars: {}, secrets: true, target: null }),
    registry: adapterRegistry,
    redactor: options.redactor ?? new Redactor(),
    warn: () => {},
  });
}

async function failureOf(run: () => unknown) {
  return mistakesOf(Promise.resolve().then(run));
}

describe('where profiles.yml is looked for', () => {
  const named = ['flag', 'dvt', 'dbt', 'project', 'home/.dvt', 'home/.dbt'];
  const search = (folder: string) => ({
    profilesDir: join(folder, 'flag'),
    env: { DVT_PROFILES_DIR: join(folder, 'dvt'), DBT_PROFILES_DIR: join(folder, 'dbt') },
    projectDir: join(folder, 'project'),
    home: join(folder, 'home'),
  });

  test('in this order, the first one found wins', async () => {
    const folder = await folderWith(Object.fromEntries(named.map((name) => [`${name}/profiles.yml`, ''])));
    const all = search(folder);
    const searches = [
      all,
      { ...all, profilesDir: null },
      { ...all, profilesDir: null, env: { DBT_PROFILES_DIR: all.env.DBT_PROFILES_DIR } },
      { ...all, profilesDir: null, env: {} },
      { ...all, profilesDir: null, env: {}, projectDir: join(folder, 'elsewhere') },
    ];
    const found = await Promise.all(searches.map(findProfiles));
    expect(found).toEqual(named.slice(0, 5).map((name) => join(folder, name, 'profiles.yml')));
    const last = await folderWith({ 'home/.dbt/profiles.yml': '' });
    expect(await findProfiles({ ...search(last), profilesDir: null, env: {} })).toBe(
      join(last, 'home/.dbt/profiles.yml'),
    );
  });

  test('a folder that was named must have one', async () => {
    const folder = await folderWith({ 'home/.dbt/profiles.yml': '' });
    const [mistake] = await mistakesOf(findProfiles(search(folder)));
    expect(mistake?.message).toContain(join(folder, 'flag', 'profiles.yml'));
  });

  test('without any, the places are listed', async () => {
    const folder = await folderWith({});
    const [mistake] = await mistakesOf(findProfiles({ ...search(folder), profilesDir: null, env: {} }));
    expect(mistake?.code).toBe('DVT1010');
    for (const name of named.slice(3)) expect(mistake?.message).toContain(join(folder, name, 'profiles.yml'));
  });
});

describe('names', () => {
  const both = `config: {send_anonymous_usage_stats: false}\n${SHOP}postgres_prod: {adapter: postgres, host: h, user: u, database: d}\n`;

  test('both shapes live in one file, and old keys of dbt are no profiles', async () => {
    const profiles = await profilesOf(both);
    expect(profiles.names).toEqual(['shop.dev', 'shop.prod', 'postgres_prod']);
    expect(profiles.resolve('shop')).toBe('shop.dev');
    expect(profiles.resolve('shop.prod')).toBe('shop.prod');
    expect(profiles.resolve('postgres_prod')).toBe('postgres_prod');
  });

  test("--target changes the project's own profile only", async () => {
    const other = SHOP.replaceAll('shop', 'other');
    const profiles = await profilesOf(both + other, { own: 'shop', target: 'prod' });
    expect(profiles.resolve('shop')).toBe('shop.prod');
    expect(profiles.resolve('shop.dev')).toBe('shop.dev');
    expect(profiles.resolve('other')).toBe('other.dev');
  });

  test('--target for a flat entry is an error', async () => {
    const profiles = await profilesOf(both, { own: 'postgres_prod', target: 'prod' });
    expect(await failureOf(() => profiles.resolve('postgres_prod'))).toMatchObject([{ code: 'DVT1012' }]);
  });

  test('unknown names are answered with the nearest', async () => {
    const profiles = await profilesOf(both, { own: 'shop', target: 'porduction' });
    expect(await failureOf(() => profiles.resolve('postgres_prd'))).toMatchObject([
      { code: 'DVT1011', hint: 'Did you mean `postgres_prod`?' },
    ]);
    expect(await failureOf(() => profiles.resolve('shop.prdo'))).toMatchObject([
      { code: 'DVT1012', hint: 'Did you mean `prod`?' },
    ]);
    expect(await failureOf(() => profiles.resolve('shop'))).toMatchObject([
      { code: 'DVT1012', hint: 'Known: dev, prod.' },
    ]);
  });

  test('a rendered target', async () => {
    const text = SHOP.replace('target: dev', `target: "{{ env_var('STAGE', 'dev') }}"`);
    expect((await profilesOf(text)).resolve('shop')).toBe('shop.dev');
    expect((await profilesOf(text, { env: { STAGE: 'prod' } })).resolve('shop')).toBe('shop.prod');
  });

  test('without target: the output is `default`, as in dbt', async () => {
    const text = 'shop: {outputs: {default: {type: sqlite, path: x.db}}}';
    expect((await profilesOf(text)).resolve('shop')).toBe('shop.default');
  });
});

describe('a connection', () => {
  test('synonyms are one field, numbers in templates are numbers', async () => {
    const profiles = await profilesOf(
      `pg: {adapter: postgres, host: h, port: "{{ env_var('PORT') | int }}", username: u, pass: "{{ env_var('PW') }}", dbname: d}`,
      { env: { PORT: '5433', PW: `p@ss:w/o'r"d{{ }}` } },
    );
    expect((await profiles.connection('pg')).values).toEqual({
      host: 'h',
      port: 5433,
      user: 'u',
      password: `p@ss:w/o'r"d{{ }}`,
      database: 'd',
    });
  });

  test('a password of digits keeps its characters', async () => {
    const profiles = await profilesOf('pg: {adapter: postgres, host: h, user: 007, password: 0123, database: yes}');
    expect((await profiles.connection('pg')).values).toMatchObject({ user: '007', password: '0123', database: 'yes' });
  });

  test('an unset variable of one that is not used breaks nothing', async () => {
    const profiles = await profilesOf(
      `a: {adapter: postgres, host: "{{ env_var('NOT_SET') }}", user: u, database: d}\nb: {adapter: sqlite, path: x.db}`,
    );
    expect((await profiles.connection('b')).values).toEqual({ path: 'x.db' });
    const mistakes = await mistakesOf(profiles.connection('a'));
    expect(places(mistakes)).toEqual(['DVT1020 1:30']);
    expect(mistakes[0]?.message).toBe("Env var required but not provided: 'NOT_SET'.");
  });

  test('mistakes are all reported at their places', async () => {
    const profiles = await profilesOf(`pg:
  adapter: postgres
  hots: h
  port: eleven
  pass: one
  password: two
  user: u
`);
    const mistakes = await mistakesOf(profiles.connection('pg'));
    expect(places(mistakes)).toEqual(['DVT1002 3:3', 'DVT1003 4:9', 'DVT1016 6:3', 'DVT1004 1:1', 'DVT1004 1:1']);
    expect(mistakes[0]?.hint).toBe('Did you mean `host`?');
    expect(mistakes.slice(3).map(({ message }) => message)).toEqual([
      'Connection `pg` lacks `host`, which PostgreSQL needs.',
      'Connection `pg` lacks `database`, which PostgreSQL needs.',
    ]);
  });

  test('both spellings with the same value are fine', async () => {
    const profiles = await profilesOf('pg: {adapter: postgres, host: h, user: u, pass: x, password: x, database: d}');
    expect((await profiles.connection('pg')).values['password']).toBe('x');
  });

  test('an unknown adapter, and none', async () => {
    const profiles = await profilesOf('a: {type: postgras, host: h}\nb: {adapter: postgres, type: mysql}\n');
    expect(await mistakesOf(profiles.connection('a'))).toMatchObject([
      { code: 'DVT1014', hint: 'Did you mean `postgres`?', location: { line: 1, column: 11 } },
    ]);
    expect(await mistakesOf(profiles.connection('b'))).toMatchObject([{ code: 'DVT1016' }]);
  });

  test('an entry of no known shape is an error when it is used, and is listed', async () => {
    const profiles = await profilesOf('x: {host: h}\ny: text\nb: {adapter: sqlite, path: x.db}\n');
    expect([...profiles.names].sort()).toEqual(['b', 'x', 'y']);
    expect(profiles.resolve('b')).toBe('b');
    expect(await failureOf(() => profiles.resolve('x'))).toMatchObject([{ code: 'DVT1013' }]);
    expect(await mistakesOf(profiles.connection('y'))).toMatchObject([{ code: 'DVT1013' }]);
  });

  test('threads are 1 where nothing is said', async () => {
    const profiles = await profilesOf(SHOP);
    expect(await profiles.threads('shop.dev')).toBe(4);
    expect(await profiles.threads('shop.prod')).toBe(1);
  });
});

describe('secrets', () => {
  test('rendered ones are made known to the redactor, invalid connections included', async () => {
    const redactor = new Redactor();
    const profiles = await profilesOf(
      `pg: {adapter: postgres, hots: h, user: u, password: "{{ env_var('PW') }}", database: d}`,
      { env: { PW: 'correct-horse' }, redactor },
    );
    await mistakesOf(profiles.connection('pg'));
    expect(redactor.redact('login with correct-horse')).toBe('login with ****');
  });

  test.each([
    ['a mistyped key', 'pg: {adapter: postgres, host: h, pasword: hunter2, database: d}'],
    ['a broken quote', 'pg:\n  adapter: postgres\n  password: "hunter2\n  host: h\n'],
    ['an asterisk', 'pg: {adapter: postgres, password: *hunter2, host: h}'],
    ['an unknown adapter', 'pg: {adapter: postgrs, password: hunter2, host: h}'],
    ['a key next to it', 'pg:\n  adapter: postgres\n  password: hunter2\n  hots: h\n'],
    ['a wrong type', 'pg:\n  adapter: postgres\n  host: h\n  user: u\n  database: d\n  password: [hunter2]\n'],
    ['several lines', 'pg:\n  adapter: postgres\n  sslkey: |\n    hunter2\n  hots: h\n'],
  ])('no message shows one: %s', async (_, text) => {
    const mistakes = await mistakesOf(profilesOf(text).then((profiles) => profiles.connection('pg')));
    expect(mistakes.length).toBeGreaterThan(0);
    expect(JSON.stringify(mistakes)).not.toContain('hunter2');
  });
});
