import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { currencyDigits, formatMoney, money, moneyText, roundedText, roundParts, sumMoney } from './index.ts';

const amounts = fc
  .tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.integer({ min: 0, max: 14 }))
  .map(([digits, exponent]) => money(`${digits}e-${exponent}`));

describe('money', () => {
  it('adds up decimals that floating point cannot', () => {
    expect(moneyText(sumMoney([money('0.1'), money('0.2'), money('0.00000000004')]))).toBe('0.30000000004');
  });

  it('quotes a text that is not a number', () => {
    expect(() => money('NULL')).toThrow(new RangeError('"NULL" is not a decimal number'));
  });
});

describe('formatMoney', () => {
  it.each([
    ['1234.5', 'USD', undefined, '$1,234.50'],
    ['-0.005', 'USD', undefined, '-$0.01'],
    ['-0.004', 'USD', undefined, '$0.00'],
    ['1234.5', 'KRW', undefined, '₩1,235'],
    ['0.0000004', 'USD', 7, '$0.0000004'],
    ['12', 'Credits', undefined, '12.00 Credits'],
    ['12345678901234567890.125', 'USD', undefined, '$12,345,678,901,234,567,890.13'],
  ])('writes %s %s with %s digits as %s', (amount, currency, digits, expected) => {
    expect(formatMoney(money(amount), currency, digits === undefined ? {} : { digits })).toBe(expected);
  });

  it('knows the digits of a currency', () => {
    expect(['USD', 'KRW', 'Credits'].map(currencyDigits)).toEqual([2, 0, 2]);
  });
});

describe('roundParts', () => {
  it('adds the missing cent to the part that lost most of it', () => {
    // Prepare
    const parts = ['3.333', '3.334', '3.333'].map(money);

    // Act
    const printed = roundParts(parts, sumMoney(parts), 2);

    // Assess
    expect(printed).toEqual(['3.33', '3.34', '3.33']);
  });

  it('makes the printed parts add up to the printed total, each less than a unit away', () => {
    fc.assert(
      fc.property(fc.array(amounts, { maxLength: 30 }), fc.integer({ min: 0, max: 4 }), (parts, digits) => {
        const total = sumMoney(parts);
        const printed = roundParts(parts, total, digits);
        expect(moneyText(sumMoney(printed.map(money)))).toBe(moneyText(money(roundedText(total, digits))));
        for (const [index, text] of printed.entries()) {
          expect(
            money(text)
              .minus(parts[index]!)
              .abs()
              .lt(money(`1e-${digits}`)),
          ).toBe(true);
          expect(text).toMatch(digits === 0 ? /^-?\d+$/ : new RegExp(`^-?\\d+\\.\\d{${digits}}$`));
          expect(text).not.toMatch(/^-[0.]+$/);
        }
      }),
    );
  });

  it('makes parts of parts add up too, whichever way their part was rounded', () => {
    fc.assert(
      fc.property(fc.array(fc.array(amounts, { minLength: 1, maxLength: 6 }), { maxLength: 8 }), (groups) => {
        const costs = groups.map((parts) => sumMoney(parts));
        const printed = roundParts(costs, sumMoney(costs), 2);
        for (const [index, parts] of groups.entries()) {
          const printedParts = roundParts(parts, money(printed[index]!), 2);
          expect(sumMoney(printedParts.map(money)).toFixed(2)).toBe(money(printed[index]!).toFixed(2));
        }
      }),
    );
  });

  it('refuses parts that add up to something else', () => {
    expect(() => roundParts([money('1.5')], money('2.5'), 2)).toThrow(
      new RangeError('the parts add up to 1.5, not to 2.5'),
    );
  });
});
