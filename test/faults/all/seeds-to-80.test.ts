import { testSeeds } from '../test-seeds.ts';

testSeeds({ first: 41, count: 40, perTest: 20 });
