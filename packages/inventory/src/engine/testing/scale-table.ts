import { breakEvenDollarsPerGb, type EngineFigures, engineFigures, volumeOfFile } from '../engine-figures.ts';

/** A terabyte of stock, as a file of text. */
export const TERABYTE = volumeOfFile(1024 ** 4, false);

/**
 * Write units a second: of a new on-demand table; the default quota of a table (DynamoDB Developer Guide, "Quotas in Amazon DynamoDB":
 * "Throughput default quotas"); ten times that, if it is granted.
 */
export const scaleCapacities = [4_000, 40_000, 400_000] as const;

/** The table of docs/scale.md: a terabyte by each engine, at each capacity. */
export function formatScaleTable(): string {
  const head = ['Write units a second', 'function', 'map of 16', 'bulk'];
  const rows = scaleCapacities.map((unitsPerSecond) => {
    const figures = engineFigures(TERABYTE, { unitsPerSecond });
    return [unitsPerSecond.toLocaleString('en-US'), ...Object.values(figures).map(formatFigures)];
  });
  const lines = [head, head.map(() => '---'), ...rows];
  return `${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`;
}

/** The price below which bulk put is the cheaper one, at the default quota of a table. */
export function scaleBreakEven(): string {
  return (breakEvenDollarsPerGb(TERABYTE, { unitsPerSecond: scaleCapacities[1] }) ?? 0).toFixed(2);
}

function formatFigures({ seconds, dollars, boundBy }: EngineFigures): string {
  const days = (seconds / 86_400).toFixed(1);
  const cost = dollars === undefined ? 'price not known' : `$${Math.round(dollars).toLocaleString('en-US')}`;
  return `${days} days, ${cost} (${boundBy})`;
}
