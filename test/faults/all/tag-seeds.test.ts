import { testTagSeeds } from '../tags/test-tag-seeds.ts';

testTagSeeds({ seeds: Array.from({ length: 50 }, (_, index) => 1 + index), unmet: ['giveUps'] });
