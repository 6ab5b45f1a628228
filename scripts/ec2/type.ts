import { sleep } from '@groundcrew/async';
import { type CommandContext, defineCommand, exitCodes } from '@groundcrew/cli';
import {
  type DescribedType,
  describeTypes,
  parseInstanceType,
  typesReport,
} from '@groundcrew/ec2/instance-type';
import { languageOption } from '../language-option.ts';

export const command = defineCommand({
  description:
    'Explains the name of an instance type: family, generation, processor, capabilities and size, the purpose of the ' +
    'family, and the types beside it. Sends no request, except with --describe. ' +
    'A type that does not exist is refused with the nearest existing ones.',
  arguments: [{ name: 'type', description: 'an instance type: m7gd.4xlarge', repeat: true }],
  options: {
    newer: {
      type: 'flag',
      description:
        'list the types of all later generations, in this size or the nearest one, of every processor, and what changes',
    },
    describe: {
      type: 'flag',
      description: 'add vCPUs, memory, network and EBS figures from EC2 in the region',
    },
    ...languageOption,
  },
  examples: [
    { command: 'groundcrew ec2 type m7gd.4xlarge', description: 'Read a name' },
    { command: 'groundcrew ec2 type m5.large --newer', description: 'See what could take its place' },
    {
      command: 'groundcrew ec2 type c7i.metal-48xl c8i.metal-48xl --describe --region us-east-1',
      description: 'Compare two types',
    },
    {
      command: 'groundcrew ec2 type u7in-24tb.224xlarge mac-m4pro.metal --output csv',
      description: 'Read several, as a table for a spreadsheet',
    },
  ],
  async handler({ arguments: { type: names }, options: { describe, newer }, global, io, signal, print }) {
    const types = describe
      ? await describeThem(names, { global, io, signal })
      : names.map((name) => parseInstanceType(name));
    await print(typesReport(types, global.output, { hasLater: newer }));
    return exitCodes.done;
  },
});

type Context = Pick<CommandContext<Record<never, never>>, 'global' | 'io' | 'signal'>;

async function describeThem(
  names: readonly string[],
  { global, io, signal }: Context,
): Promise<DescribedType[]> {
  // Imported here, so that a name is parsed without loading the SDK and what resolves an identity.
  const { openConnection } = await import('../connection.ts');
  const { createEc2, createEc2Client, createEc2Limiters } = await import('@groundcrew/aws/ec2');
  const client = createEc2Client(await openConnection({ global, io, signal }));
  try {
    const limiter = createEc2Limiters({ now: () => performance.now(), sleep })('', '');
    return await describeTypes(names, { ec2: createEc2({ client, limiter }), signal });
  } finally {
    client.destroy();
  }
}
