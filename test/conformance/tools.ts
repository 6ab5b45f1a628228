import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';
import { hostEnvironment } from './env.ts';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** The script of the command `groundcrew`, for Node. */
export function groundcrewScript(): string {
  return inject('tools').command;
}

/** A command of the Python environments. */
export function tool(name: 'aws' | 'cfn-lint' | 'ministack' | 'moto_server' | 'python' | 'sam'): string {
  const { pythonBin, ministackBin } = inject('tools');
  return path.join(name === 'ministack' ? ministackBin : pythonBin, name);
}

/**
 * The environment of the commands: nothing from the host except PATH, a home of their own, no account, no region
 * but the
 * given one, and no telemetry.
 */
export function toolEnvironment(
  home: string,
  more: Readonly<Record<string, string>> = {},
): NodeJS.ProcessEnv {
  const ownNode = path.join(root, 'node_modules', '.bin');
  return {
    PATH: [ownNode, hostEnvironment.PATH].join(path.delimiter),
    HOME: home,
    AWS_EC2_METADATA_DISABLED: 'true',
    // The aws command reads the first, the SDK for JavaScript the second.
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_REGION: 'eu-west-1',
    SAM_CLI_TELEMETRY: '0',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    NO_COLOR: '1',
    ...more,
  };
}

/** A folder for one test file's files; call `remove` after its last test. */
export async function createWorkFolder(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'groundcrew-conformance-'));
  return { path: folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
