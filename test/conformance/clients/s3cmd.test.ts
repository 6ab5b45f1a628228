import { expect, test } from 'vitest';
import { awkward, fetchText, startS3Command } from './commands.ts';

test('s3cmd puts in parts and gets, lists, copies, syncs, links and deletes', async (context) => {
  const { local, large, run, read } = await startS3Command(context, 's3cmd');
  const host = new URL(local.endpoint).host;
  const keys = ['--access_key', 'test', '--secret_key', 'test', '--region', local.region];
  const s3cmd = (...args: string[]) =>
    run('--host', host, '--host-bucket', host, '--no-ssl', '--no-progress', ...keys, ...args);

  await s3cmd('mb', 's3://shop');
  await s3cmd('put', '--recursive', '--multipart-chunk-size-mb', '5', 'files/', 's3://shop/in/');
  // To begin, three parts, to complete.
  const writes = local
    .calls()
    .filter(({ action, resource }) => action === 's3:PutObject' && resource.endsWith('/large.bin'));
  expect(writes).toHaveLength(5);
  expect(await s3cmd('ls', 's3://shop/in/')).toMatch(
    /^ +DIR +s3:\/\/shop\/in\/sub\/\n.* 12000000 +s3:\/\/shop\/in\/large\.bin\n$/,
  );
  await s3cmd('get', 's3://shop/in/large.bin', 'back.bin');
  expect(large.equals(await read('back.bin'))).toBe(true);
  expect(await s3cmd('info', `s3://shop/in/${awkward}`)).toMatch(/File size: 3\n/);

  await s3cmd('cp', `s3://shop/in/${awkward}`, 's3://shop/copy.txt');
  await s3cmd('mv', 's3://shop/copy.txt', 's3://shop/moved.txt');
  expect(await fetchText(await s3cmd('signurl', 's3://shop/moved.txt', '+60'))).toBe('200 two');
  await s3cmd('sync', '--delete-removed', 'files/sub/', 's3://shop/in/');
  expect(await s3cmd('ls', '--recursive', 's3://shop/')).toMatch(
    /^.* s3:\/\/shop\/in\/two \+봄\.txt\n.* 3 +s3:\/\/shop\/moved\.txt\n$/,
  );
  await s3cmd('del', '--recursive', '--force', 's3://shop/');
  await s3cmd('rb', 's3://shop');
  expect(await s3cmd('ls')).toBe('');
});
