import { testTagSeeds } from '../tags/test-tag-seeds.ts';

testTagSeeds({ count: 100, meetsAll: true });
