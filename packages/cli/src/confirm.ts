import { confirmationNeededError, declinedError } from './errors.ts';
import type { Io } from './io.ts';

/**
 * Returns when the person agrees. `yes` is the command's `--yes`: agreed beforehand, nothing is asked.
 *
 * @throws GroundcrewError `cli.declined`; `cli.confirmation-needed` where nobody can be asked
 */
export async function confirm(io: Io, question: string, options: { yes: boolean }): Promise<void> {
  if (options.yes) return;
  if (!io.stdin.isTty || !io.stderr.isTty) throw confirmationNeededError(question);
  const answer = await io.ask(`${question} [y/N] `);
  if (!/^\s*y(es)?\s*$/i.test(answer ?? '')) throw declinedError();
}
