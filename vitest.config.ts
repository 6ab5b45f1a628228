import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Turbo runs the tests of several packages at a time: each with few workers, so that all of them fit the machine. */
const isOneOfMany = process.env.TURBO_HASH !== undefined;

export default defineConfig({
  test: {
    include: [
      'packages/*/src/**/*.test.ts',
      'functions/**/*.test.ts',
      'scripts/**/*.test.ts',
      'deploy/**/*.test.ts',
      'test/{*,lint/*}.test.ts',
      'test/{e2e,faults}/**/*.test.ts',
    ],
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: ['test/support/temporary-folder.ts'],
    // The files of a worker share its modules: most of the time of an isolated file goes into loading them again.
    pool: 'threads',
    isolate: false,
    maxWorkers: isOneOfMany ? 2 : Math.max(2, availableParallelism()),
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
    // No limit that a busy machine could reach: a test that fails by time fails by what it waits for.
    expect: { poll: { timeout: 30_000 } },
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
