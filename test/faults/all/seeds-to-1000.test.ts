import { testSeeds } from '../test-seeds.ts';

testSeeds({ first: 501, count: 500, perTest: 250 });
