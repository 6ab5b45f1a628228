import { isConsoleText } from '@groundcrew/report/console-texts';
import { expect, test } from 'vitest';
import { program } from '../program.ts';
import { reportSource } from './report-source.ts';

const { commands } = reportSource({ program, environment: {}, globalWords: [] });

test.each(commands.map(({ name, without = [] }) => [name, without] as const))(
  'each field of the form of %s has a name in every language',
  async (name, without) => {
    const entry = program.commands.find((each) => each.name === name)!;
    const { options, arguments: operands } = (await entry.load()).command;
    const fields = [...Object.keys(options), ...operands.map((operand) => operand.name)];
    expect(fields.filter((field) => !without.includes(field) && !isConsoleText(`option-${field}`))).toEqual(
      [],
    );
  },
);
