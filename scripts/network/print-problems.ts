import { type CommandContext, type ExitCode, exitCodes, type OptionSpecs, writeAll } from '@groundcrew/cli';
import { isGroundcrewError } from '@groundcrew/errors';
import { problemReport } from '@groundcrew/network/problem-report';
import { countOf } from '@groundcrew/report';
import type { Problem } from '@groundcrew/settings';
import { problemLines } from '../problem-lines.ts';
import { readText } from '../tags/files.ts';

/** Shows the problems of a file: with its lines for people, as data for programs. Other errors are thrown on. */
export async function printProblems(
  thrown: unknown,
  path: string,
  { global, io, print }: Pick<CommandContext<OptionSpecs>, 'global' | 'io' | 'print'>,
): Promise<ExitCode> {
  if (!isGroundcrewError(thrown, 'network.file.invalid')) throw thrown;
  const problems = thrown.details.problems as readonly Problem[];
  if (global.output === 'table') {
    await writeAll(io.stdout, [
      problemLines(path, await readText('network file', path, 'network'), problems),
    ]);
  } else await print(problemReport(path, problems));
  io.stderr.write(`${path} can't be used: ${countOf(problems.length, 'problem')} to correct.\n`);
  return exitCodes.failed;
}
