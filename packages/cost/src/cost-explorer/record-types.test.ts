import type { Expression } from '@groundcrew/aws/cost-explorer';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { chargeOfRecordType, charges, expressionOfCharges } from './record-types.ts';

function finds(expression: Expression | undefined, recordType: string): boolean {
  if (!expression) return true;
  if (expression.Not) return !finds(expression.Not, recordType);
  return expression.Dimensions?.Values?.includes(recordType) ?? false;
}

const recordTypes = [
  'Usage',
  'SavingsPlanNegation',
  'Tax',
  'Support fee',
  'RIFee',
  'Credit',
  'Refund',
  'Enterprise Discount Program Discount',
  'A type of next year',
];

test('any kinds of charge are selected by their record types and no others', () => {
  fc.assert(
    fc.property(fc.subarray([...charges]), fc.constantFrom(...recordTypes), (wanted, recordType) => {
      const expression = expressionOfCharges(new Set(wanted));
      const charge = chargeOfRecordType(recordType) ?? 'adjustment';
      expect(finds(expression, recordType)).toBe(wanted.includes(charge));
    }),
  );
});
