import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { program } from './program.ts';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const english = readFileSync(resolve(root, 'README.md'), 'utf8');
const korean = readFileSync(resolve(root, 'README.ko.md'), 'utf8');

/** The command lines of a page, without their comments: those are in the page's language. */
function commandLines(page: string): string[] {
  return [...page.matchAll(/^```sh\n([\s\S]*?)^```/gm)].flatMap(([, block]) =>
    block!
      .trim()
      .split('\n')
      .map((line) => line.replace(/\s+#.*$/, '')),
  );
}

function commandCells(page: string): string[] {
  return [...page.matchAll(/^\| (`groundcrew .*?)\s+\|/gm)].map(([, cell]) => cell!.replace(/\s+$/, ''));
}

function localLinks(page: string): string[] {
  return [...page.matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)].map(([, target]) => target!);
}

describe('the two READMEs', () => {
  test('contain the same command lines', () => {
    expect(commandLines(english).length).toBeGreaterThan(5);
    expect(commandLines(korean)).toEqual(commandLines(english));
  });

  test('list the same commands', () => {
    expect(commandCells(english).length).toBeGreaterThan(5);
    expect(commandCells(korean)).toEqual(commandCells(english));
  });

  test('name every noun of the command, and none that does not exist', () => {
    const nouns = new Set(commandCells(english).map((cell) => cell.match(/^`groundcrew ([\w-]+)/)![1]!));
    expect([...nouns].sort()).toEqual(
      [...new Set(program.commands.map(({ name }) => name.split(' ')[0]!))].sort(),
    );
  });

  test.each([
    ['README.md', english],
    ['README.ko.md', korean],
  ])('%s links to files that exist', (_, page) => {
    expect(localLinks(page).filter((target) => !existsSync(resolve(root, target)))).toEqual([]);
  });

  test('fit two screens', () => {
    expect(english.split('\n').length).toBeLessThanOrEqual(110);
  });
});

test('every decision has a date and a status, and is in the list of decisions', () => {
  const folder = resolve(root, 'docs/adr');
  const list = readFileSync(resolve(folder, 'README.md'), 'utf8');
  const names = readdirSync(folder).filter((name) => /^\d{4}-.*\.md$/.test(name));
  const incomplete = names.filter((name) => {
    const page = readFileSync(resolve(folder, name), 'utf8');
    const isDated = /^- Date: \d{4}-\d\d-\d\d\n- Status: \w/m.test(page);
    return !isDated || !list.includes(`(${name})`);
  });
  expect(names.length).toBeGreaterThan(50);
  expect(incomplete).toEqual([]);
});
