import { sizeOf } from '../backfill/scenario.ts';
import { testBackfillSeeds } from '../backfill/test-backfill-seeds.ts';

testBackfillSeeds({ seeds: [1, 2, 3, 4, 5, 6, 7], size: sizeOf(24), place: 'thread' });
