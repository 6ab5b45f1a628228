import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';
import { type PackageReport, reportName } from './package-report.mjs';

const root = join(import.meta.dirname, '..');

/** One process tests several packages; this writes the report of each into its folder. */
export default class PackageReports implements Reporter {
  async onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): Promise<void> {
    const byPackage = Map.groupBy(modules, ({ moduleId }) => packageOf(relative(root, moduleId)));
    for (const [folder, tested] of byPackage) {
      const path = join(root, folder, reportName);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, JSON.stringify(reportOf(tested, unhandledErrors.length)));
    }
  }
}

/** `packages/cost` of `packages/cost/src/report.test.ts`; `scripts` of `scripts/cost/report.test.ts`. */
export function packageOf(path: string): string {
  const names = path.split(/[\\/]/);
  return names.slice(0, names[0] === 'packages' ? 2 : 1).join('/');
}

function reportOf(modules: readonly TestModule[], unhandledErrors: number): PackageReport {
  const states = modules.flatMap((module) => [...module.children.allTests()].map((test) => stateOf(test)));
  const count = (state: string) => states.filter((each) => each === state).length;
  return {
    run: process.env['GROUNDCREW_TEST_RUN'] ?? '',
    numPassedTests: count('passed'),
    numFailedTests: count('failed'),
    numPendingTests: count('skipped'),
    numTodoTests: count('todo'),
    testResults: modules.map((module) => ({
      name: relative(root, module.moduleId),
      status: module.state(),
      assertionResults: [...module.children.allTests()].map((test) => stateOf(test)),
    })),
    unhandledErrors,
  };
}

/** A test that did not end, because the run was stopped, has not passed. */
function stateOf(test: {
  result(): { readonly state: string };
  readonly options: { readonly mode: string };
}): string {
  const { state } = test.result();
  if (test.options.mode === 'todo') return 'todo';
  return state === 'pending' ? 'failed' : state;
}
