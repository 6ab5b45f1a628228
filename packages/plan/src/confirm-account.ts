import type { PlanAccount } from './plan.ts';

/** Asks a person for one line; `undefined`: there is no answer. */
export type Ask = (question: string) => Promise<string | undefined>;

/**
 * Has the alias of each account typed in, or its id where it has no alias: a yes is typed by habit, the name of
 * an account is not. `true`: all of them were.
 *
 * @param ask as `io.ask`; whoever calls sees to it first that a person is there to be asked
 * @param options `yes`: agreed beforehand, nothing is asked
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
