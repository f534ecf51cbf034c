import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { freshMysql, freshPostgres } from '../servers/index.js';
import { testProject } from './project.js';
import { SOURCES } from './shop.js';

test('passwords never reach output, logs, artifacts or SQL text, also when something fails', async () => {
  const [postgres, mysql] = await Promise.all([freshPostgres(), freshMysql()]);
  onTestFinished(async () => {
    await Promise.all([postgres.drop(), mysql.drop()]);
  });
  const secret = `p@ss:w/o'r"d %s`;
  const project = await testProject({
    profile: 'postgres_prod',
    profiles: {
      postgres_prod: { adapter: 'postgres', ...postgres.profile },
      mysql_legacy: { adapter: 'mysql', ...mysql.profile, password: secret },
      unreachable: { adapter: 'postgres', ...postgres.profile, port: 1, password: secret },
    },
    files: {
      'models/sources.yml': SOURCES,
      'models/m.sql': `select * from {{ source('mysql_source', 'orders') }}`,
      'models/fine.sql': 'select 1 as one',
    },
  });
  const outputs: string[] = [];
  for (const args of [
    ['profiles', 'test', '--all'],
    ['run', '--debug'],
    ['plan'],
    ['debug'],
    ['profiles', 'show'],
    ['run', '--log-format', 'json'],
  ]) {
    outputs.push((await project.dvt(...args)).output);
  }
  for (const folder of ['target', 'logs']) {
    for (const file of await readdir(join(project.directory, folder), { recursive: true })) {
      outputs.push(await project.read(join(folder, file)).catch(() => ''));
    }
  }
  const text = outputs.join('\n');
  expect(text).toContain('mysql_legacy');
  for (const password of [secret, encodeURIComponent(secret), String(postgres.profile['password'])]) {
    expect(text.includes(password)).toBe(false);
  }
});
