import { expect, test } from 'vitest';
import { checkDrift } from './check-drift.ts';
import type { Change } from './plan.ts';

const target = { accountId: '111122223333', region: 'eu-west-1', resource: 'vol-0' };
const change = (field: string): Change => {
  return { id: field, target, field, before: 'a', after: 'b', reason: 'is required' };
};

test('all values of a resource are of the same read, although only one of its fields needs a second one', async () => {
  const answers = [
    { Project: 'a', Owner: 'late' },
    { Project: 'changed', Owner: 'a' },
  ];
  let look = 0;
  const { ready, drifted } = await checkDrift(
    [change('Project'), change('Owner')],
    {
      async read(fields) {
        const answer: Record<string, string> = answers[Math.min(look, 1)]!;
        look += 1;
        return new Map(fields.map(({ id, field }) => [id, { value: answer[field]! }]));
      },
      batches: () => [],
      apply: async () => ({ failed: [] }),
    },
    { now: () => 0, random: () => 0, sleep: async () => {} },
  );
  expect(ready).toMatchObject([{ id: 'Owner' }]);
  expect(drifted).toMatchObject([{ change: { id: 'Project' }, found: { value: 'changed' } }]);
});
