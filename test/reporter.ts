import type { Reporter, TestModule } from 'vitest/node';

/**
 * Ends the output with the line that continuous integration reads: `N passed, N failed`, with `, N skipped` where tests
 * were skipped. Files that could not be run count as one failure each.
 */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const counts = { passed: 0, failed: errors.length, skipped: 0 };
    for (const module of modules) {
      let failures = 0;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'pending') continue;
        counts[state]++;
        if (state === 'failed') failures++;
        if (state === 'skipped') reportSkipped(test.fullName, test.result());
      }
      if (!module.ok() && failures === 0) counts.failed++;
    }
    const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
    process.stdout.write(`${counts.passed} passed, ${counts.failed} failed${skipped}\n`);
  }
}

function reportSkipped(name: string, result: object): void {
  const note = 'note' in result ? result.note : undefined;
  process.stdout.write(`skipped: ${name}: ${note ?? 'no reason given'}\n`);
}
