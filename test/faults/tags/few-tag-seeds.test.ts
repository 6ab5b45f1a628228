import { testTagSeeds } from './test-tag-seeds.ts';

testTagSeeds({ count: 24, meetsAll: false });
