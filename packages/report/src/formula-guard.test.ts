import fc from 'fast-check';
import { expect, test } from 'vitest';
import { guardFormula, unguardFormula } from './formula-guard.ts';

const cells = fc.string({
  unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r', '1', ',', '.', 'a', ' '),
});

test('removing the guard restores every cell', () => {
  fc.assert(fc.property(cells, (cell) => unguardFormula(guardFormula(cell)) === cell));
});

test('no guarded cell starts like a formula, unless it is a plain number', () => {
  fc.assert(
    fc.property(cells, (cell) => {
      const safe = guardFormula(cell);
      expect(/^[=+\-@\t\r]/.test(safe) ? Number(safe.replaceAll(',', '')) : 0).not.toBeNaN();
    }),
  );
});

test.each(['-3', '+12', '-1,200', '+0.5', "'s-Hertogenbosch", '서울', '', "'"])('%j is unchanged', (cell) => {
  expect(guardFormula(cell)).toBe(cell);
});

test.each(['=1+1', '+cmd', '-2+3', '@SUM(A1)', '\tx', '\rx', '-', '-1,20', '＝1', "'=1"])(
  '%j gets a quote mark',
  (cell) => {
    expect(guardFormula(cell)).toBe(`'${cell}`);
  },
);
