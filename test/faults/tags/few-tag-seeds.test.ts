import { testTagSeeds } from './test-tag-seeds.ts';

testTagSeeds({ count: 12, meetsAll: false });
