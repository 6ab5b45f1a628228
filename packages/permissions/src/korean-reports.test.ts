import { englishLeft } from '@groundcrew/report/testing/english-left';
import { expect, test } from 'vitest';
import { explainReport } from './explain-report.ts';
import type { Explanation } from './explain.ts';

const by = {
  policy: 'read.json',
  index: 0,
  statement: {
    effect: 'Deny',
    actions: { not: false, patterns: ['s3:*'] },
    resources: { not: false, patterns: ['*'] },
    conditions: [],
  },
};
const decisions = [
  { outcome: 'allowed', by },
  { outcome: 'allowed', by, boundary: by },
  { outcome: 'denied', reason: 'explicit-deny', by },
  { outcome: 'denied', reason: 'implicit-deny', of: 'identity' },
  { outcome: 'denied', reason: 'implicit-deny', of: 'boundary' },
  { outcome: 'unknown', keys: ['aws:SourceIp'], by: [by] },
] as unknown as readonly Explanation['decision'][];

test.each(decisions)('what policies decide is reported in Korean: %j', async (decision) => {
  const explanation = {
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::b/a',
    decision,
    isInReference: false,
  };
  expect(await englishLeft(explainReport('role/web', explanation as Explanation))).toEqual([]);
});
