import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { groundcrew, temporaryFolder } from './testing/groundcrew.ts';
import { useOrganization } from './testing/organization.ts';

useOrganization();

/** Runs `ec2 list` in Seoul with a file of defaults. */
async function list(text: string, ...words: string[]) {
  const folder = await temporaryFolder();
  const path = join(folder, 'groundcrew', 'groundcrew.yaml');
  await mkdir(join(folder, 'groundcrew'));
  await writeFile(path, text);
  const environment = { XDG_CONFIG_HOME: folder };
  const all = ['ec2', 'list', '--region', 'ap-northeast-2', '--tag', '!Young', '--output', 'csv', ...words];
  const { code, out, err } = await groundcrew(all, { environment });
  return { code, out, err: err.replaceAll(path, 'FILE') };
}

const names = 'ec2 list:\n  columns: name\n  sort: -name\n  limit: 2\n';

test('options that were not typed are those of the file, those that were are not', async () => {
  expect(await list(names)).toEqual({
    code: 0,
    err: 'The list ends at --limit: there may be more.\n',
    out: 'name\r\nweb-10\r\nweb-2\r\n',
  });
  expect((await list(names, '--columns', 'state', '--limit', '1')).out).toBe('state\r\nrunning\r\n');
});

test('defaults are for every command that has the option, and a section of its own goes before', async () => {
  expect(
    (await list('defaults:\n  columns: id\n  policy: tags.yaml\nec2 list:\n  columns: state\n')).out,
  ).toMatch(/^state\r\n/);
  expect((await list('defaults:\n  columns: state\n')).out).toMatch(/^state\r\n/);
  expect((await list('tags audit:\n  policy: tags.yaml\n')).code).toBe(0);
  expect((await list('# nothing\n')).code).toBe(0);
  expect((await list('ec2 list:\n  name: [web-1, web-2]\n  columns: name\n')).out.split('\r\n')).toHaveLength(
    4,
  );
});

test.each([
  ['ec2 list:\n  colums: name\n', 'FILE:2: ec2 list has no option "colums"; did you mean columns?'],
  ['ec2 lst:\n  columns: name\n', 'FILE:1: there is no command "ec2 lst"; did you mean ec2 list'],
  ['ec2 list:\n  limit: many\n', 'FILE:2: --limit "many" is wrong: Write a whole number of 1 or more.'],
  ['ec2 list:\n  skip-hint: 1\n', 'FILE:2: --skip-hint 1 is not true or false'],
  ['tags apply:\n  yes: true\n', 'FILE:2: yes has no default: it is decided each time; take it out'],
  ['defaults:\n  profile: prod\n', 'FILE:2: profile has no default in a file; set AWS_PROFILE'],
  ['ec2 list: name\n', 'FILE:1: below "ec2 list" there are no options'],
  ['- ec2\n', 'FILE: write sections such as "ec2 list:"'],
  ['ec2 list:\n  a: [\n', 'FILE:'],
])('%j is wrong usage', async (text, message) => {
  const { code, out, err } = await list(text);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(message);
});

test('a file that was named has to exist, and an empty name is none', async () => {
  const run = (GROUNDCREW_CONFIG: string) =>
    groundcrew(['ec2', 'type', 'm5.large'], { environment: { GROUNDCREW_CONFIG } });
  expect((await run('/nowhere/groundcrew.yaml')).code).toBe(2);
  expect((await run('')).code).toBe(0);
});
