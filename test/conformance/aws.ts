import type { LocalAws } from '@groundcrew/local';
import { type CommandResult, outputOf, runCommand } from './command.ts';
import { tool, toolEnvironment } from './tools.ts';

/** The `aws` command, pointed at an embedded AWS. */
export interface Aws {
  /** What it prints; rejects where it fails. */
  text(...args: string[]): Promise<string>;
  /** What it prints, as JSON, taken to be an `Answer`: the tests check what they use of it. */
  json<Answer>(...args: string[]): Promise<Answer>;
  /** For what is to fail. */
  run(...args: string[]): Promise<CommandResult>;
}

/** Runs the `aws` command in the folder `cwd`, which is its home as well. */
export function createAws(local: LocalAws, cwd: string): Aws {
  const env = toolEnvironment(cwd, { ...local.environment(), AWS_DEFAULT_OUTPUT: 'json' });
  // Version 1 of the command else sends to queue.amazonaws.com what is for SQS, AWS_ENDPOINT_URL or not.
  const complete = (args: string[]) =>
    args[0] === 'sqs' ? ['--endpoint-url', local.endpoint, ...args] : args;
  const text = (...args: string[]) => outputOf(tool('aws'), complete(args), { env, cwd });
  return {
    text,
    json: async (...args) => JSON.parse(await text(...args)),
    run: (...args) => runCommand(tool('aws'), complete(args), { env, cwd }),
  };
}
