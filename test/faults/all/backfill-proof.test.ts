import { sizeOf } from '../backfill/scenario.ts';
import { testBackfillSeeds } from '../backfill/test-backfill-seeds.ts';

// Both with `every-zero`: one with alerts, the other without those of the backfill.
testBackfillSeeds({ seeds: [7], size: sizeOf(120), place: 'workers' });
testBackfillSeeds({ seeds: [3], size: sizeOf(2_000), place: 'thread' });
