import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['test/conformance/**/*.test.ts'],
    globalSetup: 'test/conformance/set-up.ts',
    // Commands of other makers start slowly, and a linter is not quick either.
    testTimeout: 180_000,
    hookTimeout: 120_000,
  },
});
