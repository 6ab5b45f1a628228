import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Those that take longest, the longest first: what starts last is waited for alone. */
const longest = ['ministack', 'templates', 'identity', 'tags-moto', 'aws-tagging', 'ec2-metadata'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const index = longest.findIndex((name) => moduleId.includes(`/conformance/${name}`));
      return index === -1 ? longest.length : index;
    };
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
  }
}

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['test/conformance/**/*.test.ts'],
    globalSetup: 'test/conformance/set-up.ts',
    // Each file waits a good deal: for notices of an instance, for retries, for a command to start.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
    // Third-party commands start slowly, and so do linters.
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
