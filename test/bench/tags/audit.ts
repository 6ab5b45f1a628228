import { auditTags } from '@groundcrew/tags/audit';
import { collectTags } from '@groundcrew/tags/collecting';
import { ACCOUNT_ID, FIRST_REGION } from './account.ts';
import { clientsOf } from './clients.ts';
import { reportMeasurement } from './measurement.ts';
import { policy } from './policy.ts';

// A process of its own: collects and audits everything there is, as `groundcrew tags audit --regions all` does.

const clientsFor = clientsOf(process.argv[2] ?? '');
await reportMeasurement(async () => {
  const snapshot = await collectTags(
    { regions: 'all' },
    {
      currentRegion: FIRST_REGION,
      clientsFor: (_, region) => clientsFor(region),
      identityOf: async () => ({ accountId: ACCOUNT_ID }),
      now: Date.now,
    },
  );
  const gap = snapshot.coverage.find(({ status, unknown }) => status !== 'listed' || unknown > 0);
  if (gap) throw new Error(`${gap.region} ${gap.type}: ${gap.reason}`);
  const audit = auditTags(snapshot, policy, { nowMs: Date.now() });
  if (audit.violations.length === 0) throw new Error('the audit found nothing');
  return { resources: audit.resources };
});
