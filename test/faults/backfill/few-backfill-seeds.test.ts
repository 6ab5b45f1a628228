import { sizeOf } from './scenario.ts';
import { testBackfillSeeds } from './test-backfill-seeds.ts';

// So many have kills, stops, rows that are declined and files of which only the guard is written.
testBackfillSeeds({ seeds: [3], size: sizeOf(8), place: 'thread' });
