import { testBackfillSeeds } from './test-backfill-seeds.ts';

// With alerts and without, by the time of upload and by the date in the name.
testBackfillSeeds({ seeds: [1, 6], files: 30 });
