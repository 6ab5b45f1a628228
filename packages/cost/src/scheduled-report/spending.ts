import { GroundcrewError } from '@groundcrew/errors';

export type ReportKind = 'daily' | 'monthly';

/** Paid requests of scheduled reports, and their last runs. */
export interface Spending {
  /** In UTC: `2026-11`. */
  readonly month: string;
  /** Paid for in this month. */
  readonly requests: number;
  /** The schedule's name of the last successful run of each kind. */
  readonly done: Readonly<Partial<Record<ReportKind, string>>>;
}

const FORMAT = 'groundcrew-cost-spending/1';

/** As JSON. */
export function writeSpending(spending: Spending): string {
  return `${JSON.stringify({ format: FORMAT, ...spending })}\n`;
}

/**
 * The inverse, as of `month`: in a new month nothing is spent yet.
 *
 * @param text `undefined`: nothing has been written yet
 * @throws GroundcrewError `cost.spending.unreadable` for anything else: without the record, the maximum could not be enforced
 */
export function readSpending(text: string | undefined, month: string): Spending {
  if (text === undefined) return { month, requests: 0, done: {} };
  const stored = parse(text);
  if (stored?.format !== FORMAT || !Number.isInteger(stored.requests) || typeof stored.done !== 'object') {
    throw new GroundcrewError(
      'cost.spending.unreadable',
      `the record of what was spent is not readable: ${JSON.stringify(text.slice(0, 100))}; ` +
        'delete the object to start again with nothing spent',
    );
  }
  const { requests, done } = stored;
  return { month, requests: stored.month === month ? requests : 0, done };
}

function parse(text: string): (Spending & { readonly format: unknown }) | null {
  try {
    return JSON.parse(text) as (Spending & { readonly format: unknown }) | null;
  } catch {
    return null;
  }
}
