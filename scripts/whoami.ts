import { chooseCaBundle, proxyEnvOf, type Setting } from '@groundcrew/aws-core/identity';
import { defineCommand, exitCodes, type GlobalOptions, type Io } from '@groundcrew/cli';
import { openConnection } from './connection.ts';
import { languageOption } from './language-option.ts';

export const command = defineCommand({
  description:
    'Reports which credentials the other commands would use: account, alias, role or user, and region; and where each ' +
    'part of that is from: an option, a variable, or a file and its line. The aws command would use the same. ' +
    'Sends two requests: to STS, which needs no permission, and to IAM for the alias.',
  arguments: [],
  options: languageOption,
  examples: [
    { command: 'groundcrew whoami', description: 'See which account a command would work in' },
    { command: 'groundcrew whoami --profile shop', description: 'See what a profile leads to' },
    {
      command: "groundcrew whoami --output json | jq -r '.caller.accountId'",
      description: 'Pass the account to another program',
    },
  ],
  async handler({ global, io, signal, print }) {
    const { identityReport, whoAmI } = await import('@groundcrew/aws/identity');
    const connection = await openConnection({ global: withoutDebug(global), io, signal });
    const { identity, usedRegion } = connection;
    // STS answers the same in every region of a partition.
    const asked = whoAmI({ ...connection, region: usedRegion?.value ?? 'us-east-1' }, signal);
    const caller = await asked.catch(() => undefined);
    signal.throwIfAborted();
    await print(
      identityReport({
        identity,
        caller,
        region: usedRegion,
        endpoint:
          global.endpointUrl === undefined
            ? identity.endpointOf('sts')
            : { value: global.endpointUrl, origin: '--endpoint-url' },
        proxy: proxyOf(io),
        caBundle: chooseCaBundle(io.environment, identity.chosen),
      }),
    );
    // Where keys are from matters most when they are refused: the error comes after that.
    await asked;
    return exitCodes.done;
  },
});

/** What `--debug` adds to other commands is the result of this one. */
function withoutDebug({ debug: _, ...global }: GlobalOptions): GlobalOptions {
  return global;
}

/** Without a password in it. */
function proxyOf({ environment }: Pick<Io, 'environment'>): Setting | undefined {
  const url = proxyEnvOf(environment)?.HTTPS_PROXY;
  if (url === undefined || !URL.canParse(url)) return undefined;
  return { value: new URL(url).origin, origin: environment.https_proxy ? 'https_proxy' : 'HTTPS_PROXY' };
}
