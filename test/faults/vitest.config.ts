import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
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

/** What takes minutes, longest first: whatever starts last is waited for alone. */
const longest = ['all/backfill-proof', 'all/seeds-to-80', 'all/network-seeds', 'all/'].map((path) =>
  join(import.meta.dirname, path),
);

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

function rank({ moduleId }: TestSpecification): number {
  const found = longest.findIndex((path) => moduleId.startsWith(path));
  return found === -1 ? longest.length : found;
}

/** All fault seeds, and all runs of the properties of which `npm test` does a part. */
export default defineConfig({
  ...base,
  test: {
    ...base.test,
    include: ['test/faults/all/**/*.test.ts', ...properties],
    exclude: ['**/node_modules/**', '**/dist/**'],
    provide: { effort: 1 },
    sequence: { ...base.test?.sequence, sequencer: LongestFirst },
  },
});
