import type { Path } from '@groundcrew/settings';
import { type Names, resolveEnd } from './resolve-end.ts';

/** Reports a problem at `path`, of its `key` or its `value`. */
export type ReportAt = (path: Path, at: 'key' | 'value', message: string) => void;

/** What a rule lets in has a meaning: a group, a load balancer, a range, not a tier. */
export function checkSources(from: readonly string[], path: Path, names: Names, report: ReportAt): void {
  for (const [index, what] of from.entries()) {
    const end = resolveEnd(what, { ...names, tiers: new Set() });
    const at = [...path, 'from', ...(from.length > 1 ? [index] : [])];
    if (typeof end !== 'string') continue;
    const isTier = names.tiers.has(what.replace(/^tier\//, ''));
    report(
      at,
      'value',
      isTier ? `has "${what}", a tier: a group lets in groups, load balancers and ranges` : end,
    );
  }
}
