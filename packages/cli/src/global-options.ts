import type { OutputFormat } from '@groundcrew/report';
import { type Command, InvalidArgumentError, Option } from 'commander';

/** Options of every command, with the names of the AWS CLI. */
export interface GlobalOptions {
  readonly region?: string;
  readonly profile?: string;
  readonly endpointUrl?: string;
  readonly output: OutputFormat;
  readonly color: boolean;
  readonly debug?: true;
  readonly printPolicy?: true;
}

export const PRINT_POLICY = '--print-policy';

/** @param hasPolicies whether the least policy of a command is known */
export function addGlobalOptions(program: Command, hasPolicies: boolean): void {
  program
    .addOption(
      new Option('--region <name>', 'AWS region; default: that of AWS_REGION or the profile').argParser(
        parseRegion,
      ),
    )
    .addOption(new Option('--profile <name>', 'profile of ~/.aws/config with credentials and region'))
    .addOption(
      new Option('--endpoint-url <url>', 'send all requests to this URL, such as the embedded AWS').argParser(
        parseUrl,
      ),
    )
    .addOption(
      new Option('--output <format>', 'format of the result')
        .choices(['table', 'json', 'csv', 'html'])
        .default('table'),
    )
    .addOption(new Option('--no-color', 'no color, as with NO_COLOR'))
    .addOption(new Option('--debug', 'show the stack and the causes of an error'));
  if (!hasPolicies) return;
  program.addOption(
    new Option(
      PRINT_POLICY,
      'print the least IAM policy that the command needs with these options, and do nothing else',
    ),
  );
}

function parseRegion(text: string): string {
  if (/^[a-z0-9-]+$/.test(text)) return text;
  throw new InvalidArgumentError('Write the name of a region: us-east-1.');
}

function parseUrl(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new InvalidArgumentError('Write an http or https URL: http://127.0.0.1:4566.');
}
