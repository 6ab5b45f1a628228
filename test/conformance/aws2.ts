import { runCommand } from './command.ts';
import { hostEnvironment } from './env.ts';
import type { Prepared } from './prepared.ts';

/**
 * Version 2 of the `aws` command: the path in `AWS_V2_COMMAND`, or `aws` on the PATH. It is in no package registry that this could install it
 * from: AWS has it as an installer, and Debian as a package of later releases.
 */
export async function findAws2(): Promise<Prepared> {
  const command = hostEnvironment.AWS_V2_COMMAND ?? 'aws';
  const result = await runCommand(command, ['--version'], { env: hostEnvironment }).catch(() => undefined);
  if (result?.code === 0 && result.stdout.startsWith('aws-cli/2.')) return { path: command };
  return { missing: 'no version 2 of the aws command in AWS_V2_COMMAND or on the PATH' };
}
