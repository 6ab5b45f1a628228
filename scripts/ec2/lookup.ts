import { defineCommand, type ExitCode, exitCodes, orUsageError } from '@groundcrew/cli';
import { placesOf, unaskedIn } from '@groundcrew/ec2/listing-report';
import { type LookupAnswer, lookupInstances, parseLookupKind, parseLookupText } from '@groundcrew/ec2/lookup';
import { lookupReport } from '@groundcrew/ec2/lookup-report';
import { accountOptions, scopeOf } from '../accounts/account-options.ts';
import { unknownRegionAsUsageError } from '../accounts/unknown-region.ts';
import { openFleet } from './open-fleet.ts';
import { writeAnswerJson } from './write-json.ts';

export const command = defineCommand({
  description:
    'Tells which instance has this id, address, DNS name, name or tags; what is asked by is known by its form. ' +
    'One instance is told with all its facts, several as a table; the exit code is 1 where there is none, and 3 where a ' +
    'region could not be asked. Terminated instances are found by id, else only where nothing that lives is found. ' +
    'An id that EC2 does not know is asked for again for some seconds: it may be that young.',
  arguments: [
    {
      name: 'question',
      description: 'i-0123456789abcdef0, 10.0.0.1, ip-10-0-0-1.ec2.internal, web-1 or Project=shop,Env=prod',
    },
  ],
  options: {
    ...accountOptions,
    by: {
      type: 'text',
      value: 'KIND',
      choices: ['id', 'address', 'dns-name', 'name', 'tags'],
      description: 'what the question is, where its form misleads',
    },
  },
  examples: [
    {
      command: 'groundcrew ec2 lookup 203.0.113.25 --regions all',
      description: 'Find out whose an address is',
    },
    {
      command: 'groundcrew ec2 lookup web-1 --output json',
      description: 'Get the facts of an instance by its name',
    },
    {
      command: 'groundcrew ec2 lookup --by name i-robot',
      description: 'Look up a name that looks like an id',
    },
  ],
  async handler({ options, arguments: { question: text }, global, io, signal, print }) {
    const scope = scopeOf(options);
    const question = orUsageError(() =>
      parseLookupText(text, options.by === undefined ? undefined : parseLookupKind(options.by)),
    );
    const fleet = await openFleet(options, { global, io, signal });
    try {
      const answer = await unknownRegionAsUsageError(lookupInstances(question, { ...scope, ...fleet.deps }));
      const title = `${text.trim()} in ${placesOf(scope, fleet.deps.currentRegion)}`;
      if (global.output === 'json') await writeAnswerJson(io.stdout, answer);
      else await print(lookupReport(title, answer, { hasAccounts: scope.accounts !== undefined }));
      return exitCodeOf(answer);
    } finally {
      fleet.close();
    }
  },
});

function exitCodeOf({ status, regions }: LookupAnswer): ExitCode {
  if (unaskedIn(regions).length > 0) return exitCodes.partial;
  return status === 'none' ? exitCodes.failed : exitCodes.done;
}
