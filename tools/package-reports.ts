import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';

const root = join(import.meta.dirname, '..');
const REPORT_NAME = '.cache/test-report.json';

/** The environment variable with the {@link SourceHashes} of a run, in JSON. */
export const HASHES_VARIABLE = 'GROUNDCREW_TEST_HASHES';

/** By the folder of a package, from the root: the hash of all that its tests read, before they ran. */
export type SourceHashes = Readonly<Record<string, string>>;

/** The fields of vitest's JSON report that `test/tally.ts` reads, for the tests of one package. */
interface PackageReport {
  /** Of what was tested; none: tested in a run that does not know it. */
  readonly hash: string | undefined;
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly string[];
  }[];
  /** Errors outside of any test, of the whole run: any package may be their cause. */
  readonly unhandledErrors: number;
}

/** One process tests several packages; this writes the report of each into its folder. */
export default class PackageReports implements Reporter {
  async onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): Promise<void> {
    const hashes = JSON.parse(process.env[HASHES_VARIABLE] ?? '{}') as SourceHashes;
    const byPackage = Map.groupBy(modules, ({ moduleId }) => packageOf(relative(root, moduleId)));
    for (const [folder, tested] of byPackage) {
      const path = join(root, folder, REPORT_NAME);
      await mkdir(dirname(path), { recursive: true });
      const report: PackageReport = { hash: hashes[folder], ...reportOf(tested, unhandledErrors.length) };
      await writeFile(path, JSON.stringify(report));
    }
  }
}

/** Whether the tests of a package passed when all that they read had this hash. */
export async function havePassed(folder: string, hash: string): Promise<boolean> {
  const text = await readFile(join(root, folder, REPORT_NAME), 'utf8').catch(() => undefined);
  if (text === undefined) return false;
  const report = JSON.parse(text) as PackageReport;
  return report.hash === hash && !hasFailed(report);
}

/** `packages/cost` of `packages/cost/src/report.test.ts`; `scripts` of `scripts/cost/report.test.ts`. */
export function packageOf(path: string): string {
  const names = path.split(/[\\/]/);
  return names.slice(0, names[0] === 'packages' ? 2 : 1).join('/');
}

function hasFailed({ numFailedTests, testResults, unhandledErrors }: PackageReport): boolean {
  return numFailedTests > 0 || unhandledErrors > 0 || testResults.some(({ status }) => status === 'failed');
}

function reportOf(modules: readonly TestModule[], unhandledErrors: number): Omit<PackageReport, 'hash'> {
  const states = modules.flatMap((module) => [...module.children.allTests()].map((test) => stateOf(test)));
  const count = (state: string) => states.filter((each) => each === state).length;
  return {
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
