import { type Coverage, gapReasons } from '@groundcrew/account';
import { countOf } from '@groundcrew/report';

/** Writes how many lists are missing, and the first reasons, each with a place that it holds for. */
export function writeGaps(
  io: { readonly stderr: { write(text: string): void } },
  gaps: readonly Coverage[],
  count: number = gaps.length,
): void {
  io.stderr.write(
    `Incomplete: ${countOf(count, 'list')} could not be read in full; groundcrew tags audit shows which, and why.\n`,
  );
  for (const line of gapReasons(gaps)) io.stderr.write(`  ${line}\n`);
}
