import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The share of a property's runs and of a table's rows that are tested: a part in `npm test`, all of them, 1, in `npm run test:faults`. */
    readonly effort: number;
  }
}

const root = import.meta.dirname;
/** The package whose `npm test` this is; empty in the root. */
const folder = relative(root, process.cwd());

/** The fault seeds take longest and mostly wait: whatever starts last is waited for alone. */
class SeedsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => Number(hasSeeds(b)) - Number(hasSeeds(a)));
  }
}

function hasSeeds({ moduleId }: TestSpecification): boolean {
  return moduleId.includes('/test/faults/');
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
      'test/{bench,browser,e2e,faults,stress}/**/*.test.ts',
    ],
    exclude: [
      '**/node_modules/**',
      '**/dist/**',
      'test/faults/all/**',
      'test/browser/console/**',
      'deploy/cdk/**',
    ],
    provide: { effort: 0.1 },
    globalSetup: ['test/support/temporary-folder.ts'],
    setupFiles: ['test/support/worker-folder.ts', 'test/support/restore.ts'],
    // The files of a worker share its modules: most of the time of an isolated file goes into loading them again.
    pool: 'threads',
    isolate: false,
    // Turbo runs the tests of several packages at a time: those of one of them need no more than one worker. Commands and
    // flows wait a lot, for processes and for retries, and run last.
    maxWorkers: ['', 'scripts', 'test'].includes(folder) ? Math.max(2, availableParallelism()) : 1,
    reporters:
      folder === ''
        ? ['default']
        : ['default', ['json', { outputFile: join(process.cwd(), '.cache/test-report.json') }]],
    // No limit that a busy machine could reach: a test that fails by time fails by what it waits for.
    sequence: { sequencer: SeedsFirst },
    expect: { poll: { timeout: 30_000 } },
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
