import { testBackfillSeeds } from './test-backfill-seeds.ts';

testBackfillSeeds({ seeds: [1], files: 24 });
