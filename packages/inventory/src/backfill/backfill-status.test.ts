import { expect, test } from 'vitest';
import type { BackfillEngine } from './backfill-engine.ts';
import { readStatus } from './backfill-status.ts';
import { stagingKeys } from './staging.ts';
import { createStagingInMemory } from './testing/staging-in-memory.ts';

test('a backfill that another state machine may run is not advised to be started again without that', async () => {
  const staging = createStagingInMemory();
  await staging.putText(stagingKeys('x').plan, '{}');
  const engine = {
    stateMachine: 'groundcrew-backfill-inventory',
    describe: async () => undefined,
  } as unknown as BackfillEngine;
  await expect(readStatus('x', { staging, engine, now: () => 0 })).rejects.toThrow(
    /state machine groundcrew-backfill-inventory has no execution of that name; if another one runs it, pass --state-machine NAME/,
  );
});
