import { testBackfillSeeds } from './test-backfill-seeds.ts';

testBackfillSeeds({ seeds: [3], files: 24 });
