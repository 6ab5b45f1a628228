import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { groundcrew } from '../testing/groundcrew.ts';
import { openShop } from '../testing/shop.ts';

interface Row {
  readonly resource: string;
  readonly status: string;
}

const names = (rows: readonly Row[]) =>
  rows.map(({ resource }) => resource.slice(resource.lastIndexOf('/') + 1));

test('a group for each value of a tag is planned, created, retained, and deleted again', async () => {
  const shop = await openShop();
  const out = shop.file('groups.json');
  const words = ['tags', 'group', '--by', 'Project', '--regions', 'us-east-1,ap-northeast-2', '--out', out];

  const planned = await groundcrew([...words, '--output', 'json']);
  expect(planned.code).toBe(0);
  expect(JSON.parse(planned.out)).toMatchObject({ kind: 'tag-groups' });

  const shown = await groundcrew(words);
  expect(shown.out).toMatch(
    /\+ query: resources with Project="shop" .*\n +resource-groups group\/Project-shop\n/,
  );
  expect(shown.out).toContain(
    `groundcrew tags group --by Project --regions us-east-1,ap-northeast-2 --apply --out ${out}`,
  );

  const made = await groundcrew([...words, '--apply', '--yes', '--output', 'json']);
  expect(made.code).toBe(0);
  expect(names(JSON.parse(made.out).changes)).toEqual(['Project-Shop', 'Project-shop']);

  const journal = ['--out', shop.file('again.json')];
  const again = await groundcrew(['tags', 'group', '--by', 'Project', ...journal, '--apply', '--yes']);
  expect(again.code).toBe(0);
  expect(again.out).toContain('Nothing to change');
  expect(existsSync(shop.file('again.json'))).toBe(false);

  const undone = await groundcrew(['tags', 'undo', `${out}.journal`, '--apply', '--yes']);
  expect(undone.code).toBe(0);
  expect(
    JSON.parse((await groundcrew(['tags', 'group', '--by', 'Project', '--output', 'json'])).out).changes,
  ).toHaveLength(2);
});

test('a saved plan of groups is applied as one of tags', async () => {
  const shop = await openShop();
  const out = shop.file('groups.json');
  await groundcrew(['tags', 'group', '--by', 'Project', '--out', out]);
  expect((await groundcrew(['tags', 'apply', out, '--apply', '--yes'])).code).toBe(0);
});

test('a region that could not be listed is reported, with exit code 3', async () => {
  await openShop();
  const words = ['tags', 'group', '--by', 'Project', '--regions', 'us-east-1,eu-west-1'];
  const { code, err } = await groundcrew(words);
  expect(code).toBe(3);
  expect(err).toContain('Incomplete: ');
});
