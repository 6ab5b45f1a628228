import type { BenchRow } from './bench-row.ts';

/** The rows as an aligned text table: name, value, unit, ratio, target. */
export function formatRows(rows: readonly BenchRow[]): string {
  const lines = rows.map((row) => [
    `  ${row.name}`,
    formatValue(row.value),
    row.unit,
    row.ratio === undefined ? '' : `${row.ratio.toFixed(2)} × ${row.against ?? ''}`,
    row.target === undefined
      ? ''
      : `${row.target}${row.met === undefined ? '' : row.met ? ' met' : ' MISSED'}`,
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...lines.map((line) => line[column]!.length)));
  return `${lines
    .map(([name, value, unit, ratio, target]) =>
      [
        name!.padEnd(widths[0]!),
        value!.padStart(widths[1]!),
        unit!.padEnd(widths[2]!),
        ratio!.padEnd(widths[3]!),
        target!,
      ]
        .join('  ')
        .trimEnd(),
    )
    .join('\n')}\n`;
}

function formatValue(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
