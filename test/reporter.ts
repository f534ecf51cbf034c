import type { Reporter, TestCase, TestModule } from 'vitest/node';

/**
 * Ends the output with the line that continuous integration reads: `N passed, N failed`, with `, N skipped` where tests
 * were skipped. Tests that a failed hook kept from running are failures; so is a file that could not be loaded.
 */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const counts = { passed: 0, failed: errors.length, skipped: 0 };
    const failures: string[] = [];
    for (const module of modules) {
      const failedBefore = counts.failed;
      for (const test of module.children.allTests()) {
        const state = stateOf(test);
        if (state !== 'pending') counts[state]++;
        if (state === 'skipped') reportSkipped(test);
        if (state === 'failed') failures.push(`${module.relativeModuleId} > ${test.fullName}`);
      }
      if (!module.ok() && counts.failed === failedBefore) {
        counts.failed++;
        failures.push(`${module.relativeModuleId} could not be loaded`);
      }
    }
    // Named once more at the end: of a long output often only that is kept.
    for (const failure of failures) process.stdout.write(`failed: ${failure}\n`);
    const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
    process.stdout.write(`${counts.passed} passed, ${counts.failed} failed${skipped}\n`);
  }
}

function stateOf(test: TestCase): 'passed' | 'failed' | 'skipped' | 'pending' {
  const { state } = test.result();
  if (state !== 'skipped') return state;
  for (let parent = test.parent; ; parent = parent.parent) {
    if (parent.errors().length > 0) return 'failed';
    if (parent.type === 'module') return state;
  }
}

function reportSkipped(test: TestCase): void {
  const result = test.result();
  const note = result.state === 'skipped' ? result.note : undefined;
  process.stdout.write(`skipped: ${test.fullName}: ${note ?? 'no reason given'}\n`);
}
