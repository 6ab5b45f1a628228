import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { groundcrew, temporaryFolder } from '../testing/groundcrew.ts';
import { useOrganization } from '../testing/organization.ts';

useOrganization();

const config = `[profile shop]
region = us-east-1
aws_access_key_id = AKIASHOP
aws_secret_access_key = s
[profile lab]
region = us-east-1
role_arn = arn:aws:iam::444455556666:role/auditor
external_id = x-1
source_profile = shop
[profile seoul]
region = ap-northeast-2
role_arn = arn:aws:iam::444455556666:role/auditor
external_id = x-1
source_profile = shop
`;

async function ec2(...words: string[]) {
  const path = join(await temporaryFolder(), 'config');
  await writeFile(path, config);
  const environment = { AWS_CONFIG_FILE: path, AWS_REGION: undefined, AWS_DEFAULT_REGION: undefined };
  return await groundcrew(['ec2', ...words], { environment });
}

test('several profiles are listed together, each with its account', async () => {
  const words = ['--profiles', 'shop,lab', '--regions', 'us-east-1,ap-northeast-2', '--name', 'web-1'];
  const { code, out } = await ec2('list', ...words, '--output', 'csv', '--sort', 'accountId');
  expect(code).toBe(0);
  const rows = out.split('\r\n').slice(1, -1);
  expect(rows.map((row) => row.split(',').slice(0, 4).join(' '))).toEqual([
    '111122223333 web-1 i-0000000000000a001 ap-northeast-2',
    '444455556666 web-1 i-0000000000000b001 us-east-1',
  ]);
});

test('a lookup looks in all of them', async () => {
  const { code, out } = await ec2(
    'lookup',
    'i-0000000000000b001',
    '--profiles',
    'shop, lab',
    '--output',
    'json',
  );
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ status: 'one', instance: { accountId: '444455556666' } });
});

test.each([
  [
    ['--profiles', 'lab,seoul', '--regions', 'us-east-1'],
    'the profiles "lab" and "seoul" are of one account, 444455556666',
  ],
  [
    ['--profiles', 'shop,seoul'],
    'the profiles have different regions, us-east-1 and ap-northeast-2; write --regions',
  ],
  [['--profiles', 'shop,lab', '--profile', 'shop'], '--profiles takes the place of --profile'],
  [
    ['--profiles', 'shop', '--accounts', '111122223333', '--role', 'x'],
    '--profiles takes the place of --accounts',
  ],
])('%j is wrong usage', async (words, message) => {
  const { code, out, err } = await ec2('list', ...words);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(message);
});

test('a profile that does not exist is refused before anything is listed', async () => {
  const { code, out, err } = await ec2('list', '--profiles', 'shop,lba');
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toContain('the profile "lba" of --profile is neither in');
});
