import { testSeeds } from './test-seeds.ts';

// One of each policy, with requests that are carried out late.
testSeeds({ first: 3, count: 2, perTest: 2, orderGuard: 'item' });
