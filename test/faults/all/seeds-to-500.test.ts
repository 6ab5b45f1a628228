import { testSeeds } from '../test-seeds.ts';

testSeeds({ first: 251, count: 250, perTest: 125 });
