import type { OutputFormat } from '@groundcrew/report';
import { type Command, InvalidArgumentError, Option } from 'commander';

/** Options that every command takes, named as the AWS CLI names them. */
export interface GlobalOptions {
  readonly region?: string;
  readonly profile?: string;
  readonly endpointUrl?: string;
  readonly output: OutputFormat;
  readonly color: boolean;
  readonly debug?: true;
}

export function addGlobalOptions(program: Command): void {
  program
    .addOption(
      new Option('--region <name>', 'AWS region; else AWS_REGION or the profile tells it').argParser(
        parseRegion,
      ),
    )
    .addOption(new Option('--profile <name>', 'profile of ~/.aws/config that gives credentials and region'))
    .addOption(
      new Option('--endpoint-url <url>', 'send every request there, as to the embedded AWS').argParser(
        parseUrl,
      ),
    )
    .addOption(
      new Option('--output <format>', 'form of the result')
        .choices(['table', 'json', 'csv', 'html'])
        .default('table'),
    )
    .addOption(new Option('--no-color', 'no color, as where NO_COLOR is set'))
    .addOption(new Option('--debug', 'show the stack and the causes of an error'));
}

function parseRegion(text: string): string {
  if (/^[a-z0-9-]+$/.test(text)) return text;
  throw new InvalidArgumentError('Give the name of a region: us-east-1.');
}

function parseUrl(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new InvalidArgumentError('Give an http or https URL: http://127.0.0.1:4566.');
}
