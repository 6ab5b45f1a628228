import { inspect } from 'node:util';
import { isGroundcrewError, messageOf } from '@groundcrew/errors';
import { printable } from '@groundcrew/report';
import { type ExitCode, exitCodes } from './exit-codes.ts';

/** What a person is told of an error of the command `path`; with `debug`, its stack and causes too. */
export function describeError(thrown: unknown, options: { path: string; debug: boolean }): string {
  const { path, debug } = options;
  const name = path.split(' ')[0];
  const isOurs = isGroundcrewError(thrown);
  // Messages quote what others wrote: names of files, values of tags, what a service answered.
  const message = messageOf(thrown).split('\n').map(printable).join('\n');
  const head = `${name}: ${message}${isOurs ? ` [${thrown.code}]` : ''}\n`;
  if (debug) return `${head}${inspect(thrown, { depth: 6 })}\n`;
  if (isGroundcrewError(thrown, 'cli.usage')) return `${head}Run ${path} --help to see how it is used.\n`;
  if (isOurs && thrown.fault !== 'bug') return head;
  return `${head}This is a defect of ${name}: run it again with --debug and report what it prints.\n`;
}

/** The exit code that stands for what was thrown. */
export function exitCodeOf(thrown: unknown): ExitCode {
  if (isGroundcrewError(thrown)) {
    switch (thrown.code) {
      case 'cli.usage':
      case 'cli.confirmation-needed':
        return exitCodes.usage;
      case 'cli.declined':
      case 'cli.interrupted':
        return exitCodes.interrupted;
    }
  }
  return exitCodes.failed;
}
