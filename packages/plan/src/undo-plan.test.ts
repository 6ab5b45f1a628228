import { expect, test } from 'vitest';
import type { ChangeRecord } from './journal-record.ts';
import type { Change } from './plan.ts';
import { createPlanFixture } from './testing/plan-fixture.ts';
import type { ResourceExecutor } from './resource-executor.ts';
import { undoPlan } from './undo-plan.ts';

/** A change that makes a resource, in the state that a journal has it. */
function making(key: string, state: Partial<ChangeRecord>): ChangeRecord {
  const target = { accountId: '111122223333', region: 'eu-west-1', resource: key };
  const change: Change = {
    id: key,
    target,
    field: 'exists',
    before: null,
    after: { key },
    reason: 'is planned',
  };
  return { change, done: false, verified: false, open: false, inDoubt: false, ...state };
}

/** How often an undo reads resources that no read finds. */
async function readsOf(...records: readonly ChangeRecord[]): Promise<number> {
  const { plan, executor, retryPolicy } = createPlanFixture([{}]);
  let reads = 0;
  const resources: Pick<ResourceExecutor, 'ids' | 'find'> = { ids: new Map(), find: async () => undefined };
  await undoPlan(
    {
      header: {
        type: 'header',
        format: 'groundcrew-journal/2',
        plan: plan.hash,
        kind: plan.kind,
        accounts: plan.accounts,
        examined: 1,
        changes: records.length,
        startedAt: plan.createdAt,
      },
      changes: new Map(records.map((record) => [record.change.id, record])),
      holder: undefined,
      isVerified: true,
    },
    {
      executor: {
        ...executor,
        resources: resources as ResourceExecutor,
        async read(fields) {
          reads += 1;
          return new Map(fields.map(({ id }) => [id, { value: null }]));
        },
      },
      ...retryPolicy,
    },
  );
  return reads;
}

test('an undo reads longer if one resource may have been made, whatever is known of the others', async () => {
  const made = making('vpc', { done: true, made: { id: 'vpc-1' } });
  expect(await readsOf(made)).toBe(8);
  expect(await readsOf(made, making('subnet', { open: true }))).toBe(18);
  expect(await readsOf(made, making('subnet', { inDoubt: true }))).toBe(18);
  expect(await readsOf(made, making('subnet', {}))).toBe(8);
});
