import { testSeeds } from './test-seeds.ts';

testSeeds({ first: 1, count: 24, perTest: 24 });
