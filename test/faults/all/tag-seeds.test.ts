import { testTagSeeds } from '../tags/test-tag-seeds.ts';

testTagSeeds({ count: 50, meetsAll: true });
