import { createRandom } from '@groundcrew/async';
import { openObject, type S3Client } from '@groundcrew/aws/s3';
import { createShelfTable, type FullSettings } from '../../full/index.ts';
import { createLedger } from '../../ledger/index.ts';
import type { DuplicatePolicy } from '../../duplicates/policy.ts';
import { createStockWriter } from '../../load/stock-writer.ts';
import type { LoadSummary } from '../../load/summary.ts';
import { createOrderStore, type FileTime } from '../../order/index.ts';
import '../../stock-file/archive/open-archive.ts';
import { loadDetector } from '../../stock-file/encoding.ts';
import { loadLegacy } from '../../stock-file/legacy.ts';
import { readInBlocks } from '../../stock-file/reader.ts';
import {
  createChangeJournal,
  createJournalInBucket,
  findJournalInBucket,
  undoUpload,
  type UndoResult,
} from '../../undo/index.ts';
import type { JournaledUpload } from '../../undo/journal-in-bucket.ts';
import { readLoadEvent } from '../load-event.ts';
import { loadUploads } from '../load-uploads.ts';
import { createRejectsInBucket } from '../rejects-in-bucket.ts';
import { createFakeAws, type FakeAwsFaults } from './fake-aws.ts';
import { createMachine } from './machine.ts';
import { createVirtualTime } from './virtual-time.ts';

// What reads archives and old encodings is loaded for the first one; the simulated clock would not wait for it.
await Promise.all([loadLegacy(), loadDetector()]);

export interface SimulationOptions {
  readonly seed: number;
  readonly faults?: FakeAwsFaults;
  /** How long an attempt may run. */
  readonly timeoutMs?: number;
  /** For each attempt in order of start: after how long it is killed, if at all. */
  readonly killsMs?: readonly (number | undefined)[];
  /** For each attempt: after how long it can no longer reach the ledger, if at all. */
  readonly cutOffsMs?: readonly (number | undefined)[];
  readonly blockBytes?: number;
  readonly chunkBytes?: number;
  readonly checkpointEveryMs?: number;
  /** Default: `last`. */
  readonly duplicates?: DuplicatePolicy;
  /** How files are put in order; default: not at all. */
  readonly fileTime?: FileTime;
  /** Whether each item decides, in place of the memory of files. */
  readonly guardsItems?: boolean;
  /** Objects whose keys begin with `full/` are full exports; default: none is. */
  readonly full?: FullSettings;
  /** Whether what the loads change is recorded, so that `undo` can take it back; default: not. */
  readonly hasJournal?: boolean;
  /** For each attempt of an undo in order of start: after how long it is killed, if at all. */
  readonly undoKillsMs?: readonly (number | undefined)[];
  /** Maximum latency of the calls of an undo, each way; default: 400. */
  readonly undoLatencyMs?: number;
  /** Maximum number of rows in a writer. */
  readonly window?: number;
  /** How objects are opened; default: {@link openObject}. */
  readonly open?: typeof openObject;
}

/** How often Lambda tries an event, and its delays in between. */
const MAX_ATTEMPTS = 3;
const retryAfterMs = [60_000, 120_000];
const LEASE_MS = 30_000;

const journalStore = (client: S3Client) => ({ client, bucketName: 'rejects', inventory: 'Inventory' });

/** The function, its services and Lambda's retries, in simulated time and with simulated faults. */
export function createSimulation(options: SimulationOptions) {
  const { faults = { throttle: 0, error: 0 }, timeoutMs = 900_000, killsMs = [], cutOffsMs = [] } = options;
  const { blockBytes = 100, chunkBytes = 150, checkpointEveryMs = 5_000, window = 40 } = options;
  const { open = openObject, undoKillsMs = [], undoLatencyMs = 400 } = options;
  const undone: UndoResult[] = [];
  let startedUndos = 0;
  const time = createVirtualTime();
  const random = createRandom(options.seed);
  const aws = createFakeAws(random, faults);
  const summaries: LoadSummary[] = [];
  const failures: Error[] = [];
  const gaveUp: unknown[] = [];
  let startedAttempts = 0;

  /** Invokes the function like S3 does: at least once. */
  function invoke(event: unknown): void {
    attempt(event, 1);
  }

  function attempt(event: unknown, count: number): void {
    const number = startedAttempts++;
    const machine = createMachine({
      name: `machine-${number}`,
      time,
      random,
      skewMs: Math.round((random() - 0.5) * 1_000),
      latencyMs: 400,
    });
    let isOver = false;
    const again = (): void => {
      if (isOver) return;
      isOver = true;
      if (count === MAX_ATTEMPTS) gaveUp.push(event);
      else time.after(retryAfterMs[count - 1]!, () => attempt(event, count + 1));
    };
    const kill = (): void => {
      if (isOver) return;
      machine.kill();
      again();
    };
    const deadlineMs = machine.now() + timeoutMs;
    time.after(timeoutMs, kill);
    const killMs = killsMs[number];
    if (killMs !== undefined) time.after(killMs, kill);

    const s3 = aws.s3(machine, chunkBytes);
    const deps = { now: machine.now, sleep: machine.sleep, random };
    let ids = 0;
    const createId = (): string => `${machine.name}-${ids++}`;
    const cutOffAtMs = time.now() + (cutOffsMs[number] ?? Number.POSITIVE_INFINITY);
    const store = aws.ledgerStore(machine, time.now, cutOffAtMs);
    const ledger = createLedger({ ...deps, store, createId }, { leaseMs: LEASE_MS, keepMs: 86_400_000 });
    const client = aws.dynamodb(machine, time);
    const work = Promise.resolve().then(() =>
      loadUploads(
        readLoadEvent(event, machine.now()),
        {
          ...deps,
          ledger,
          openObject: (request) => open(s3, request, deps),
          createWriter: (mayWrite, guard) =>
            createStockWriter({ ...deps, client, tableName: 'Inventory', mayWrite, window, guard }),
          createRejects: (upload) =>
            createRejectsInBucket({ client: s3, bucketName: 'rejects', upload, run: machine.name }),
          order: options.fileTime && {
            guardsItems: options.guardsItems === true,
            store:
              options.guardsItems && options.full === undefined
                ? undefined
                : createOrderStore({ client: s3, bucketName: 'rejects', inventory: 'Inventory' }),
            fileTime: options.fileTime,
          },
          createJournal: options.hasJournal
            ? (journal) =>
                createChangeJournal({
                  client,
                  tableName: 'Inventory',
                  sink: createJournalInBucket(journalStore(s3), journal),
                })
            : undefined,
          continueLater: ({ record }) => machine.call(() => invoke({ Records: [record] })),
          settings: {},
          duplicates: options.duplicates ?? 'last',
          full: options.full && {
            settings: options.full,
            table: createShelfTable(client, 'Inventory'),
            isFull: (key) => key.startsWith('full/'),
          },
          remainingMs: () => deadlineMs - machine.now(),
          reserveMs: Math.min(20_000, timeoutMs / 4),
          checkpointEveryMs,
          read: (source, settings = {}, resume, how = {}) =>
            readInBlocks(source, settings, blockBytes, resume, how),
        },
        {
          ended: (summary) => summaries.push(summary),
          failed: (error) => failures.push(error),
        },
      ),
    );
    work.then(() => {
      isOver = true;
    }, again);
  }

  /** Undoes the load of an upload as a person does, who repeats it until it ends. */
  function undo(upload: JournaledUpload, attempts = 0): void {
    if (attempts > 50) throw new Error('the undo does not end');
    const machine = createMachine({
      name: `undo-${attempts}`,
      time,
      random,
      skewMs: 0,
      latencyMs: undoLatencyMs,
    });
    const killMs = undoKillsMs[startedUndos++];
    let isOver = false;
    const again = (): void => {
      if (isOver) return;
      isOver = true;
      time.after(20_000, () => undo(upload, attempts + 1));
    };
    if (killMs !== undefined) {
      time.after(killMs, () => {
        machine.kill();
        again();
      });
    }
    const s3 = aws.s3(machine, chunkBytes);
    const client = aws.dynamodb(machine, time);
    const deps = { now: machine.now, sleep: machine.sleep, random };
    let ids = 0;
    const ledger = createLedger(
      {
        ...deps,
        store: aws.ledgerStore(machine, time.now, Number.POSITIVE_INFINITY),
        createId: () => `${machine.name}-${upload.sequencer}-${ids++}`,
      },
      { leaseMs: LEASE_MS, keepMs: 86_400_000 },
    );
    const { signal } = new AbortController();
    const work = Promise.resolve().then(async () => {
      const journal = await findJournalInBucket(journalStore(s3), upload, signal);
      if (journal === undefined) throw new Error('the load has no journal');
      const order = createOrderStore(journalStore(s3));
      const where = { ledger, order, client, tableName: 'Inventory' };
      return await undoUpload(journal, { ...where, ...deps, isDryRun: false, signal });
    });
    work.then((result) => {
      isOver = true;
      undone.push(result);
    }, again);
  }

  return { ...aws, time, invoke, undo, undone, summaries, failures, gaveUp };
}

export type Simulation = ReturnType<typeof createSimulation>;
