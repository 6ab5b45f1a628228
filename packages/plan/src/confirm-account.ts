import type { PlanAccount } from './plan.ts';

/** Prompts a person for one line; `undefined`: there was no answer. */
export type Ask = (question: string) => Promise<string | undefined>;

/**
 * Prompts for the alias of each account, or its id if it has none: "yes" is typed by habit, the name of an account is
 * not. Returns `true` if all of them were typed.
 *
 * @param ask as `io.ask`; the caller ensures that the terminal is interactive
 * @param options `yes`: agreed in advance, no prompt
 */
export async function confirmAccount(
  ask: Ask,
  accounts: readonly PlanAccount[],
  { yes }: { readonly yes: boolean },
): Promise<boolean> {
  if (yes) return true;
  for (const { id, alias } of accounts) {
    const [what, wanted] = alias === undefined ? ['id', id] : ['alias', alias];
    const answer = await ask(`Type the ${what} of the account, ${wanted}, to change it: `);
    if (answer?.trim() !== wanted) return false;
  }
  return true;
}
