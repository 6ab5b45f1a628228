import { ALL, type Coverage } from '@groundcrew/account';
import { countOf } from '@groundcrew/report';

/** Reasons that are shown: of a region that does not respond, all lists have the same one. */
const MAX_REASONS = 3;

/** Writes how many lists are missing, and the first reasons, each with a place that it holds for. */
export function writeGaps(
  io: { readonly stderr: { write(text: string): void } },
  gaps: readonly Coverage[],
  count: number = gaps.length,
): void {
  io.stderr.write(
    `Incomplete: ${countOf(count, 'list')} could not be read in full; groundcrew tags audit shows which, and why.\n`,
  );
  const byReason = new Map(gaps.toReversed().map((gap) => [gap.reason, gap]));
  for (const [reason, gap] of [...byReason].toReversed().slice(0, MAX_REASONS))
    if (reason !== undefined) io.stderr.write(`  ${placeOf(gap)}: ${reason}\n`);
}

function placeOf({ type, region }: Coverage): string {
  const what = type === ALL ? 'all types' : type;
  return region === ALL ? what : `${what} in ${region}`;
}
