import { afterAll, beforeAll, describe } from 'vitest';
import { concurrency } from './concurrency.js';
import { failures } from './failures.js';
import { Harness } from './harness.js';
import { introspection } from './introspection.js';
import { loading } from './loading.js';
import { names } from './names.js';
import type { ConformanceOptions } from './options.js';
import { publishing } from './publishing.js';
import { scanning } from './scanning.js';
import { sessions } from './sessions.js';
import { types } from './types.js';

export type { ConformanceDatabase, ConformanceOptions, TypeSample } from './options.js';

/** The tests that every adapter must pass. */
export function conformance(options: ConformanceOptions): void {
  describe(`${options.adapter.title} meets the adapter contract`, () => {
    let opened: Harness | undefined;
    const harness = () => opened!;
    beforeAll(async () => {
      opened = await Harness.open(options);
    });
    afterAll(() => opened?.close());

    introspection(harness);
    names(options, harness);
    types(options, harness);
    scanning(options, harness);
    loading(options, harness);
    publishing(options, harness);
    sessions(harness);
    concurrency(harness);
    failures(options, harness);
  });
}
