import type { CostFilter } from '../model.ts';
import { sqlText } from './dialect.ts';

/** Whether a value is one of those of a filter; NULL: none. */
export function conditionOf(value: string, { values, negated }: CostFilter): string {
  const texts = values.filter((text) => text !== null).map(sqlText);
  const either = [
    ...(texts.length === 0 ? [] : [`coalesce(${value} IN (${texts.join(', ')}), false)`]),
    ...(values.includes(null) ? [`${value} IS NULL`] : []),
  ];
  const condition = either.length === 0 ? 'false' : `(${either.join(' OR ')})`;
  return negated ? `NOT ${condition}` : condition;
}
