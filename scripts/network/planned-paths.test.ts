import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { groundcrew, temporaryFolder } from '../testing/groundcrew.ts';

/** A new network file with other paths. */
async function fileWith(...paths: readonly string[]): Promise<string> {
  const path = join(await temporaryFolder(), 'network.yaml');
  await groundcrew(['network', 'init', path]);
  if (paths.length > 0) {
    const text = await readFile(path, 'utf8');
    const lines = paths.map((each) => `  - ${each}\n`).join('');
    await writeFile(path, text.replace(/^paths:\n(?: {2}- .*\n)*/m, `paths:\n${lines}`));
  }
  return path;
}

const run = (verb: string, path: string, ...words: readonly string[]) =>
  groundcrew(['network', verb, path, ...words, '--output', 'json']);

const plan = (path: string) => run('plan', path, '--new');

test('plan shows whether the paths hold in the planned network, with the exit code of the worst', async () => {
  const right = await plan(await fileWith());
  expect(right.code).toBe(0);
  expect(JSON.parse(right.out).paths).toHaveLength(4);
  const wrong = await plan(await fileWith('internet -> www:80', 'web -> db:5432'));
  expect(wrong.code).toBe(5);
  expect(JSON.parse(wrong.out).paths).toMatchObject([
    { path: 'internet -> www:80', holds: 'holds' },
    { path: 'web -> db:5432', holds: 'does not hold', reason: expect.stringContaining('shop-db') },
  ]);
  expect((await plan(await fileWith('vpc -> db:5432'))).code).toBe(3);
  expect((await plan(await fileWith('192.168.0.0/16 -> www:80'))).code).toBe(6);
});

test('check of a file alone answers for the network that it wants', async () => {
  const { code, out } = await run('check', await fileWith('never internet -> db:*', 'app -> db:5432'));
  expect(code).toBe(0);
  const { paths, notes } = JSON.parse(out);
  expect(paths.map(({ holds }: { holds: string }) => holds)).toEqual(['holds', 'holds']);
  expect(notes[0]).toContain('nothing of it was looked up');
  const refused = await run('check', await fileWith(), '--path', 'internet -> www:80');
  expect(refused).toMatchObject({ code: 2 });
  expect(refused.err).toContain('--from');
});

test('survive of a file alone takes away zones and NAT gateways of the network that it wants', async () => {
  const file = await fileWith('internet -> www:80', 'private -> internet:443');
  const { code, out } = await run('survive', file);
  expect(code).toBe(5);
  const { failures } = JSON.parse(out);
  expect(failures).toContainEqual(
    expect.objectContaining({
      without: 'apne2-az1',
      path: 'private -> internet:443',
      holds: 'does not hold',
    }),
  );
  expect((await run('survive', file, '--without', 'apne2-az2')).code).toBe(0);
  const unknown = await run('survive', file, '--without', 'i-1');
  expect(unknown).toMatchObject({ code: 2 });
  expect(unknown.err).toContain('there are apne2-az1, apne2-az2, shop-nat-apne2-az1');
});
