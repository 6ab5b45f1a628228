import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stacks } from '@groundcrew/functions/stacks';
import { expect, test } from 'vitest';
import { groundcrew, temporaryFolder } from '../testing/groundcrew.ts';

test('a template is written with the bundles that it refers to, and nothing else', async () => {
  const out = join(await temporaryFolder(), '배포 1');

  const {
    code,
    out: printed,
    err,
  } = await groundcrew(['deploy', 'template', 'inventory', '--out', out, '--output', 'json']);

  expect(code).toBe(0);
  expect(await readdir(out)).toEqual(['functions', 'inventory.yaml']);
  const template = await readFile(join(out, 'inventory.yaml'), 'utf8');
  const places = [...template.matchAll(/CodeUri: (.+)$/gm)].map(([, place]) => place!);
  const names = ['load-inventory', 'alert-no-stock', 'split-stock-file', 'reduce-shelves'];
  expect(places).toEqual(names.map((name) => `functions/${name}`));
  for (const place of places) expect((await stat(join(out, place, 'index.mjs'))).size).toBeGreaterThan(0);
  const files = await readdir(join(out, 'functions'), { recursive: true });
  expect(files.filter((file) => file.includes('.') && !file.endsWith('.mjs'))).toEqual([]);
  expect(JSON.parse(printed)).toMatchObject({
    template: join(out, 'inventory.yaml'),
    functions: names.map((name) => ({ name })),
  });
  expect(err).toBe(`Deploy it by: sam deploy -t '${join(out, 'inventory.yaml')}' --guided\n`);
});

test('several stacks go into one folder, by their short or their whole names', async () => {
  const out = await temporaryFolder();
  for (const name of ['fleet', 'groundcrew-costs']) {
    expect((await groundcrew(['deploy', 'template', name, '--out', out])).code).toBe(0);
  }
  expect(await readdir(out)).toEqual(['costs.yaml', 'fleet.yaml', 'functions']);
  expect(await readdir(join(out, 'functions'))).toEqual(['lookup-instance', 'report-costs']);
});

test('every stack has a template', async () => {
  const { out } = await groundcrew(['deploy', 'template', '--help']);
  for (const { name } of stacks) expect(out).toContain(name.replace('groundcrew-', ''));
});

test('a template that was edited is kept, unless --force is given; one that was not is written again', async () => {
  const out = await temporaryFolder();
  const words = ['deploy', 'template', 'fleet', '--out', out];
  await groundcrew(words);
  expect((await groundcrew(words)).code).toBe(0);
  await writeFile(join(out, 'fleet.yaml'), 'edited');

  const { code, err } = await groundcrew(words);

  expect(code).toBe(1);
  expect(err).toContain(
    `"${join(out, 'fleet.yaml')}" is there and reads differently; keep your changes elsewhere, then pass --force`,
  );
  expect(await readFile(join(out, 'fleet.yaml'), 'utf8')).toBe('edited');
  expect((await groundcrew([...words, '--force'])).code).toBe(0);
  expect(await readFile(join(out, 'fleet.yaml'), 'utf8')).toContain('CodeUri: functions/lookup-instance');
});

test('a folder that cannot be made is named', async () => {
  const file = join(await temporaryFolder(), 'file');
  await writeFile(file, '');
  const { code, err } = await groundcrew(['deploy', 'template', 'fleet', '--out', join(file, 'x')]);
  expect(code).toBe(1);
  expect(err).toContain(`can't be written to "${join(file, 'x')}"`);
});

test.each([
  [['inventroy', '--out', 'x'], 'there is no stack "inventroy"; did you mean inventory?'],
  [['zzz', '--out', 'x'], 'there is no stack "zzz"; there are inventory, fleet, tags, costs'],
  [['fleet'], '--out DIR'],
])('%j is wrong usage', async (words, expected) => {
  const { code, err } = await groundcrew(['deploy', 'template', ...words]);
  expect(code).toBe(2);
  expect(err).toContain(expected);
});
