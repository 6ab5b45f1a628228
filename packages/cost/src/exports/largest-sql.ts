import type { Shape } from './shape.ts';
import type { TableSql } from './table-sql.ts';

/**
 * The groups that cost most, of each currency: of a bill with millions of resources, a report lists twenty. Of several
 * currencies, those that cost as much as the last one are among them.
 */
export function largestSql(
  parts: readonly TableSql[],
  { groups, count, isOneCurrency }: { groups: readonly string[]; count: number; isOneCurrency: boolean },
): string {
  const counts = ['blank', 'unreadable', 'absent', 'malformed'].map((name) => `sum(${name}) AS ${name}`);
  const cells = ['malformed_cell', 'unreadable_cell'].map((name) => `min(${name}) AS ${name}`);
  const sums = ['sum(cost) AS cost', ...counts, ...cells];
  const texts = parts.map(({ text }) => text).join('\nUNION ALL\n');
  const added =
    parts.length === 1 && parts[0]!.isAddedUp
      ? texts
      : [
          `SELECT ${[...groups, ...sums].join(', ')}`,
          `FROM (${texts}) AS each_one`,
          `GROUP BY ${groups.map((_, at) => at + 1).join(', ')}`,
        ].join('\n');
  const positive = `SELECT * FROM (\n${added}\n) AS added WHERE cost > 0`;
  // The first of a list takes less than the places of all of it.
  if (isOneCurrency)
    return `${positive} ORDER BY cost DESC, ${groups.toReversed().join(', ')} LIMIT ${count}`;
  return [
    'SELECT * FROM (',
    `SELECT *, rank() OVER (PARTITION BY currency ORDER BY cost DESC) AS place FROM (${positive}) AS ranked`,
    `) AS placed WHERE place <= ${count}`,
  ].join('\n');
}

/** Whether by the files' own statistics all charges are in one currency. */
export function isOneCurrency(shapes: readonly Shape[]): boolean {
  const values = new Set(shapes.map(({ currency }) => currency.value(currency.raw)));
  return values.size === 1 && shapes.every(({ currency }) => currency.raw.length === 0);
}
