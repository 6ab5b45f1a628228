import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { awkward, fetchText, startS3Command } from './commands.ts';

test('rclone copies in parts and back, checks, lists, moves, syncs, links and purges', async (context) => {
  const { folder, large, run, read } = await startS3Command(context, 'rclone', (local) => ({
    RCLONE_CONFIG: '/dev/null',
    RCLONE_CONFIG_LOCAL_TYPE: 's3',
    // Of "AWS" it demands checksums that it can't make of a stream without TLS.
    RCLONE_CONFIG_LOCAL_PROVIDER: 'Other',
    RCLONE_CONFIG_LOCAL_ENV_AUTH: 'true',
    RCLONE_CONFIG_LOCAL_ENDPOINT: local.endpoint,
  }));

  await run('mkdir', 'local:shop');
  await run('copy', 'files', 'local:shop/in', '--s3-upload-cutoff', '5M', '--s3-chunk-size', '5M');
  expect(await run('lsf', '--recursive', '--files-only', '--format', 'sp', 'local:shop')).toBe(
    `12000000;in/large.bin\n3;in/${awkward}\n`,
  );
  await run('check', '--download', 'files', 'local:shop/in');
  expect(await run('cat', '--offset', '1', '--count', '1', `local:shop/in/${awkward}`)).toBe('w');
  await run(
    'copy',
    'local:shop/in',
    'back',
    '--multi-thread-cutoff',
    '5M',
    '--multi-thread-chunk-size',
    '5M',
  );
  expect(large.equals(await read('back/large.bin'))).toBe(true);
  expect(await readdir(path.join(folder, 'back/sub'))).toEqual([path.basename(awkward)]);

  await run('copyto', `local:shop/in/${awkward}`, 'local:shop/copy.txt');
  await run('moveto', 'local:shop/copy.txt', 'local:shop/moved.txt');
  expect(await fetchText(await run('link', '--expire', '60s', 'local:shop/moved.txt'))).toBe('200 two');
  await run('sync', 'files/sub', 'local:shop/in');
  expect(await run('lsf', '--recursive', '--files-only', 'local:shop')).toBe('in/two +봄.txt\nmoved.txt\n');
  await run('purge', 'local:shop');
  expect(await run('lsd', 'local:')).toBe('');
});
