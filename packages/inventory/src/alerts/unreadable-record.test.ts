import { describe, expect, it } from 'vitest';
import { toStoredRecord } from './unreadable-record.ts';

const unreadable = (sequenceNumber: string | undefined, record: unknown) =>
  toStoredRecord({ index: 0, sequenceNumber, code: 'not-a-record', message: 'no', record });

describe('toKeptRecord', () => {
  it('contains the record as received, with the reason', () => {
    const { body } = unreadable('100', { a: '서울' });

    expect(JSON.parse(body)).toEqual({
      code: 'not-a-record',
      message: 'no',
      sequenceNumber: '100',
      record: { a: '서울' },
    });
  });

  it('has the same key for the same record, and another key for another record', () => {
    expect(unreadable('100', { a: 1 }).key).toBe(unreadable('100', { a: 1 }).key);
    expect(unreadable('100', { a: 1 }).key).not.toBe(unreadable('100', { a: 2 }).key);
  });

  it.each([undefined, '../../etc', 'x'.repeat(5_000)])(
    'derives a safe key from the sequence number %j',
    (number) => {
      expect(unreadable(number, undefined).key).toMatch(/^unreadable-records\/[\w-]{1,140}\.json$/);
    },
  );
});
