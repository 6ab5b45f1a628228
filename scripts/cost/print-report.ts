import type { CommandContext } from '@groundcrew/cli';
import type { Report } from '@groundcrew/report';

/** Prints a report. Its notes go to standard error for CSV, which has no place for them. */
export async function printReport(
  report: Report,
  { global, io, print }: Pick<CommandContext<Record<never, never>>, 'global' | 'io' | 'print'>,
): Promise<void> {
  await print(report);
  if (global.output === 'csv') for (const note of report.notes ?? []) io.stderr.write(`${note}\n`);
}
