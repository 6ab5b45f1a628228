import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sleep } from '@groundcrew/async';
import { applyPlan, openJournal } from '@groundcrew/plan';
import { createTagExecutor } from '@groundcrew/tags/applying';
import { collectTags } from '@groundcrew/tags/collecting';
import { planTags } from '@groundcrew/tags/planning';
import { ACCOUNT_ID, FIRST_REGION } from './account.ts';
import { clientsOf } from './clients.ts';
import { reportMeasurement } from './measurement.ts';
import { policy } from './policy.ts';

// A process of its own: plans the tags of every instance, and applies the plan as `groundcrew tags apply` does, with
// the check for drift before, the journal, and the reading back after.

const clientsFor = clientsOf(process.argv[2] ?? '');
const nowMs = Date.now();
const snapshot = await collectTags(
  { regions: [FIRST_REGION], types: ['ec2:instance'] },
  {
    currentRegion: FIRST_REGION,
    clientsFor: (_, region) => clientsFor(region),
    identityOf: async () => ({ accountId: ACCOUNT_ID }),
    now: Date.now,
  },
);
const plan = planTags(snapshot, policy, { nowMs });
const folder = await mkdtemp(join(tmpdir(), 'groundcrew-tags-'));
try {
  await reportMeasurement(async () => {
    const journal = await openJournal(join(folder, 'journal'), { plan, mode: 'new', now: Date.now });
    const executor = createTagExecutor({
      ec2For: (_, region) => clientsFor(region).ec2,
      taggingFor: (_, region) => clientsFor(region).tagging,
      nativeTags: async () => null,
      listedTags: async () => new Map(),
    });
    const result = await applyPlan(plan, { executor, journal, now: Date.now, sleep, random: Math.random });
    await journal.close();
    if (result.done.length !== plan.changes.length || result.unverified.length > 0) {
      throw new Error(`${result.done.length} of ${plan.changes.length} changes were made`);
    }
    return {
      resources: new Set(plan.changes.map(({ target }) => target.resource)).size,
      changing: result.calls,
    };
  });
} finally {
  await rm(folder, { recursive: true, force: true });
}
