import { expect, test } from 'vitest';
import { roleArnOf } from './role-arn.ts';

const account = '123456789012';

test.each([
  ['auditor', 'arn:aws:iam::123456789012:role/auditor'],
  ['ops/read-only/auditor', 'arn:aws:iam::123456789012:role/ops/read-only/auditor'],
  ['/ops/auditor', 'arn:aws:iam::123456789012:role/ops/auditor'],
  ['arn:aws-cn:iam::{account}:role/auditor', 'arn:aws-cn:iam::123456789012:role/auditor'],
  ['arn:aws:iam::123456789012:role/auditor', 'arn:aws:iam::123456789012:role/auditor'],
])('%s is %s', (role, arn) => {
  expect(roleArnOf(account, role)).toBe(arn);
});

test.each(['', 'two words', 'auditor/', 'arn:aws:iam::{account}:user/anna', `${'a'.repeat(65)}`])(
  '%j is not a role',
  (role) => {
    expect(() => roleArnOf(account, role)).toThrow(expect.objectContaining({ code: 'aws-sts.role.invalid' }));
  },
);

test('the ARN of a role in one account is not a role in all of them', () => {
  expect(() => roleArnOf(account, 'arn:aws:iam::999999999999:role/auditor')).toThrow(
    'account 999999999999, not in 123456789012',
  );
});

test.each(['', '1234', '1234-5678-9012'])('%j is not an account', (accountId) => {
  expect(() => roleArnOf(accountId, 'auditor')).toThrow(
    expect.objectContaining({ code: 'aws-sts.account.invalid' }),
  );
});

test('a role of one partition is none in a region of another', () => {
  expect(() => roleArnOf(account, 'arn:aws:iam::{account}:role/auditor', 'aws-cn')).toThrow(
    'is of the partition aws, and the region of aws-cn',
  );
  expect(roleArnOf(account, 'auditor', 'aws-cn')).toBe('arn:aws-cn:iam::123456789012:role/auditor');
});
