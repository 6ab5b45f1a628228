import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['deploy/cdk/**/*.test.ts'],
    exclude: ['**/node_modules/**'],
    // A synthesis of all stacks, with cdk-nag's checks, takes seconds, and loading CDK some more.
    testTimeout: 300_000,
  },
});
