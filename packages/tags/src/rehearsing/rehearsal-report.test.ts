import type { Rehearsal } from '@groundcrew/plan';
import { expect, test } from 'vitest';
import { rehearsalReport, isSuccessful } from './rehearsal-report.ts';

const finding = (reason: string) => ({
  target: { accountId: '111122223333', region: 'eu-west-1', resource: 'arn:aws:sns:eu-west-1:1:a' },
  field: 'tag:Project',
  reason,
});

test('a problem has the name of its run, also of the second undo', () => {
  const rehearsal: Rehearsal = {
    applied: { findings: [] },
    undone: [{ findings: [finding('throttled')] }, { findings: [finding('drifted')] }],
    notRestored: [],
  };
  const { sections } = rehearsalReport({
    rehearsal,
    changes: 1,
    takenAt: '2026-11-21T09:00:00.000Z',
    effort: { requests: new Map(), waitedMs: new Map() },
    notes: [],
  });
  expect(sections.find(({ key }) => key === 'problems')).toMatchObject({
    rows: [
      { run: 'undo', message: 'throttled' },
      { run: 'undo again, without faults', message: 'drifted' },
    ],
  });
  expect(isSuccessful(rehearsal)).toBe(false);
  expect(isSuccessful({ ...rehearsal, undone: [{ findings: [] }] })).toBe(true);
});
