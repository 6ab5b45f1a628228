import { testSeeds } from './test-seeds.ts';

// Two of each of the settings that take turns.
testSeeds({ first: 1, count: 8, perTest: 8 });

// One of each policy, with requests that are carried out late.
testSeeds({ first: 3, count: 2, perTest: 2, orderGuard: 'item' });
