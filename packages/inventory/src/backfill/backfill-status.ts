import { mapConcurrent } from '@groundcrew/async';
import { GroundcrewError } from '@groundcrew/errors';
import { backfillCost } from './backfill-cost.ts';
import type { BackfillEngine, BackfillExecution, BackfillMap } from './backfill-engine.ts';
import { readPlan } from './read-plan.ts';
import {
  type BackfillPlan,
  type GatheredFiles,
  getJson,
  type PartRecord,
  type PartTallies,
  type Staging,
  stagingKeys,
} from './staging.ts';

/** How far a backfill is. */
export interface BackfillStatus {
  readonly plan: BackfillPlan;
  readonly execution: BackfillExecution;
  readonly maps: readonly BackfillMap[];
  /** Once all files are split. */
  readonly gathered: GatheredFiles | undefined;
  /** Files that are split, while they are. */
  readonly filesSplit: number;
  readonly partsDone: number;
  /** Of the parts that are done. */
  readonly tallies: Omit<PartTallies, 'durationMs'>;
  readonly costDollars: number;
  readonly durationMs: number;
}

const MAX_CONCURRENT = 16;

/** @throws GroundcrewError `inventory.backfill.unknown` */
export async function readStatus(
  name: string,
  { staging, engine, now }: { staging: Staging; engine: BackfillEngine; now: () => number },
): Promise<BackfillStatus> {
  const plan = await readPlan(staging, name);
  const execution = await engine.describe(name);
  if (execution === undefined) {
    throw new GroundcrewError(
      'inventory.backfill.unknown',
      `the backfill ${name} was planned, but the state machine ${engine.stateMachine} has no execution of that name; if another one runs it, pass --state-machine NAME; if none does, start it again`,
    );
  }
  const keys = stagingKeys(name);
  const maps = await engine.maps(name);
  const gathered = await getJson<GatheredFiles>(staging, keys.gathered);
  const records = gathered === undefined ? [] : await staging.list(keys.partRecords);
  const parts = await mapConcurrent(records, MAX_CONCURRENT, (key) => getJson<PartRecord>(staging, key));
  const filesSplit =
    gathered === undefined
      ? (await staging.list(keys.records)).length
      : gathered.files + gathered.failedFiles;
  const sum = (of: (part: PartRecord) => number): number =>
    parts.reduce((total, part) => total + (part === undefined ? 0 : of(part)), 0);
  const tallies = {
    shelves: sum((part) => part.shelves),
    written: sum((part) => part.written),
    declined: sum((part) => part.declined),
    writeUnits: sum((part) => part.writeUnits),
    retries: sum((part) => part.retries),
  };
  const files = gathered?.files ?? filesSplit;
  const costDollars = backfillCost({
    writeUnits: tallies.writeUnits,
    functionMs: (gathered?.functionMs ?? 0) + sum((part) => part.durationMs),
    executions: maps.reduce((total, { executions }) => total + executions.total, 0),
    // Of a file its record and mostly one chunk; of a part its index, record and checkpoint.
    puts: 2 * files + 3 * plan.parts,
    // Each part reads its range of each chunk; a file is looked at and read.
    gets: 4 * files + files * parts.length + 4 * plan.parts,
  });
  return {
    plan,
    execution,
    maps,
    gathered,
    filesSplit,
    partsDone: parts.length,
    tallies,
    costDollars,
    durationMs: (execution.endedAtMs ?? now()) - execution.startedAtMs,
  };
}

/** Whether everything was written, and every row of every file counts. */
export function isWhole({ plan, execution, gathered }: BackfillStatus): boolean {
  return (
    execution.status === 'succeeded' &&
    gathered !== undefined &&
    gathered.failedFiles === 0 &&
    gathered.rejected === 0 &&
    plan.skipped['time-unknown'] === 0 &&
    plan.skipped.archived === 0
  );
}
