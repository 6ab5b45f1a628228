import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The share of a property's runs and of a table's rows that are tested: a part in `npm test`, all of them, 1, in `npm run test:faults`. */
    readonly effort: number;
  }
}

const root = import.meta.dirname;
const packageReports = join(root, 'tools/package-reports.ts');
/** What takes long and mostly waits, for processes and for retries; longest first. */
const waitingFolders = ['test/faults/', 'test/e2e/', 'scripts/', 'test/'].map((folder) => join(root, folder));

/**
 * Files that wait, longest first, each with its share of those that compute after it: where all workers wait, processors do,
 * too, and whatever starts last is waited for alone.
 */
class WaitingFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const waiting = sorted.filter((file) => isWaiting(file)).toSorted((a, b) => rank(a) - rank(b));
    return spread(
      waiting,
      sorted.filter((file) => !isWaiting(file)),
    );
  }
}

function isWaiting(file: TestSpecification): boolean {
  return rank(file) < waitingFolders.length;
}

function rank({ moduleId }: TestSpecification): number {
  const found = waitingFolders.findIndex((folder) => moduleId.startsWith(folder));
  return found === -1 ? waitingFolders.length : found;
}

/** @returns both lists, each in its order and evenly over the whole */
function spread<Item>(one: readonly Item[], other: readonly Item[]): Item[] {
  const places = [one, other].flatMap((list) => list.map((item, at) => ({ item, place: at / list.length })));
  return places.toSorted((a, b) => a.place - b.place).map(({ item }) => item);
}

export default defineConfig({
  root,
  test: {
    include: [
      'packages/*/src/**/*.test.ts',
      'functions/**/*.test.ts',
      'scripts/**/*.test.ts',
      'deploy/**/*.test.ts',
      'test/{*,lint/*,install/*}.test.ts',
      'test/{bench,e2e,faults,stress}/**/*.test.ts',
    ],
    exclude: ['**/node_modules/**', '**/dist/**', 'test/faults/all/**', 'deploy/cdk/**'],
    provide: { effort: 0.03 },
    globalSetup: ['test/support/temporary-folder.ts', 'test/support/host-settings.ts'],
    setupFiles: ['test/support/setup.ts'],
    // Node imports the sources as it does for users: what Vite makes of them takes more time when it runs.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    // The files of a worker share its modules: most of the time of an isolated file goes into loading them again.
    pool: 'threads',
    isolate: false,
    // Commands and flows wait a lot, for processes and for retries: more workers than processors.
    maxWorkers: availableParallelism() + 2,
    reporters:
      process.env['GROUNDCREW_TEST_HASHES'] === undefined ? ['default'] : ['default', packageReports],
    // No limit that a busy machine could reach: a test that fails by time fails by what it waits for.
    sequence: { sequencer: WaitingFirst },
    expect: { poll: { timeout: 30_000 } },
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
