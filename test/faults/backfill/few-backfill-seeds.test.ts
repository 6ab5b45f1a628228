import { sizeOf } from './scenario.ts';
import { testBackfillSeeds } from './test-backfill-seeds.ts';

testBackfillSeeds({ seeds: [3], size: sizeOf(24) });
