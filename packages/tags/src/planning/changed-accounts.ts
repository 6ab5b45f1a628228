import type { Change, PlanAccount } from '@groundcrew/plan';
import type { TagSnapshot } from '../model.ts';

/** Those that are changed: credentials for others are not needed. Of a plan without changes, all. */
export function changedAccounts(
  { accounts }: Pick<TagSnapshot, 'accounts'>,
  changes: readonly Change[],
): readonly PlanAccount[] {
  if (changes.length === 0) return accounts;
  const aliases = new Map(accounts.map(({ id, alias }) => [id, alias]));
  return [...new Set(changes.map(({ target }) => target.accountId))].map((id) => {
    const alias = aliases.get(id);
    return { id, ...(alias !== undefined && { alias }) };
  });
}
