import { expect, test } from 'vitest';
import { testProject } from './project.js';

const MODEL = `{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='at', batch_size='day', begin='2024-01-01') }}
select 1 as id, timestamp '2024-01-01 12:00:00' as at from {{ ref('events') }}`;

test('a microbatch model none of whose inputs has an event_time is told, an error only where it is named', async () => {
  const project = await testProject({
    profile: 'duck',
    profiles: { duck: { adapter: 'duckdb', path: 'duck.db' } },
    files: {
      'models/events.sql': "{{ config(materialized='table') }} select 1 as id",
      'models/daily.sql': MODEL,
    },
  });
  const parse = (...args: string[]) => project.dvt('parse', '--no-partial-parse', ...args);
  const told = await parse('--warn-error');
  expect(told.code, told.output).toBe(0);
  expect(told.output).toMatch(/DVT1224 No input of the microbatch model daily has an `event_time`/);
  const named = await parse('--warn-error-options', '{error: [MicrobatchModelNoEventTimeInputs]}');
  expect(named.code).toBe(2);
  await project.write(
    'models/events.sql',
    "{{ config(materialized='table', event_time='at') }} select 1 as id, timestamp '2024-01-01 12:00:00' as at",
  );
  expect((await parse()).output).not.toContain('DVT1224');
});
