import type { LocalAws } from '@groundcrew/local';
import { outputOfAws, runAws } from './aws-process.ts';
import type { CommandResult } from './command.ts';
import { toolEnvironment } from './tools.ts';

/** The `aws` command, pointed at an embedded AWS. */
export interface Aws {
  /** Its output; rejects if it fails. */
  text(...args: string[]): Promise<string>;
  /** Its output, as JSON, typed as `Answer`: the tests check what they use of it. */
  json<Answer>(...args: string[]): Promise<Answer>;
  /** For calls that should fail. */
  run(...args: string[]): Promise<CommandResult>;
}

/** Runs the `aws` command in the folder `cwd`, which is its home as well. */
export function createAws(local: LocalAws, cwd: string): Aws {
  const env = toolEnvironment(cwd, { ...local.environment(), AWS_DEFAULT_OUTPUT: 'json' });
  // Otherwise version 1 of the command sends SQS calls to queue.amazonaws.com, in spite of AWS_ENDPOINT_URL.
  const complete = (args: string[]) =>
    args[0] === 'sqs' ? ['--endpoint-url', local.endpoint, ...args] : args;
  const text = (...args: string[]) => outputOfAws(complete(args), { env });
  return {
    text,
    json: async (...args) => JSON.parse(await text(...args)),
    run: (...args) => runAws(complete(args), { env }),
  };
}
