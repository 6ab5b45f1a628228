import { defineCommand, exitCodes } from '@groundcrew/cli';
import { parseInstanceType, typeColumns, typeRow } from '@groundcrew/fleet';
import type { Section } from '@groundcrew/report';

export const command = defineCommand({
  description:
    'Tells what the name of an instance type says: family, generation, processor, capabilities and size, what the ' +
    'family is for, and the types beside it. Asks nobody. A type that does not exist is refused with the nearest that do.',
  arguments: [{ name: 'type', description: 'an instance type: m7gd.4xlarge', repeat: true }],
  options: {},
  examples: [
    { command: 'groundcrew ec2 type m7gd.4xlarge', description: 'Read a name' },
    {
      command: 'groundcrew ec2 type u7in-24tb.224xlarge mac-m4pro.metal --output csv',
      description: 'Read several, as a table for a spreadsheet',
    },
  ],
  async handler({ arguments: { type: names }, global, print }) {
    const rows = names.map((name) => typeRow(parseInstanceType(name)));
    // So many columns fit no terminal: people get the facts of each type one below the other.
    const sections: Section[] =
      global.output === 'json' || global.output === 'csv'
        ? [{ kind: 'table', key: 'types', columns: typeColumns, rows }]
        : rows.map((values) => ({ kind: 'facts', key: 'type', columns: typeColumns, values }));
    await print({ title: 'Instance types', sections });
    return exitCodes.done;
  },
});
