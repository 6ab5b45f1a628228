import { sizeOf } from './scenario.ts';
import { testBackfillSeeds } from './test-backfill-seeds.ts';

// Of the first 24, some that take the least processor time, with and without alerts; under 16 the embedded AWS is started again meanwhile.
testBackfillSeeds({ seeds: [10, 15, 16, 17, 20, 23], size: sizeOf(4), place: 'thread' });
