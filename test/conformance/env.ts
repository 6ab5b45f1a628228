import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** The environment of this process: Python packages are installed with the user's own settings. */
export const hostEnvironment: NodeJS.ProcessEnv = process.env;

/**
 * The environment of the commands: nothing from the host except PATH, a home of their own, no account, no region but the given one, and
 * no telemetry.
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
