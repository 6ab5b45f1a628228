import { GroundcrewError } from '@groundcrew/errors';
import { FILE_TIME_ATTRIBUTE } from '../order/file-time.ts';
import type { GuardSample } from '../order/sample-guards.ts';
import { readPlan } from './read-plan.ts';
import { getJson, type Staging, stagingKeys } from './staging.ts';

/** How the stack loads live uploads. */
export interface LiveLoads {
  readonly orderGuard: 'files' | 'item' | 'none';
  /** Whether some uploads are full exports. */
  readonly hasFullExports: boolean;
}

/** What the state machine is to do: the input of its maps. */
export interface BackfillWork {
  readonly name: string;
  readonly concurrency: number;
  readonly filesPerCall: number;
  readonly filesKey: string;
  readonly partsKey: string;
  readonly resultsKey: string;
}

/** How many calls each function should have, so that all end at about the same time. */
const CALLS_EACH = 8;
const MAX_FILES_PER_CALL = 20;

/**
 * Before anything is read: whether live uploads may continue beside it.
 *
 * @throws GroundcrewError `inventory.backfill.unguarded`, `inventory.backfill.full-exports`, `inventory.backfill.unknown`
 */
export async function checkBackfill(name: string, live: LiveLoads, staging: Staging): Promise<BackfillWork> {
  checkLiveLoads(live);
  const plan = await readPlan(staging, name);
  const keys = stagingKeys(name);
  const concurrency = await readConcurrency(name, staging);
  const filesPerCall = Math.ceil(plan.files / (concurrency * CALLS_EACH));
  return {
    name,
    concurrency,
    filesPerCall: Math.max(1, Math.min(MAX_FILES_PER_CALL, filesPerCall)),
    filesKey: keys.files,
    partsKey: keys.parts,
    resultsKey: keys.results,
  };
}

/** @throws GroundcrewError `inventory.backfill.unguarded`, `inventory.backfill.full-exports` */
function checkLiveLoads({ orderGuard, hasFullExports }: LiveLoads): void {
  if (orderGuard !== 'item') {
    throw new GroundcrewError(
      'inventory.backfill.unguarded',
      `OrderGuard of the stack is ${orderGuard}: uploads that are loaded meanwhile leave no time at their items, so that the backfill could put an older count back; set OrderGuard to item, and wait until no load of before runs any more`,
    );
  }
  if (hasFullExports) {
    throw new GroundcrewError(
      'inventory.backfill.full-exports',
      'FullExports of the stack is set: of a shelf that has vanished from a full export a backfill does not know that it is empty; load the files with inventory load --full --order-guard item, or set FullExports to nothing meanwhile',
    );
  }
}

/**
 * Before it is started: whether items of the table show how old they are.
 *
 * @param adopt whether items without a time may be replaced
 * @throws GroundcrewError `inventory.backfill.unguarded`
 */
export function checkSample({ items, unguarded }: GuardSample, table: string, adopt: boolean): void {
  if (unguarded === 0 || adopt) return;
  throw new GroundcrewError(
    'inventory.backfill.unguarded',
    `${unguarded} of ${items} items of the table ${table} that were looked at have no attribute ${FILE_TIME_ATTRIBUTE}, so that nothing shows how old they are; pass --adopt to let the newest file under the prefix replace them, whatever wrote them: it adds that attribute, about 90 bytes, to each shelf that it writes`,
  );
}

/** What was set last: by the plan, or since. */
export async function readConcurrency(name: string, staging: Staging): Promise<number> {
  const settings = await getJson<{ concurrency: number }>(staging, stagingKeys(name).settings);
  return settings?.concurrency ?? (await readPlan(staging, name)).concurrency;
}
