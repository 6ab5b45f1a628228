import { confirmationNeededError, declinedError } from './errors.ts';
import type { Io } from './io.ts';

/**
 * One line typed by the user, to a question that `--yes` would have answered; `undefined`: the input ended.
 *
 * @throws GroundcrewError `cli.confirmation-needed` if no user can be asked
 */
export async function askPerson(io: Io, question: string): Promise<string | undefined> {
  if (!io.stdin.isTty || !io.stderr.isTty) throw confirmationNeededError(question);
  return await io.ask(question);
}

/**
 * Returns when the user agrees. `yes` is the command's `--yes`: agreed in advance, without a question.
 *
 * @throws GroundcrewError `cli.declined`; `cli.confirmation-needed` if no user can be asked
 */
export async function confirm(io: Io, question: string, options: { yes: boolean }): Promise<void> {
  if (options.yes) return;
  const answer = await askPerson(io, `${question} [y/N] `);
  if (!/^\s*y(es)?\s*$/i.test(answer ?? '')) throw declinedError();
}
