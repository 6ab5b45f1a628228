import { GroundcrewError } from '@groundcrew/errors';
import { expect, test } from 'vitest';
import type { LedgerEntry } from './entry.ts';
import { createLedger, defaultLedgerTimes } from './ledger.ts';
import { createTestLedger, type TestLedger } from './testing/test-ledger.ts';

const object = 's3://shop/stock.csv';
const claim = { object, sequencer: 'A2' };
/** Other runs respect a lease of 30 s for 5 s more. */
const LEASE_MS = 30_000;
const HELD_MS = 35_000;

const elapsedMs = (ledger: TestLedger): number => ledger.deps.now() - ledger.startMs;

/** The entry while another run loads an upload. */
function heldEntry(ledger: TestLedger, sequencer: string, changed: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    object,
    revision: 1,
    writeId: 'other',
    newest: sequencer,
    sequencer,
    status: 'running',
    lease: { owner: 'other', untilMs: ledger.startMs + LEASE_MS },
    expiresAt: 1_800_000_000,
    ...changed,
  };
}

/** Replaces the stored entry, as the other run does. */
function change(ledger: TestLedger, changed: Partial<LedgerEntry>): void {
  const entry = ledger.entry()!;
  ledger.put({ ...entry, revision: entry.revision + 1, writeId: `other-${entry.revision}`, ...changed });
}

test('an upload that nobody has claimed is claimed immediately', async () => {
  const ledger = createTestLedger();
  const result = await createLedger(ledger.deps).claim(claim, { maxWaitMs: 0 });
  expect(result.status).toBe('claimed');
  expect(ledger.sleepsMs).toEqual([]);
  expect(ledger.entry()).toEqual({
    object,
    revision: 1,
    writeId: 'id-1',
    newest: 'A2',
    sequencer: 'A2',
    status: 'running',
    lease: { owner: 'id-0', untilMs: ledger.startMs + LEASE_MS },
    expiresAt: (ledger.startMs + defaultLedgerTimes.keepMs) / 1000,
  });
});

test.each(['A1', 'A2'])(
  'while another run holds upload %s, a claim is retried once a second and ends as busy at its time limit',
  async (heldSequencer) => {
    const ledger = createTestLedger();
    ledger.put(heldEntry(ledger, heldSequencer));
    await expect(createLedger(ledger.deps).claim(claim, { maxWaitMs: 10_500 })).rejects.toMatchObject({
      code: 'inventory.ledger.busy',
      fault: 'service',
      details: { object, waitedMs: 10_500 },
      message: `another run still writes ${object} after 11 s of waiting; the event will be retried`,
    });
    expect(elapsedMs(ledger)).toBe(10_500);
    expect(ledger.sleepsMs).toEqual([...Array(10).fill(1_000), 500]);
    expect(ledger.entry()?.lease?.owner).toBe('other');
  },
);

test.each([
  ['loaded', 'A2', 'duplicate'],
  ['loaded', 'A3', 'stale'],
  ['loaded', 'A1', undefined],
  ['running', 'A2', undefined],
] as const)(
  'of an entry that is %s, of upload %s, the known answer is %s',
  async (status, newest, answer) => {
    const ledger = createTestLedger();
    const { lease: _, ...entry } = heldEntry(ledger, newest, { status });
    ledger.put(entry);
    expect((await createLedger(ledger.deps).findAnswer(claim))?.status).toBe(answer);
    expect(ledger.entry()).toEqual(entry);
  },
);

test('of an upload without an entry nothing is known', async () => {
  expect(await createLedger(createTestLedger().deps).findAnswer(claim)).toBeUndefined();
});

test('an upload is held as long as others respect the lease of its run', async () => {
  const ledger = createTestLedger();
  const { isHeld } = createLedger(ledger.deps);
  expect(await isHeld(claim)).toBe(false);
  ledger.put(heldEntry(ledger, 'A2'));
  expect(await isHeld(claim)).toBe(true);
  // Of the same object, another upload.
  expect(await isHeld({ object, sequencer: 'A1' })).toBe(false);
  await ledger.deps.sleep(HELD_MS - 1);
  expect(await isHeld(claim)).toBe(true);
  await ledger.deps.sleep(1);
  expect(await isHeld(claim)).toBe(false);
  change(ledger, { lease: undefined });
  expect(await isHeld(claim)).toBe(false);
});

test('an upload that waits for an older one is stored from its claim on, and the entry for as long', async () => {
  const ledger = createTestLedger();
  ledger.put(heldEntry(ledger, 'A1', { expiresAt: 1 }));
  await expect(createLedger(ledger.deps).claim(claim, { maxWaitMs: 0 })).rejects.toThrow('another run');
  expect(ledger.entry()).toMatchObject({
    newest: 'A2',
    sequencer: 'A1',
    expiresAt: (ledger.startMs + defaultLedgerTimes.keepMs) / 1000,
  });
});

test('a claim that may not wait is tried once', async () => {
  const ledger = createTestLedger();
  ledger.put(heldEntry(ledger, 'A1'));
  await expect(createLedger(ledger.deps).claim(claim, { maxWaitMs: 0 })).rejects.toMatchObject({
    code: 'inventory.ledger.busy',
  });
  expect(ledger.sleepsMs).toEqual([]);
  expect(ledger.entry()).toMatchObject({ newest: 'A2', sequencer: 'A1' });
});

test('a claim succeeds even at its time limit', async () => {
  const ledger = createTestLedger();
  ledger.put(heldEntry(ledger, 'A1'));
  ledger.onTick = (ms) => {
    if (ms === 3_000) change(ledger, { lease: undefined });
  };
  const result = await createLedger(ledger.deps).claim(claim, { maxWaitMs: 3_000 });
  expect(result.status).toBe('claimed');
  expect(ledger.entry()).toMatchObject({ sequencer: 'A2', lease: { owner: 'id-0' } });
});

test('an upload whose run stopped renewing its lease is taken over when the lease and its grace are over', async () => {
  const ledger = createTestLedger();
  const checkpoint = { etag: 'e', load: {} } as unknown as NonNullable<LedgerEntry['checkpoint']>;
  const untilMs = ledger.startMs + LEASE_MS - 250;
  ledger.put(heldEntry(ledger, 'A2', { checkpoint, lease: { owner: 'other', untilMs } }));
  const result = await createLedger(ledger.deps).claim(claim, { maxWaitMs: 60_000 });
  expect(result).toMatchObject({ status: 'claimed', lease: { checkpoint } });
  expect(elapsedMs(ledger)).toBe(HELD_MS - 250);
});

test('an upload whose run renews its lease, and renews it again, is a duplicate', async () => {
  const ledger = createTestLedger();
  ledger.put(heldEntry(ledger, 'A2'));
  ledger.onTick = (ms) => {
    const untilMs = ledger.startMs + ms + LEASE_MS;
    if (ms === 2_000 || ms === 7_000) change(ledger, { lease: { owner: 'other', untilMs } });
  };
  const result = await createLedger(ledger.deps).claim(claim, { maxWaitMs: 60_000 });
  expect(result).toEqual({ status: 'duplicate', reason: 'another invocation is loading it' });
  expect(elapsedMs(ledger)).toBe(7_000);
});

test('an upload that another run takes over from a dead one, and renews, is a duplicate', async () => {
  const ledger = createTestLedger();
  ledger.put(heldEntry(ledger, 'A2', { lease: { owner: 'dead', untilMs: ledger.startMs + 500 } }));
  ledger.onTick = (ms) => {
    const untilMs = ledger.startMs + ms + LEASE_MS;
    if (ms === 3_000 || ms === 8_000) change(ledger, { lease: { owner: 'other', untilMs } });
  };
  const result = await createLedger(ledger.deps).claim(claim, { maxWaitMs: 60_000 });
  expect(result.status).toBe('duplicate');
  expect(elapsedMs(ledger)).toBe(8_000);
});

test.each(['other', 'a run that claimed it'])(
  'the last request of a dead run, carried out late, does not show that it lives: by %s',
  async (owner) => {
    const ledger = createTestLedger();
    ledger.put(heldEntry(ledger, 'A2'));
    ledger.onTick = (ms) => {
      // It had sent this before it was killed; its retry is the claim that waits, and nobody else loads the upload.
      if (ms === 1_000) change(ledger, { lease: { owner, untilMs: ledger.startMs + ms + LEASE_MS } });
    };
    const result = await createLedger(ledger.deps).claim(claim, { maxWaitMs: 60_000 });
    expect(result.status).toBe('claimed');
    expect(elapsedMs(ledger)).toBe(1_000 + HELD_MS);
  },
);

test('an upload older than the newest known is stale', async () => {
  const ledger = createTestLedger();
  ledger.put(heldEntry(ledger, 'A3'));
  const result = await createLedger(ledger.deps).claim(claim, { maxWaitMs: 60_000 });
  expect(result).toEqual({ status: 'stale', reason: 'a later upload (A3) is known' });
  expect(ledger.calls).toEqual(['read']);
});

test('a claim that is canceled while it waits throws the reason', async () => {
  const ledger = createTestLedger();
  ledger.put(heldEntry(ledger, 'A1'));
  const controller = new AbortController();
  ledger.onTick = (ms) => {
    if (ms === 2_000) controller.abort(new Error('out of time'));
  };
  await expect(
    createLedger(ledger.deps).claim(claim, { maxWaitMs: 60_000, signal: controller.signal }),
  ).rejects.toThrow('out of time');
  expect(elapsedMs(ledger)).toBe(2_000);
});

test('failures of the service are retried for 10 s before a claim fails', async () => {
  const ledger = createTestLedger();
  ledger.beforeCall = () => {
    throw new GroundcrewError('aws-dynamodb.write-failed', 'no response in 2 s', { fault: 'service' });
  };
  await expect(createLedger(ledger.deps).claim(claim, { maxWaitMs: 0 })).rejects.toMatchObject({
    code: 'aws-dynamodb.write-failed',
  });
  expect(elapsedMs(ledger)).toBe(11_000);
});
