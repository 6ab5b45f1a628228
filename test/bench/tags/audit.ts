import { auditTags } from '@groundcrew/tags/audit';
import { collectTags } from '@groundcrew/tags/collecting';
import { accountId, firstRegion } from './account.ts';
import { clientsOf } from './clients.ts';
import { policy } from './policy.ts';
import { tell } from './told.ts';

// A process of its own: collects and audits everything there is, as `groundcrew tags audit --regions all` does.

const clientsFor = clientsOf(process.argv[2] ?? '');
await tell(async () => {
  const snapshot = await collectTags(
    { regions: 'all' },
    {
      currentRegion: firstRegion,
      clientsFor: (_, region) => clientsFor(region),
      identityOf: async () => ({ accountId }),
      now: Date.now,
    },
  );
  const gap = snapshot.coverage.find(({ status, unknown }) => status !== 'listed' || unknown > 0);
  if (gap) throw new Error(`${gap.region} ${gap.type}: ${gap.reason}`);
  const audit = auditTags(snapshot, policy, { nowMs: Date.now() });
  if (audit.violations.length === 0) throw new Error('the audit found nothing');
  return { resources: audit.resources };
});
