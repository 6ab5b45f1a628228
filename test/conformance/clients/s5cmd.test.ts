import { expect, test } from 'vitest';
import { awkward, fetchText, startS3Command } from './commands.ts';

test('s5cmd copies in parts and back, lists, syncs, links, moves and removes', async (context) => {
  const { local, large, run, read } = await startS3Command(context, 's5cmd');
  const s5cmd = (...args: string[]) => run('--endpoint-url', local.endpoint, ...args);

  await s5cmd('mb', 's3://shop');
  await s5cmd('cp', '--part-size', '5', 'files/', 's3://shop/in/');
  expect(await s5cmd('ls', 's3://shop/in/')).toMatch(/^ +DIR {2}sub\/\n.* 12000000 {2}large\.bin\n$/);
  expect(await s5cmd('--json', 'ls', '-e', 's3://shop/in/large.bin')).toMatch(/"etag":"[0-9a-f]{32}-3"/);
  await s5cmd('cp', 's3://shop/in/large.bin', 'back.bin');
  expect(large.equals(await read('back.bin'))).toBe(true);
  expect(await s5cmd('cat', `s3://shop/in/${awkward}`)).toBe('two');
  expect(await fetchText(await s5cmd('presign', `s3://shop/in/${awkward}`))).toBe('200 two');

  await s5cmd('cp', `s3://shop/in/${awkward}`, 's3://shop/copy.txt');
  await s5cmd('mv', 's3://shop/copy.txt', 's3://shop/moved.txt');
  expect(await s5cmd('ls', 's3://shop/*')).toMatch(
    /^.* in\/large\.bin\n.* in\/sub\/two \+봄\.txt\n.* 3 {2}moved\.txt\n$/,
  );
  const synced = await s5cmd('sync', '--delete', 'files/sub/', 's3://shop/in/');
  expect(synced.trimEnd().split('\n').toSorted()).toEqual([
    'cp files/sub/two +봄.txt s3://shop/in/two +봄.txt',
    'rm s3://shop/in/large.bin',
    'rm s3://shop/in/sub/two +봄.txt',
  ]);
  await s5cmd('rm', 's3://shop/*');
  await s5cmd('rb', 's3://shop');
  expect(await s5cmd('ls')).toBe('');
});
