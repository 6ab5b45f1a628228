import type { Io } from '@groundcrew/cli';
import { type Report, render } from '@groundcrew/report';

/** Writes a report to stderr, if stdout has something else. */
export async function printReport({ stderr }: Pick<Io, 'stderr'>, report: Report): Promise<void> {
  const { columns, hasColor } = stderr;
  const lines = render(report, 'table', {
    color: hasColor,
    ...(columns !== undefined && { width: columns }),
  });
  for await (const line of lines) stderr.write(line);
}
