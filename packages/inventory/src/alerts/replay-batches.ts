import { invoke, type LambdaClient } from '@groundcrew/aws/lambda';
import { GroundcrewError, isGroundcrewError } from '@groundcrew/errors';
import type { AnnouncedShelf, ReplayAnswer } from './replay-answer.ts';
import { shelfIdOfRecord } from './stream-record.ts';

export interface ReplayBatchesOptions {
  readonly lambda: LambdaClient;
  /** The function that replays, whatever a batch names. */
  readonly functionName?: string | undefined;
  readonly isDryRun: boolean;
  readonly signal: AbortSignal;
}

/** A batch of stream records that failed permanently. */
export interface FailedBatch {
  /** Of the function that failed to process it, with or without its version. */
  readonly functionArn: string;
  /** JSON: `{"Records":[…]}`. */
  readonly payload: string;
}

/** What became of a batch. */
export type BatchOutcome =
  | { readonly isAccepted: true }
  | { readonly isAccepted: false; readonly reason: string };

export type OutdatedShelf = ReplayAnswer['outdated'][number];

/** What was found in all batches so far. */
export interface ReplayTally {
  readonly batches: number;
  readonly records: number;
  readonly alerts: number;
  readonly announced: number;
  readonly messages: number;
  readonly repeated: number;
  readonly outdated: number;
  readonly unreadable: number;
  /** The first of the alerts that were sent, or would be. */
  readonly announcedShelves: readonly AnnouncedShelf[];
  /** The first of the alerts that are not sent. */
  readonly outdatedShelves: readonly OutdatedShelf[];
}

export interface BatchReplay {
  replay(batch: FailedBatch): Promise<BatchOutcome>;
  tally(): ReplayTally;
}

const MAX_EXAMPLES = 200;
/** As many announced shelves are remembered, so that each is announced once in a run. */
const MAX_REMEMBERED = 300_000;
/** An invocation has 6 MB (Lambda Developer Guide, "Lambda quotas"); a batch may be as large, and gets a field more. */
const MAX_EVENT_BYTES = 5 * 1024 ** 2;

/**
 * Has the function replay failed batches: it sends those alerts that are still true, with its own settings and claims. A shelf that
 * several batches have is announced once.
 *
 * @returns for each batch whether all of it was replayed; its errors are reasons, but for those of this program
 */
export function createBatchReplay({
  lambda,
  functionName,
  isDryRun,
  signal,
}: ReplayBatchesOptions): BatchReplay {
  const checked = new Map<string, Promise<void>>();
  const announced = new Set<string>();
  const announcedShelves: AnnouncedShelf[] = [];
  const outdatedShelves: OutdatedShelf[] = [];
  const counts = { batches: 0, records: 0, alerts: 0, announced: 0, messages: 0 };
  const more = { repeated: 0, outdated: 0, unreadable: 0 };

  /** A function of an older version would take a replay for new records, and send what is not true any more. */
  async function checkFunction(name: string): Promise<void> {
    const { payload, isError } = await invoke(lambda, name, eventOf([], true), { signal });
    if (isError || readAnswer(payload) === undefined) {
      throw new GroundcrewError(
        'inventory.alerts.no-replay',
        `the function "${name}" can't replay alerts: it is of an older version, or another one; deploy the inventory stack, or pass --function`,
      );
    }
  }

  async function replayRecords(name: string, records: readonly unknown[]): Promise<string | undefined> {
    const { payload, isError } = await invoke(lambda, name, eventOf(records, isDryRun), { signal });
    if (isError) return thrownBy(payload);
    const answer = readAnswer(payload);
    if (answer === undefined) return 'the function did not report what became of the records';
    add(answer);
    const tooOld = answer.outdated.filter(({ reason }) => reason === 'too-old').length;
    if (answer.failed > 0) {
      return `the function failed to process ${answer.failed} of the records: ${answer.error ?? ''}`;
    }
    if (tooOld > 0) return 'changes of 14 days ago and older: their alerts could be sent twice';
    return undefined;
  }

  function add(answer: ReplayAnswer): void {
    counts.records += answer.records;
    counts.alerts += answer.alerts;
    counts.announced += answer.announced.length;
    counts.messages += answer.messages;
    more.repeated += answer.repeated;
    more.outdated += answer.outdated.length;
    more.unreadable += answer.unreadable;
    announcedShelves.push(...answer.announced.slice(0, MAX_EXAMPLES - announcedShelves.length));
    outdatedShelves.push(...answer.outdated.slice(0, MAX_EXAMPLES - outdatedShelves.length));
    for (const { shelf } of answer.announced) if (announced.size < MAX_REMEMBERED) announced.add(shelf);
  }

  async function replay({ functionArn, payload }: FailedBatch): Promise<BatchOutcome> {
    const records = readRecordList(payload);
    if (records === undefined) return refused('the batch has no records');
    const name = functionName ?? functionArn;
    if (!checked.has(name)) checked.set(name, checkFunction(name));
    await checked.get(name);
    counts.batches += 1;
    const left = records.filter((record) => !announced.has(shelfIdOfRecord(record) ?? ''));
    for (const part of partsOf(left)) {
      const reason = await replayRecords(name, part);
      if (reason !== undefined) return refused(reason);
    }
    return { isAccepted: true };
  }

  return {
    async replay(batch) {
      try {
        return await replay(batch);
      } catch (error) {
        signal.throwIfAborted();
        if (isGroundcrewError(error) && error.fault !== 'bug' && error.code !== 'inventory.alerts.no-replay')
          return refused(error.message);
        throw error;
      }
    },
    tally: () => ({ ...counts, ...more, announcedShelves, outdatedShelves }),
  };
}

const refused = (reason: string): BatchOutcome => ({ isAccepted: false, reason });

const eventOf = (Records: readonly unknown[], dryRun: boolean): string =>
  JSON.stringify({ Records, replay: { dryRun } });

function readRecordList(payload: string): readonly unknown[] | undefined {
  try {
    const { Records } = JSON.parse(payload) as { Records?: unknown };
    return Array.isArray(Records) ? Records : undefined;
  } catch {
    return undefined;
  }
}

/** As many records as fit into one invocation; one at least. */
function* partsOf(records: readonly unknown[]): Generator<readonly unknown[]> {
  let part: unknown[] = [];
  let sizeBytes = 0;
  for (const record of records) {
    const bytes = Buffer.byteLength(JSON.stringify(record)) + 1;
    if (part.length > 0 && sizeBytes + bytes > MAX_EVENT_BYTES) {
      yield part;
      part = [];
      sizeBytes = 0;
    }
    part.push(record);
    sizeBytes += bytes;
  }
  if (part.length > 0) yield part;
}

function readAnswer(payload: string): ReplayAnswer | undefined {
  try {
    const { replay } = JSON.parse(payload) as { replay?: ReplayAnswer };
    return Array.isArray(replay?.announced) && Array.isArray(replay.outdated) ? replay : undefined;
  } catch {
    return undefined;
  }
}

function thrownBy(payload: string): string {
  try {
    const { errorType = 'Error', errorMessage = '' } = JSON.parse(payload) as Record<string, string>;
    return `the function threw ${errorType}: ${errorMessage}`;
  } catch {
    return 'the function failed';
  }
}
