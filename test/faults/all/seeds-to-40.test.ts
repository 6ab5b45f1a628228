import { testSeeds } from '../test-seeds.ts';

testSeeds({ first: 1, count: 40, perTest: 20 });
