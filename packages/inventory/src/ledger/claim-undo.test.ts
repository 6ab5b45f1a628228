import { expect, test } from 'vitest';
import type { LedgerEntry } from './entry.ts';
import { createLedger, defaultLedgerTimes } from './ledger.ts';
import { createTestLedger, type TestLedger } from './testing/test-ledger.ts';

const object = 's3://shop/stock.csv';
const upload = { object, sequencer: 'A2' };
/** A lease of 30 s, which other runs respect for 5 s more. */
const HELD_MS = 35_000;

/** The entry of an upload that was loaded. */
function loadedEntry(changed: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    object,
    revision: 1,
    writeId: 'other',
    newest: 'A2',
    sequencer: 'A2',
    status: 'loaded',
    expiresAt: 1_800_000_000,
    ...changed,
  };
}

/** The entry while another run loads the upload. */
function heldEntry({ startMs }: TestLedger): LedgerEntry {
  return loadedEntry({ status: 'running', lease: { owner: 'other', untilMs: startMs + 30_000 } });
}

test('a load that nobody writes is claimed to be undone, with a lease of its own', async () => {
  const ledger = createTestLedger();
  ledger.put(loadedEntry());
  const { entry } = await createLedger(ledger.deps).claimUndo(upload);
  expect(entry).toEqual({
    ...loadedEntry(),
    revision: 2,
    writeId: 'id-1',
    status: 'undoing',
    lease: { owner: 'id-0', untilMs: ledger.startMs + defaultLedgerTimes.leaseMs },
    expiresAt: Math.ceil((ledger.startMs + defaultLedgerTimes.keepMs) / 1000),
  });
  expect(ledger.entry()).toEqual(entry);
});

test('a load that a run still writes is not undone, and its entry is left as it is', async () => {
  const ledger = createTestLedger();
  ledger.put(heldEntry(ledger));
  await expect(createLedger(ledger.deps).claimUndo(upload)).rejects.toMatchObject({
    code: 'inventory.undo.busy',
    fault: 'service',
    details: { object },
  });
  expect(ledger.entry()).toEqual(heldEntry(ledger));
});

test('a load is undone only when others no longer respect the lease of its run, which is after the lease has ended', async () => {
  const ledger = createTestLedger();
  ledger.put(heldEntry(ledger));
  const { claimUndo } = createLedger(ledger.deps);
  await ledger.deps.sleep(HELD_MS - 1);
  await expect(claimUndo(upload)).rejects.toMatchObject({ code: 'inventory.undo.busy' });
  await ledger.deps.sleep(1);
  expect((await claimUndo(upload)).entry.status).toBe('undoing');
});

test.each([
  ['none', undefined],
  ['an earlier one', loadedEntry({ sequencer: 'A1', newest: 'A1' })],
  ['a later one', loadedEntry({ sequencer: 'A3', newest: 'A3' })],
])('of an object whose ledger has %s, the load is unknown', async (_, entry) => {
  const ledger = createTestLedger();
  if (entry) ledger.put(entry);
  await expect(createLedger(ledger.deps).claimUndo(upload)).rejects.toMatchObject({
    code: 'inventory.undo.unknown-load',
    details: { object },
  });
  expect(ledger.entry()).toEqual(entry);
});
