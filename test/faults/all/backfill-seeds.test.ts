import { testBackfillSeeds } from '../backfill/test-backfill-seeds.ts';

// Their time goes by in waiting for retries, not in work: larger ones take minutes each.
testBackfillSeeds({ seeds: [1, 2, 4, 5, 6, 7], files: 24 });
