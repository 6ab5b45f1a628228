import { testSeeds } from './test-seeds.ts';

// Two of each of the settings that take turns.
testSeeds({ first: 1, count: 8, perTest: 8 });
