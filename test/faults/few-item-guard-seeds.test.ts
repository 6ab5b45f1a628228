import { testSeeds } from './test-seeds.ts';

// One of each policy, with requests that are carried out late.
testSeeds({ first: 5, count: 2, perTest: 2, orderGuard: 'item' });
