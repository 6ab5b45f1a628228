import { GroundcrewError } from '@groundcrew/errors';

export type ReportKind = 'daily' | 'monthly';

/** What scheduled reports were paid for, and which of their runs are done. */
export interface Spending {
  /** In UTC: `2026-11`. */
  readonly month: string;
  /** Paid for in this month. */
  readonly requests: number;
  /** What the schedule called the last run of each kind that was done. */
  readonly done: Readonly<Partial<Record<ReportKind, string>>>;
}

const FORMAT = 'groundcrew-cost-spending/1';

/** As JSON. */
export function writeSpending(spending: Spending): string {
  return `${JSON.stringify({ format: FORMAT, ...spending })}\n`;
}

/**
 * The inverse, as of `month`: in a new one nothing is spent yet.
 *
 * @param text `undefined`: nothing was written so far
 * @throws GroundcrewError `cost.spending.unreadable` for anything else: a maximum that forgets is none
 */
export function readSpending(text: string | undefined, month: string): Spending {
  if (text === undefined) return { month, requests: 0, done: {} };
  const stored = parse(text);
  if (stored?.format !== FORMAT || !Number.isInteger(stored.requests) || typeof stored.done !== 'object') {
    throw new GroundcrewError(
      'cost.spending.unreadable',
      `what was spent so far can't be read from ${JSON.stringify(text.slice(0, 100))}; ` +
        'delete the object to begin anew with nothing spent',
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
