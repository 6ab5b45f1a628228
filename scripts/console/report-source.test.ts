import { isConsoleText } from '@groundcrew/report/console-texts';
import { optionSentences, optionText } from '@groundcrew/report/option-texts';
import { expect, test } from 'vitest';
import { program } from '../program.ts';
import { reportSource } from './report-source.ts';

const { commands } = reportSource({ program, environment: {}, globalWords: [] });

test.each(commands.map(({ name, without = [] }) => [name, without] as const))(
  'each field of the form of %s has a name in every language',
  async (name, without) => {
    const entry = program.commands.find((each) => each.name === name)!;
    const { options, arguments: operands } = (await entry.load()).command;
    const fields = Object.keys(options).filter((field) => !without.includes(field));
    const unnamed = [
      ...fields.filter((field) => !isConsoleText(`option-${field}`)),
      ...operands.filter(
        ({ name: field }) => !['argument', 'option'].some((kind) => isConsoleText(`${kind}-${field}`)),
      ),
    ];
    expect(unnamed).toEqual([]);
  },
);

/** The texts of the fields in the form of a command. */
async function descriptionsOf({ name, without = [] }: (typeof commands)[number]): Promise<readonly string[]> {
  const { command } = await program.commands.find((each) => each.name === name)!.load();
  const options = Object.entries(command.options).filter(([option]) => !without.includes(option));
  return [...command.arguments, ...options.map(([, spec]) => spec)].map(({ description }) => description);
}

test.each(commands.map((command) => [command.name, command] as const))(
  'the text of each field in the form of %s is in Korean too',
  async (_, command) => {
    const descriptions = await descriptionsOf(command);
    expect(descriptions.length).toBeGreaterThan(0);
    const korean = descriptions.map((description) => [description, optionText(description, 'ko')] as const);
    expect(korean.filter(([, text]) => text === undefined || !/[\uac00-\ud7a3]/.test(text))).toEqual([]);
    // Values to type are the same in both.
    for (const [description, text] of korean)
      expect([description, valuesIn(description).filter((value) => !text!.includes(value))]).toEqual([
        description,
        [],
      ]);
    for (const description of descriptions) expect(optionText(description, 'en')).toBe(description);
  },
);

/** Options, and what a person types: names with a hyphen, a colon or an equals sign, and numbers. */
function valuesIn(text: string): readonly string[] {
  const found = text.match(/--[a-z]+(?:-[a-z]+)*|\$?\d[\d.,-]*\d|[\w-]+[:=][\w!-]+/g) ?? [];
  return [...new Set(found)].toSorted();
}

test('the catalog of descriptions has none that no form shows', async () => {
  const shown = new Set((await Promise.all(commands.map(descriptionsOf))).flat());
  const unused = optionSentences.map(([en]) => en).filter((en) => !shown.has(en));
  expect(unused).toEqual([expect.stringContaining('{names}')]);
  expect(new Set(optionSentences.map(([en]) => en)).size).toBe(optionSentences.length);
});
