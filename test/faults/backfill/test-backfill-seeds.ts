import { expect, test } from 'vitest';
import type { Place } from '@groundcrew/functions/testing';
import { playBackfill } from './rig.ts';
import { createScenario, type ScenarioSize } from './scenario.ts';

export interface BackfillSeedOptions {
  readonly seeds: readonly number[];
  /** Of the old files; a twentieth as many are uploaded meanwhile. */
  readonly size: ScenarioSize;
  readonly place: Place;
}

/** With so many each of what a backfill meets occurs under every seed. */
const MANY_SHELVES = 1_000;

/** The bucket has versions, nothing in it is missing, and results of maps are written in one piece. */
const unusedGrants: Readonly<Record<string, readonly string[]>> = {
  'split-stock-file': [
    's3:GetObject on stock-000000000000-us-east-1/*',
    's3:ListBucket on stock-000000000000-us-east-1',
  ],
  'reduce-shelves': [],
  'states-backfill-inventory': [
    's3:ListMultipartUploadParts on rejects-000000000000-us-east-1/*',
    's3:AbortMultipartUpload on rejects-000000000000-us-east-1/*',
  ],
};

/** A test of each seed: the table is the sequential oracle's, alerts are as promised, each row is accounted for. */
export function testBackfillSeeds({ seeds, size, place }: BackfillSeedOptions): void {
  test.each(seeds)(
    `a backfill of ${size.files} files ends as if they had been loaded one after the other, whatever the faults, under seed %i`,
    { timeout: 1_800_000 },
    async (seed) => {
      const scenario = createScenario(seed, size);
      const { differences, counts, uses } = await playBackfill({ place, scenario });
      const replay = `npm run faults -- --suite backfill --files ${size.files} --seed ${seed} --place ${place}`;
      expect({ replay, differences }).toEqual({ replay, differences: [] });
      for (const [name, { unused, problems }] of Object.entries(uses)) {
        expect({
          name,
          problems,
          unused: unused.map((grant) => grant.replace(/arn:aws:s3:::groundcrew-/, '')),
        }).toEqual({
          name,
          problems: [],
          unused: unusedGrants[name],
        });
      }
      // Faults that never occur prove nothing.
      expect(counts.kills).toBeGreaterThan(0);
      expect(counts.stops).toBeGreaterThan(0);
      if (scenario.restarts > 0) expect(counts.restarts).toBeGreaterThan(0);
      if (size.stores * size.items < MANY_SHELVES) return;
      expect(counts.written).toBeGreaterThan(0);
      expect(counts.declined).toBeGreaterThan(0);
      expect(counts.guardOnly).toBeGreaterThan(0);
      if (scenario.alerts) expect(counts.alerted).toBeGreaterThan(0);
    },
  );
}
