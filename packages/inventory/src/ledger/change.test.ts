import { GroundcrewError } from '@groundcrew/errors';
import { describe, expect, test } from 'vitest';
import { changeEntry } from './change.ts';
import type { LedgerEntry } from './entry.ts';
import { createTestLedger, type TestLedger } from './testing/test-ledger.ts';

const object = 's3://shop/stock.csv';
const first: LedgerEntry = {
  object,
  revision: 1,
  writeId: 'first',
  newest: 'A1',
  sequencer: 'A1',
  status: 'running',
  expiresAt: 1_800_000_000,
};
const serviceError = () =>
  new GroundcrewError('aws-dynamodb.write-failed', 'no response in 2 s', { fault: 'service' });

/** Increments `expiresAt`, so that the end state shows how many changes were applied. */
function increment(
  ledger: TestLedger,
  { known, maxRetryMs = 10_000 }: { readonly known?: LedgerEntry; readonly maxRetryMs?: number } = {},
) {
  const decided: (LedgerEntry | undefined)[] = [];
  const result = changeEntry(ledger.deps, object, known, ledger.startMs + maxRetryMs, (entry) => {
    decided.push(entry);
    const { expiresAt } = entry ?? first;
    return { answer: expiresAt + 1, write: { ...first, ...entry, expiresAt: expiresAt + 1 } };
  });
  return { result, decided };
}

/** Fails the first `count` calls of one kind. */
function failTimes(ledger: TestLedger, kind: 'read' | 'replace', count: number, makeError = serviceError) {
  let left = count;
  ledger.beforeCall = (call) => {
    if (call === kind && left-- > 0) throw makeError();
  };
}

const elapsedMs = (ledger: TestLedger): number => ledger.deps.now() - ledger.startMs;

describe('without failures', () => {
  test('the first entry gets revision 1, each later one the next revision and a write id of its own', async () => {
    const ledger = createTestLedger();
    const { answer, entry } = await increment(ledger).result;
    expect(answer).toBe(first.expiresAt + 1);
    expect(entry).toEqual({ ...first, revision: 1, writeId: 'id-0', expiresAt: answer });
    expect(ledger.entry()).toEqual(entry);
    await increment(ledger).result;
    expect(ledger.entry()).toMatchObject({ revision: 2, writeId: 'id-1', expiresAt: first.expiresAt + 2 });
    expect(ledger.calls).toEqual(['read', 'replace', 'read', 'replace']);
  });

  test('a known entry is not read again', async () => {
    const ledger = createTestLedger();
    ledger.put(first);
    await increment(ledger, { known: first }).result;
    expect(ledger.calls).toEqual(['replace']);
    expect(ledger.entry()).toMatchObject({ revision: 2 });
  });

  test('a decision without a write returns the entry unchanged', async () => {
    const ledger = createTestLedger();
    ledger.put(first);
    const result = await changeEntry(ledger.deps, object, undefined, ledger.startMs, () => ({
      answer: 'no',
    }));
    expect(result).toEqual({ answer: 'no', entry: first });
    expect(ledger.calls).toEqual(['read']);
  });

  test.each([
    { returnsCurrent: true, calls: ['replace', 'replace'] },
    { returnsCurrent: false, calls: ['replace', 'read', 'replace'] },
  ])('a change based on an outdated entry is decided again on the current one: %j', async (options) => {
    const ledger = createTestLedger(options);
    ledger.put({ ...first, revision: 7, writeId: 'other', expiresAt: 1_900_000_000 });
    const { result, decided } = increment(ledger, { known: first });
    expect((await result).answer).toBe(1_900_000_001);
    expect(decided.map((entry) => entry?.revision)).toEqual([1, 7]);
    expect(ledger.entry()).toMatchObject({ revision: 8, expiresAt: 1_900_000_001 });
    expect(ledger.calls).toEqual(options.calls);
    expect(ledger.sleepsMs).toEqual([]);
  });
});

describe('a write without a response', () => {
  test('that was applied is recognized by its write id and not applied twice', async () => {
    const ledger = createTestLedger();
    ledger.put(first);
    let failures = 1;
    ledger.afterReplace = () => {
      if (failures-- > 0) throw serviceError();
    };
    const { result, decided } = increment(ledger);
    const { answer, entry } = await result;
    expect(answer).toBe(first.expiresAt + 1);
    expect(entry).toMatchObject({ revision: 2, writeId: 'id-0', expiresAt: first.expiresAt + 1 });
    expect(decided).toHaveLength(1);
    expect(ledger.calls).toEqual(['read', 'replace', 'read']);
    expect(ledger.sleepsMs).toEqual([200]);
  });

  test('that was not applied is sent again', async () => {
    const ledger = createTestLedger();
    ledger.put(first);
    failTimes(ledger, 'replace', 1);
    const { result, decided } = increment(ledger);
    await result;
    expect(decided).toHaveLength(2);
    expect(ledger.entry()).toMatchObject({ revision: 2, writeId: 'id-1', expiresAt: first.expiresAt + 1 });
    expect(ledger.calls).toEqual(['read', 'replace', 'read', 'replace']);
  });

  test('that is applied after the retry was decided gets its own answer', async () => {
    const ledger = createTestLedger();
    ledger.put(first);
    let delayed: LedgerEntry | undefined;
    const { store } = ledger.deps;
    const deps = {
      ...ledger.deps,
      store: {
        ...store,
        async replace(entry: LedgerEntry) {
          if (delayed === undefined) {
            delayed = entry;
            throw serviceError();
          }
          ledger.put(delayed);
          return store.replace(entry);
        },
      },
    };
    let decisions = 0;
    const { answer, entry } = await changeEntry(
      deps,
      object,
      undefined,
      ledger.startMs + 10_000,
      (found) => ({
        answer: `decision ${++decisions}`,
        write: found!,
      }),
    );
    expect(answer).toBe('decision 1');
    expect(entry).toEqual(delayed);
    expect(decisions).toBe(2);
  });

  test('whose entry another process has replaced meanwhile is decided again', async () => {
    const ledger = createTestLedger();
    ledger.put(first);
    let failures = 1;
    ledger.afterReplace = () => {
      if (failures-- > 0) {
        ledger.put({ ...first, revision: 3, writeId: 'other', expiresAt: 1_900_000_000 });
        throw serviceError();
      }
    };
    expect((await increment(ledger).result).answer).toBe(1_900_000_001);
    expect(ledger.entry()).toMatchObject({ revision: 4, expiresAt: 1_900_000_001 });
  });

  test.each([
    { maxRetryMs: 0, calls: ['read', 'replace'] },
    { maxRetryMs: 1, calls: ['read', 'replace', 'read', 'replace'] },
  ])('is retried only while the time limit is ahead: %j', async ({ maxRetryMs, calls }) => {
    const ledger = createTestLedger();
    failTimes(ledger, 'replace', Number.POSITIVE_INFINITY);
    await expect(increment(ledger, { maxRetryMs }).result).rejects.toMatchObject({
      code: 'aws-dynamodb.write-failed',
    });
    expect(ledger.calls).toEqual(calls);
    expect(ledger.entry()).toBeUndefined();
  });
});

describe('a read that fails', () => {
  test('is retried with backoff', async () => {
    const ledger = createTestLedger();
    failTimes(ledger, 'read', 6);
    await increment(ledger).result;
    expect(ledger.sleepsMs).toEqual([200, 400, 800, 1_600, 2_000, 2_000]);
    expect(ledger.entry()).toMatchObject({ revision: 1 });
  });

  test('ends the change as soon as the time limit is reached', async () => {
    const ledger = createTestLedger();
    failTimes(ledger, 'read', Number.POSITIVE_INFINITY);
    // 200 + 400 + 800 + 1600 + 2000: the limit is the end of the fifth wait.
    await expect(increment(ledger, { maxRetryMs: 5_000 }).result).rejects.toMatchObject({
      code: 'aws-dynamodb.write-failed',
    });
    expect(elapsedMs(ledger)).toBe(5_000);
    expect(ledger.calls).toHaveLength(6);
  });
});

describe.each(['read', 'replace'] as const)('a %s that fails in a way that a retry does not fix', (kind) => {
  test.each([
    ['an error of the caller', () => new GroundcrewError('aws-dynamodb.read-failed', 'no permission')],
    ['a bug', () => new TypeError('undefined is not a function')],
  ])('is thrown immediately: %s', async (_what, makeError) => {
    const ledger = createTestLedger();
    failTimes(ledger, kind, 1, makeError as () => GroundcrewError);
    await expect(increment(ledger).result).rejects.toThrow(makeError().message);
    expect(ledger.calls.at(-1)).toBe(kind);
    expect(ledger.sleepsMs).toEqual([]);
  });
});
