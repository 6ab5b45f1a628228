import { testBackfillSeeds } from '../backfill/test-backfill-seeds.ts';

testBackfillSeeds({ seeds: [11, 12, 13, 14, 15, 16, 17, 18], files: 60 });
testBackfillSeeds({ seeds: [21], files: 2_000 });
