import { defineCommand, type ExitCode, exitCodes, orUsageError } from '@groundcrew/cli';
import { placesOf, unaskedIn } from '@groundcrew/ec2/listing-report';
import {
  type LookupAnswer,
  lookupInstances,
  parseLookupKind,
  parseLookupText,
  regionsFor,
} from '@groundcrew/ec2/lookup';
import { lookupReport } from '@groundcrew/ec2/lookup-report';
import { unknownRegionAsUsageError } from '../accounts/unknown-region.ts';
import { languageOption } from '../language-option.ts';
import { fleetOptions, fleetScopeOf, fromOption, openFleet } from './open-fleet.ts';
import { writeAnswerJson } from './write-json.ts';

export const command = defineCommand({
  description:
    'Finds the instance with this id, address, DNS name, name or tags; the kind of question is recognized by its form, and ' +
    'ARNs, links to the console and provider ids of Kubernetes nodes are read. For an address or a network interface of something else (a load balancer, an endpoint, a pod), it reports what that is. ' +
    'One instance is printed with all its facts, several as a table; the exit code is 1 if there is none, and 3 if a ' +
    'region could not be listed. Terminated instances are found only if no other one matches. ' +
    'An id that EC2 does not know is retried for some seconds: the instance may be new.',
  arguments: [
    {
      name: 'question',
      description:
        'i-0123456789abcdef0, 10.0.0.1, ip-10-0-0-1.ec2.internal, eni-0123456789abcdef0, web-1, Project=shop,Env=prod, …',
    },
  ],
  options: {
    from: fromOption,
    ...fleetOptions,
    by: {
      type: 'text',
      value: 'KIND',
      choices: ['id', 'address', 'dns-name', 'interface', 'name', 'tags'],
      description: 'the kind of question, if its form is misleading',
    },
    ...languageOption,
  },
  examples: [
    {
      command: 'groundcrew ec2 lookup 203.0.113.25 --regions all',
      description: 'Find the instance of an address',
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
    const typed = fleetScopeOf(options, global);
    const question = orUsageError(() =>
      parseLookupText(text, options.by === undefined ? undefined : parseLookupKind(options.by)),
    );
    const named = options.regions === undefined ? undefined : typed.regions;
    const searched = { ...typed, regions: orUsageError(() => regionsFor(question, named, typed.regions)) };
    const fleet = await openFleet(options, { global, io, signal }, searched);
    const { scope } = fleet;
    try {
      const answer = await unknownRegionAsUsageError(lookupInstances(question, { ...scope, ...fleet.deps }));
      const where =
        fleet.takenAt === undefined
          ? placesOf(scope, fleet.deps.currentRegion)
          : `the snapshot of ${fleet.takenAt}`;
      const title = `${text.trim()} in ${where}`;
      if (global.output === 'json') await writeAnswerJson(io.stdout, answer);
      else
        await print(
          lookupReport(title, answer, { hasAccounts: scope.accounts !== undefined, output: global.output }),
        );
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
