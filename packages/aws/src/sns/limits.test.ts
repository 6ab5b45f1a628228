import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_BATCH_ENTRIES, MAX_PAYLOAD_BYTES, messageBytes, splitBatches } from './limits.ts';
import type { Message } from './message.ts';

const message = (body: string, attributes: Message['attributes'] = {}): Message => ({ body, attributes });

describe('messageBytes', () => {
  it('counts UTF-8 bytes of body and subject', () => {
    expect(messageBytes({ subject: 'abc', body: '서울', attributes: {} })).toBe(3 + 6);
  });

  it('counts name, type and value of each attribute', () => {
    expect(messageBytes(message('x', { store: '서울' }))).toBe(1 + 'store'.length + 'String'.length + 6);
    expect(messageBytes(message('x', { kind: ['a', 'b'] }))).toBe(
      1 + 'kind'.length + 'String.Array'.length + '["a","b"]'.length,
    );
  });
});

describe('splitBatches', () => {
  it('makes no call without messages', () => {
    expect(splitBatches([])).toEqual([]);
  });

  it('keeps every message, in order, within the limits, in as few calls as their order allows', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: MAX_PAYLOAD_BYTES }), { maxLength: 60 });
    fc.assert(
      fc.property(sizes, (lengths) => {
        const messages = lengths.map((length) => message('x'.repeat(length)));

        const batches = splitBatches(messages);

        expect(batches.flat()).toEqual(messages);
        const totals = batches.map((batch) => batch.reduce((sum, each) => sum + messageBytes(each), 0));
        for (const [index, batch] of batches.entries()) {
          expect(batch.length).toBeLessThanOrEqual(MAX_BATCH_ENTRIES);
          expect(totals[index]).toBeLessThanOrEqual(MAX_PAYLOAD_BYTES);
          const next = batches[index + 1]?.[0];
          if (next === undefined) continue;
          const full = batch.length === MAX_BATCH_ENTRIES;
          expect(full || totals[index]! + messageBytes(next) > MAX_PAYLOAD_BYTES).toBe(true);
        }
      }),
      { numRuns: 50 },
    );
  });
});
