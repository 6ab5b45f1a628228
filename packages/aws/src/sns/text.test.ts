import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFifoTopic, toFifoId, toMessageText, toSubject } from './text.ts';

const anyText = fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)), maxLength: 300 });

describe('toSubject', () => {
  it('leaves a plain subject unchanged', () => {
    expect(toSubject('Inventory Alert!')).toBe('Inventory Alert!');
  });

  it('keeps letters of every script', () => {
    expect(toSubject('Zürich: 서울 매장')).toBe('Zürich: 서울 매장');
  });

  it('removes what is not seen, and could turn a name around', () => {
    expect(toSubject('a\u202eb\u200bc\u0000d')).toBe('abcd');
  });

  it('joins lines into one', () => {
    expect(toSubject('a\r\nb\tc')).toBe('a b c');
  });

  it('marks where a long one was truncated', () => {
    expect(toSubject('x'.repeat(500))).toBe(`${'x'.repeat(96)}...`);
  });

  it('is one line under a hundred characters without control characters, whatever the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const subject = toSubject(text);
        expect(subject).toMatch(/^[^\p{Cc}\p{Cs}\s](?:[^\p{Cc}\p{Cs}]*[^\p{Cc}\p{Cs}\s])?$/u);
        expect(subject.length).toBeLessThan(100);
      }),
    );
  });
});

describe('toMessageText', () => {
  it('leaves letters of every script, line breaks and emoji unchanged', () => {
    const text = 'Zürich\t서울\r\n매장 🛒';

    expect(toMessageText(text)).toBe(text);
  });

  it('replaces characters that SQS would refuse', () => {
    expect(toMessageText('a\0b\x0bc\ud800d\uffff')).toBe('a\ufffdb\ufffdc\ufffdd\ufffd');
  });
});

describe('toFifoId', () => {
  it('keeps an id that SNS accepts', () => {
    expect(toFifoId('no-stock:abc')).toBe('no-stock:abc');
  });

  it.each(['', 'two words', '서울', 'x'.repeat(129)])('hashes %j, which SNS does not accept', (text) => {
    expect(toFifoId(text)).toMatch(/^[0-9a-f]{64}$/);
  });

  it('maps different texts to different ids', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
        expect(toFifoId(a) === toFifoId(b)).toBe(a === b);
      }),
    );
  });
});

describe('isFifoTopic', () => {
  it('depends on the end of the name', () => {
    expect(isFifoTopic('arn:aws:sns:us-east-1:000000000000:NoStock.fifo')).toBe(true);
    expect(isFifoTopic('arn:aws:sns:us-east-1:000000000000:NoStock')).toBe(false);
  });
});
