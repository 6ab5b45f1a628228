import { fewItemGuardSeeds } from './few-seeds.ts';
import { testSeeds } from './test-seeds.ts';

testSeeds({ seeds: fewItemGuardSeeds, orderGuard: 'item', place: 'thread' });
