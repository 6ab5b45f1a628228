import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { program } from './program.ts';
import { groundcrew } from './testing/groundcrew.ts';

const root = resolve(import.meta.dirname, '..');
const pages = ['README.md', ...readdirSync(resolve(root, 'docs')).map((name) => `docs/${name}`)].filter(
  (path) => path.endsWith('.md'),
);

/** The calls of groundcrew in the shell blocks of a page. */
function callsIn(page: string): string[] {
  const blocks = [...page.matchAll(/^ *```(?:sh|console)\n([\s\S]*?)^ *```/gm)].map(([, block]) => block!);
  return blocks.flatMap((block) =>
    block
      .replace(/\\\n\s*/g, ' ')
      .split('\n')
      .flatMap((line) => /^\s*(?:\$ )?groundcrew [^\n]*/.exec(line.replace(/\s+#.*$/, '')) ?? []),
  );
}

/** The words of a call as a shell passes them, up to a pipe, a redirection or the next command. */
function wordsOf(call: string): string[] {
  const words: string[] = [];
  for (const [, single, double, plain] of call.matchAll(/'([^']*)'|"([^"]*)"|([^\s'"]+)/g)) {
    if (plain !== undefined && /^(?:[|;&]|\d?[<>])/.test(plain)) break;
    words.push(single ?? double ?? plain!);
  }
  return words.slice(words.indexOf('groundcrew') + 1);
}

/** Reads the words as the command would, and does nothing: the error of a use that is wrong. */
async function usageErrorOf(call: string): Promise<string | undefined> {
  const { code, err } = await groundcrew([...wordsOf(call), '--print-policy']);
  return code === 2 ? `${call}: ${err.split('\n')[0]}` : undefined;
}

async function wrongAmong(calls: readonly string[]): Promise<string[]> {
  const errors: string[] = [];
  for (const call of new Set(calls)) errors.push(...[(await usageErrorOf(call)) ?? []].flat());
  return errors;
}

test('a call with an option that does not exist is found', async () => {
  expect(await wrongAmong(['groundcrew ec2 list --regoins all'])).toEqual([
    expect.stringContaining("unknown option '--regoins'"),
  ]);
});

test('every call of the documentation is one that the command accepts', async () => {
  const calls = pages.flatMap((path) => callsIn(readFileSync(resolve(root, path), 'utf8')));
  expect(calls.length).toBeGreaterThan(80);
  expect(await wrongAmong(calls)).toEqual([]);
});

test('every example of --help is one that the command accepts', async () => {
  const commands = await Promise.all(program.commands.map((entry) => entry.load()));
  const calls = [
    ...program.examples,
    ...Object.values(program.commandGroups).flatMap(({ examples }) => examples),
    ...commands.flatMap(({ command }) => command.examples),
  ].map(({ command }) => command);
  expect(calls.length).toBeGreaterThan(100);
  expect(await wrongAmong(calls.filter((call) => call.startsWith('groundcrew ')))).toEqual([]);
});
