import { testSeeds } from './test-seeds.ts';

testSeeds({ first: 1, count: 12, perTest: 12 });
