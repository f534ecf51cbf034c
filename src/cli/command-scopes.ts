import type { RunScope } from './run-nodes.js';

/** Commands that run the nodes of a selection. */
export type ScopedCommand = 'run' | 'build' | 'test' | 'seed' | 'snapshot';

/** What each of them runs. */
export const COMMAND_SCOPES: Readonly<Record<ScopedCommand, RunScope>> = {
  run: { kinds: ['model'], testsGate: false },
  build: { kinds: ['seed', 'model', 'snapshot', 'test', 'unit_test'], testsGate: true },
  test: { kinds: ['test', 'unit_test'], testsGate: false },
  seed: { kinds: ['seed'], testsGate: false },
  snapshot: { kinds: ['snapshot'], testsGate: false },
};
