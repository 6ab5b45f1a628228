import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import base from '../../vitest.config.ts';

const root = join(import.meta.dirname, '../..');
const parts = [
  'packages/*/src/**/*.test.ts',
  'scripts/**/*.test.ts',
  'test/e2e/*.test.ts',
  'test/faults/*.test.ts',
];
const properties = globSync(parts, { cwd: root }).filter((path) =>
  /inject\('effort'\)|fc\.assert\(/.test(readFileSync(join(root, path), 'utf8')),
);

/** All fault seeds, and all runs of the properties of which `npm test` does a part. */
export default defineConfig({
  ...base,
  test: {
    ...base.test,
    include: ['test/faults/all/**/*.test.ts', ...properties],
    exclude: ['**/node_modules/**', '**/dist/**'],
    provide: { effort: 1 },
  },
});
