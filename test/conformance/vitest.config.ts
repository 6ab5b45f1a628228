import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['test/conformance/**/*.test.ts'],
    globalSetup: 'test/conformance/set-up.ts',
    // Third-party commands start slowly, and so do linters.
    testTimeout: 180_000,
    hookTimeout: 120_000,
  },
});
