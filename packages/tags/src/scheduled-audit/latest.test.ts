import { expect, it } from 'vitest';
import type { AuditDigest } from '../audit/index.ts';
import { readLatest, writeLatest } from './latest.ts';

const digest: AuditDigest = {
  format: 'groundcrew-audit-digest/1',
  takenAt: '2026-11-23T00:00:00Z',
  percent: 50,
  violating: 1,
  violations: 1,
  scores: { byType: [], byRegion: [], byAccount: [], byOwner: [], byKey: [] },
  hashes: ['abc'],
};

it.each([undefined, '2026-11-23T00:00:00Z'])('reads what was written, of the run %j', (run) => {
  expect(readLatest(writeLatest({ run, digest }))).toEqual({ run, digest });
});

it.each([undefined, '', '{', 'null', '7', '{}', '{"format":"groundcrew-latest-tag-audit/1","digest":{}}'])(
  'treats %j as nothing to compare with',
  (text) => {
    expect(readLatest(text)).toBeUndefined();
  },
);
