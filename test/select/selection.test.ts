import { readFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type IndirectSelection, select } from '#dvt/select/index.js';
import { dvt } from '../cli/dvt.js';
import { folderWith } from '../config/files.js';
import { loadProject } from '../projects/load-project.js';

/** What `dbt ls` (dbt-core 1.12.6) answers in this folder's project; `record.py` wrote it down. null: dbt refuses. */
const recorded = JSON.parse(readFileSync(new URL('./recorded.json', import.meta.url), 'utf8')) as readonly {
  readonly question: string;
  readonly ids: readonly string[] | null;
}[];

/** What dvt means otherwise on purpose; docs/dbt-compatibility.md says why. */
const OTHERWISE = ['config.meta.level:2|', 'config.meta.hours:1|', '|||nested'];

const words = (text: string): string[] => (text === '' ? [] : text.split(' '));

describe('in a project with everything that can be selected', async () => {
  const { manifest } = await loadProject(fileURLToPath(new URL('./project', import.meta.url)));

  const like = recorded.filter(({ question }) => !OTHERWISE.includes(question));
  const unlike = recorded.filter(({ question }) => OTHERWISE.includes(question));

  const answer = ({ question, ids }: (typeof recorded)[number]): void => {
    const [chosen = '', exclude = '', indirect = '', selector = ''] = question.split('|');
    const selected = () =>
      select(manifest, {
        select: words(chosen),
        exclude: words(exclude),
        indirect: (indirect === '' ? 'eager' : indirect) as IndirectSelection,
        selector: selector === '' ? null : selector,
      }).ids.toSorted();
    if (ids === null) expect(selected).toThrow();
    else expect(selected()).toEqual(ids);
  };

  test.each(like)('$question', answer);
  // Told when it is no longer so.
  test.fails.each(unlike)('$question differs from dbt on purpose', answer);
});

test('ls --output path has the paths within packages, as dbt has them', async () => {
  const cwd = await folderWith({});
  await cp(new URL('./project', import.meta.url), cwd, { recursive: true });
  const { stdout } = await dvt(['ls', '--quiet', '--select', 'package:lib', '--output', 'path'], { cwd });
  expect(stdout.split('\n').filter((line) => line !== '')).toEqual([
    'models/lib.yml',
    'models/days.sql',
    'models/months.sql',
    'models/lib.yml',
    'tests/days_are_days.sql',
    'models/lib.yml',
  ]);
  const json = await dvt(['ls', '--quiet', '--select', 'package:lib', '--output', 'json'], { cwd });
  expect(json.stdout.split('\n').filter((line) => line.includes('dbt_packages/lib'))).toEqual([]);
});
