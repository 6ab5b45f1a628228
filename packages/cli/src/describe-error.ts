import { inspect } from 'node:util';
import { isGroundcrewError, messageOf } from '@groundcrew/errors';
import { printableLines } from '@groundcrew/report';
import { type ExitCode, exitCodes } from './exit-codes.ts';

/** The text of an error of the command `path`; with `debug`, with its stack and causes. */
export function describeError(thrown: unknown, options: { path: string; debug: boolean }): string {
  const { path, debug } = options;
  const name = path.split(' ')[0];
  const isOurs = isGroundcrewError(thrown);
  // Messages quote foreign text: names of files, values of tags, responses of services.
  const message = printableLines(messageOf(thrown));
  const head = `${name}: ${message}${isOurs ? ` [${thrown.code}]` : ''}\n`;
  if (debug) return `${head}${printableLines(inspect(thrown, { depth: 6 }))}\n`;
  if (isGroundcrewError(thrown, 'cli.usage')) return `${head}Run ${path} --help to see how it is used.\n`;
  if (isOurs && thrown.fault !== 'bug') return head;
  return `${head}This is a bug of ${name}: run it again with --debug and report its output.\n`;
}

/** The exit code of an error. */
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
