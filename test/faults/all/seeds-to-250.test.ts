import { testSeeds } from '../test-seeds.ts';

testSeeds({ first: 1, count: 250, perTest: 125 });
