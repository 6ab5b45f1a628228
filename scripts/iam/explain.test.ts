import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { builtFunctions } from '@groundcrew/functions/built';
import { stack } from '@groundcrew/functions/stacks/inventory';
import { startLocal } from '@groundcrew/local';
import { expect, onTestFinished, test, vi } from 'vitest';
import { groundcrew, temporaryFolder } from '../testing/groundcrew.ts';

async function policyFile(...Statement: object[]): Promise<string> {
  const path = join(await temporaryFolder(), 'policy.json');
  await writeFile(path, JSON.stringify({ Version: '2012-10-17', Statement }));
  return path;
}

const allow = { Effect: 'Allow', Action: 's3:*', Resource: ['arn:aws:s3:::shop', 'arn:aws:s3:::shop/*'] };
const deny = { Sid: 'KeepStock', Effect: 'Deny', Action: 's3:Delete*', Resource: '*' };
const object = 'arn:aws:s3:::shop/berlin.csv';
const explain = (...words: string[]) => groundcrew(['iam', 'explain', ...words]);

test('what is allowed exits with 0, and the statement is named', async () => {
  const { code, out } = await explain('--policy', await policyFile(allow, deny), 's3:getobject', object);
  expect(code).toBe(0);
  expect(out).toMatch(/Outcome +allowed/);
  expect(out).toMatch(/Statement\[0\] +Allow +s3:\* +arn:aws:s3:::shop, arn:aws:s3:::shop\/\*/);
});

test('what is denied exits with 5: by a statement, or because there is none', async () => {
  const policy = await policyFile(allow, deny);
  const json = async (...words: string[]) => {
    const { code, out } = await explain('--policy', policy, ...words, '--output', 'json');
    return { code, ...JSON.parse(out) };
  };
  expect(await json('s3:DeleteObject', object)).toMatchObject({
    code: 5,
    answer: { outcome: 'denied', reason: 'explicit deny' },
    statements: [{ policy, statement: 'KeepStock', effect: 'Deny' }],
  });
  const implicit = await json('sns:Publish', 'arn:aws:sns:eu-west-1:123456789012:Alerts');
  expect(implicit).toMatchObject({ code: 5, answer: { reason: 'implicit deny: no statement allows it' } });
  expect(implicit).not.toHaveProperty('statements');
});

test('what depends on an unspecified condition key exits with 6, and 0 or 5 once it is given', async () => {
  const policy = await policyFile({
    ...allow,
    Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
  });
  const ask = (...words: string[]) => explain('--policy', policy, ...words, 's3:GetObject', object);
  const open = await ask();
  expect(open.code).toBe(6);
  expect(open.out).toContain('--absent KEY: aws:SourceIp.');
  expect((await ask('--context', 'AWS:sourceip=203.0.113.7')).code).toBe(0);
  expect((await ask('--context', 'aws:SourceIp=203.0.114.7')).code).toBe(5);
  expect((await ask('--absent', 'aws:SourceIp')).code).toBe(5);
});

test('a permissions boundary limits what a policy allows', async () => {
  const boundary = await policyFile({ Effect: 'Allow', Action: 'sns:*', Resource: '*' });
  const { code, out } = await explain(
    '--policy',
    await policyFile(allow),
    '--boundary',
    boundary,
    's3:GetObject',
    object,
  );
  expect(code).toBe(5);
  expect(out).toContain('no statement of the permissions boundary allows it');
});

test.each([
  [['s3:Get*', object], 'has wildcards'],
  [['GetObject', object], 'is not SERVICE:ACTION; did you mean'],
  [['s3:GetObject', 'arn:aws:s3:::shop/*'], 'has wildcards'],
  [['s3:GetObject', 'shop/berlin.csv'], 'is neither an ARN nor "*"'],
  [['s3:GetObject', 'arn:aws:s3:::shop'], 'does not fit: s3:GetObject is about'],
  [['ec2:DescribeVpcs', 'arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-1'], 'is about no resource'],
  [['s3:GetObject', object, '--context', 'aws:SourceIp'], 'is not KEY=VALUE'],
  [['s3:GetObject', object, '--context', 'a:b=1', '--absent', 'A:B'], 'is given by both'],
])('a question without an answer is wrong usage: %j', async (words, message) => {
  const { code, err } = await explain('--policy', await policyFile(allow), ...words);
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(message) });
});

test('whose policies has to be given, and once', async () => {
  expect((await explain('s3:GetObject', object)).code).toBe(2);
  expect((await explain('--role', 'x', '--policy', 'y', 's3:GetObject', object)).code).toBe(2);
});

test('a file that is not a policy is an error with the reason', async () => {
  const { code, err } = await explain(
    '--policy',
    await policyFile({ ...allow, Effect: 'allow' }),
    's3:GetObject',
    object,
  );
  expect(code).toBe(1);
  expect(err).toContain('Statement[0].Effect is "allow"; write "Allow" or "Deny" [iam.policy.malformed]');
  expect((await explain('--policy', '/nowhere/policy.json', 's3:GetObject', object)).err).toContain(
    '[iam.policy.unreadable]',
  );
});

test('the policies of a role are read from IAM: here, of a function in the embedded AWS', async () => {
  const local = await startLocal({ stack, bundles: await builtFunctions() });
  for (const [name, value] of Object.entries(local.environment())) vi.stubEnv(name, value);
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await local.close();
  });
  const stock = local.resources.bucketName('StockBucket');
  const ask = (...words: string[]) => explain('--role', 'load-inventory', ...words);
  const allowed = await ask('s3:GetObject', `arn:aws:s3:::${stock}/a.csv`);
  expect(allowed.code).toBe(0);
  expect(allowed.out).toContain('inline policy manifest');
  expect((await ask('s3:DeleteObject', `arn:aws:s3:::${stock}/a.csv`)).code).toBe(5);
  const unknown = await groundcrew(['iam', 'explain', '--role', 'nobody', 's3:GetObject', object]);
  expect(unknown.err).toContain('[aws-iam.role-not-found]');
});
