import { type CommandResult, outputOf, runCommand } from './command.ts';
import { tool } from './tools.ts';

export interface AwsOptions {
  /** The whole environment of the command; its `HOME` is the folder that it runs in. */
  readonly env: NodeJS.ProcessEnv;
}

/** Runs the `aws` command to its end. */
export function runAws(args: readonly string[], { env }: AwsOptions): Promise<CommandResult> {
  return runCommand(tool('aws'), args, { env, cwd: env['HOME'] ?? '/' });
}

/** Runs an `aws` command that has to succeed; returns its output. */
export function outputOfAws(args: readonly string[], { env }: AwsOptions): Promise<string> {
  return outputOf(tool('aws'), args, { env, cwd: env['HOME'] ?? '/' });
}
