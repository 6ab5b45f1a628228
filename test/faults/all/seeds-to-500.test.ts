import { testSeeds } from '../test-seeds.ts';

testSeeds({ first: 1, count: 500, perTest: 250 });
