import { testSeeds } from '../test-seeds.ts';

testSeeds({ seeds: Array.from({ length: 40 }, (_, index) => 1 + index), place: 'workers' });
