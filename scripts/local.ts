import { once } from 'node:events';
import { defineCommand, exitCodes, orUsageError, usageError } from '@groundcrew/cli';
import { stacks } from '@groundcrew/functions/stacks';
import {
  faultNames,
  type InstanceDetails,
  type LocalAws,
  type LocalImds,
  type LocalOptions,
  parseFaults,
  readAllowedEndpoint,
  readAllowedHost,
  startImds,
  startLocal,
} from '@groundcrew/local';
import { imdsOptions, readImdsOptions } from './local/imds-options.ts';
import { liveLines } from './local/live-line.ts';
import { readAccounts } from './local/read-accounts.ts';
import { readStackSettings } from './local/stack-settings.ts';
import { startStacks } from './local/start-stacks.ts';

export const command = defineCommand({
  description:
    'Runs the embedded AWS on this machine until Ctrl-C: S3, DynamoDB with Streams, SNS, SQS, Lambda, EC2, ' +
    'Auto Scaling, RDS (start and stop), STS, Organizations, CloudTrail LookupEvents, Cost Explorer, ' +
    'Systems Manager DescribeInstanceInformation, the Resource Groups Tagging API, Resource Groups, CloudWatch Logs and metrics of what functions print, ' +
    'the IAM account alias, and EventBridge PutEvents to the default bus. ' +
    'Any SDK and the aws command use it by the environment variables that are printed. ' +
    'With --stack the stacks of this project run in it: their buckets, tables, topics, APIs and functions.',
  arguments: [],
  options: {
    port: {
      type: 'integer',
      value: 'N',
      minimum: 0,
      maximum: 65_535,
      default: 4566,
      description: 'port on 127.0.0.1; 0 for any',
    },
    allowEndpoint: {
      type: 'text',
      value: 'HOST:PORT',
      repeat: true,
      description: 'address of this machine that SNS may post messages to: localhost:3000; may be repeated',
    },
    allowHost: {
      type: 'text',
      value: 'NAME',
      repeat: true,
      description:
        'further name of this machine that requests may be sent to: host.docker.internal; may be repeated',
    },
    data: { type: 'text', value: 'DIR', description: 'folder for all state; default: in memory' },
    stack: { type: 'flag', description: 'build and wire the functions of all stacks' },
    setting: {
      type: 'text',
      value: 'NAME=VALUE',
      repeat: true,
      description:
        'with --stack: a value of a setting of the stacks, as a deployment has it: OrderGuard=item; may be repeated',
    },
    from: {
      type: 'text',
      value: 'FILE',
      description:
        'what it starts with: a copy of a snapshot of account collect, or what a description in JSON has',
    },
    account: {
      type: 'text',
      value: 'FILE',
      description:
        'the older name of --from; a JSON description of accounts: their alias, roles and regions, with instances, volumes, snapshots, images, ' +
        'addresses and networks, buckets, tables, functions, topics, queues and log groups, and the tags of each',
    },
    bill: {
      type: 'text',
      value: 'FILE',
      description: 'bill with the data of Cost Explorer: a FOCUS file, .csv or .csv.gz',
    },
    logs: { type: 'flag', description: 'print what functions print, line by line, on stderr' },
    ...imdsOptions,
    faults: {
      type: 'text',
      value: 'LIST',
      description:
        'faults to inject, and their rates: throttle=0.1,kill=0.05,denyTagging=ec2:volume,seed=42; supported: ' +
        faultNames.join(', '),
    },
  },
  examples: [
    { command: 'groundcrew local', description: 'Run the embedded AWS' },
    {
      command: 'groundcrew local --stack --data .groundcrew',
      description: 'Run all functions, and store their data on disk',
    },
    {
      command: 'groundcrew local --account samples/account/account.json',
      description: "Run it with a shop's instances, to list and to look up",
    },
    {
      command: 'groundcrew local --account samples/account/account.json --imds i-… --imds-notice spot=60',
      description: 'Add the metadata service of one of them, and rehearse its interruption',
    },
    {
      command: 'groundcrew local --from account.gz',
      description: 'Run a copy of the account that account collect saved',
    },
    {
      command: 'groundcrew local --bill samples/cost/bill-focus-2026.csv.gz',
      description: "Query Cost Explorer for a shop's costs, free of charge",
    },
    {
      command: 'groundcrew local --stack --logs',
      description: 'Run all functions, and see what they print',
    },
    {
      command: 'groundcrew local --stack --setting OrderGuard=item',
      description: 'Run all functions with a setting of their stack, to try a backfill',
    },
    {
      command: 'groundcrew local --allow-endpoint localhost:3000',
      description: 'Let SNS post messages to a server on this machine',
    },
    {
      command: 'groundcrew local --stack --faults throttle=0.2,duplicate=0.1,kill=0.1',
      description: 'Rehearse failures',
    },
    {
      command:
        'groundcrew local --account samples/account/account.json --faults staleTags=0.3,denyTagging=ec2:volume',
      description: 'Rehearse failures of tagging',
    },
  ],
  async handler({ options, global, io, signal }) {
    const { port, allowEndpoint, allowHost, data, stack, setting, from, account, bill, logs, faults } =
      options;
    if (from !== undefined && account !== undefined) {
      throw usageError('--account is the older name of --from; write one of them');
    }
    const settings = readStackSettings(setting, stack ? stacks : undefined);
    const path = from ?? account;
    const described = path === undefined ? undefined : await readAccounts(path);
    const accounts = described?.accounts;
    for (const note of described?.notes ?? []) io.stderr.write(`${note}\n`);
    const imdsServer = readImdsOptions(options, accounts);
    const start = stack ? (options: LocalOptions) => startStacks(stacks, options) : startLocal;
    const local = await start({
      port,
      allowEndpoints: orUsageError(() => allowEndpoint.map(readAllowedEndpoint)),
      allowHosts: orUsageError(() => allowHost.map(readAllowedHost)),
      ...(global.region !== undefined && { region: global.region }),
      ...(data !== undefined && { dataDir: data }),
      ...(accounts && { accounts }),
      ...(bill !== undefined && { bill }),
      settings,
      ...(faults !== undefined && { faults: orUsageError(() => parseFaults(faults)) }),
      onEvent(event) {
        for (const line of liveLines(event, { logs })) io.stderr.write(`${line}\n`);
      },
    });
    let imds: LocalImds | undefined;
    try {
      imds =
        imdsServer &&
        (await startImds({ ...imdsServer, tags: () => local.tagsOf(arnOf(imdsServer.instance)) }));
      const { endpoint, region, accountId } = local;
      const environment = {
        ...local.environment(),
        ...(imds && { AWS_EC2_METADATA_SERVICE_ENDPOINT: imds.endpoint }),
      };
      const urls = stack ? urlsOf(local) : {};
      const facts =
        global.output === 'json'
          ? `${JSON.stringify({ endpoint, region, accountId, environment, urls })}\n`
          : `${Object.entries(environment)
              .map(([name, value]) => `export ${name}=${value}\n`)
              .join('')}${AWS_FUNCTION}`;
      await io.stdout.write(facts);
      for (const [name, url] of Object.entries(urls)) io.stderr.write(`${name} is available at ${url}\n`);
      io.stderr.write(`The embedded AWS listens at ${endpoint}. Ctrl-C ends it.\n`);
      if (!signal.aborted) await once(signal, 'abort');
      return exitCodes.done;
    } finally {
      await imds?.close();
      await local.close();
    }
  },
});

// Version 1 of the aws command has a host name of its own for sqs, which only the option replaces (aws-cli, issue 8737).
const AWS_FUNCTION = `# Version 1 of the aws command would send its sqs commands to AWS, whatever AWS_ENDPOINT_URL is: this keeps them here.
aws() { case " $* " in *" --endpoint-url"*) command aws "$@" ;; *) command aws --endpoint-url "$AWS_ENDPOINT_URL" "$@" ;; esac; }
# Only bash gives it to the bash that it starts. In what another shell runs (sh -c, make, zsh scripts), version 1 needs
# --endpoint-url "$AWS_ENDPOINT_URL" for sqs; version 2 does not.
if [ -n "\${BASH_VERSION-}" ]; then export -f aws; fi
`;

/** EC2's list format. */
function arnOf({ accountId, region, id }: InstanceDetails): string {
  return `arn:aws:ec2:${region}:${accountId}:instance/${id}`;
}

/** URLs of the functions behind an API, by their names. */
function urlsOf({ resources }: LocalAws): Record<string, string> {
  return Object.fromEntries(
    stacks.flatMap(({ functions }) =>
      functions.flatMap(({ name, trigger }) => {
        if (trigger.type !== 'http-api') return [];
        const path = trigger.route.slice(trigger.route.indexOf('/'));
        return [[name, `${resources.apiUrl(trigger.api)}${path}`]];
      }),
    ),
  );
}
