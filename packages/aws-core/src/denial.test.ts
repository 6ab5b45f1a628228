import { expect, test } from 'vitest';
import { denialText, parseDenial } from './denial.ts';

const who =
  'User: arn:aws:sts::111122223333:assumed-role/loader/x is not authorized to perform: s3:GetObject';
const principal = 'arn:aws:sts::111122223333:assumed-role/loader/x';
const text = (message: string) => denialText(parseDenial(message));

// The sentences of the IAM User Guide, "Troubleshoot access denied error messages".
test.each([
  ['an identity-based policy', 'identity-based-policy'],
  ['a resource-based policy', 'resource-based-policy'],
  ['a service control policy', 'service-control-policy'],
  ['a resource control policy', 'resource-control-policy'],
  ['a permissions boundary', 'permissions-boundary'],
  ['a session policy', 'session-policy'],
  ['a VPC endpoint policy', 'vpc-endpoint-policy'],
  ['a role trust policy', 'role-trust-policy'],
])('an explicit deny in %s is one, and not a missing permission', (policy, kind) => {
  const denial = parseDenial(
    `${who} on resource: arn:aws:s3:::shop/a.csv with an explicit deny in ${policy}`,
  );
  expect(denial).toEqual({
    explicit: true,
    policy: kind,
    principal,
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::shop/a.csv',
  });
  expect(denialText(denial)).toContain(`by an explicit deny in ${policy};`);
  expect(denialText(denial)).not.toMatch(/lacks|add it/);
});

test.each([
  ['identity-based policy', 'identity-based-policy', 'add it to its policy'],
  ['resource-based policy', 'resource-based-policy', "add it to the resource's own policy"],
  ['service control policy', 'service-control-policy', "the organization's service control policies"],
  ['resource control policy', 'resource-control-policy', "the organization's resource control policies"],
  ['permissions boundary', 'permissions-boundary', 'add it to the permissions boundary'],
  ['session policy', 'session-policy', 'the policy with which the session is made'],
  ['VPC endpoint policy', 'vpc-endpoint-policy', 'the policy of the VPC endpoint'],
  ['role trust policy', 'role-trust-policy', 'let the trust policy of that role name the caller'],
])('that no %s allows it is a missing permission, of that policy', (policy, kind, advice) => {
  const denial = parseDenial(
    `${who} on resource: "arn:aws:s3:::shop/a.csv" because no ${policy} allows the s3:GetObject action`,
  );
  expect(denial).toMatchObject({ explicit: false, policy: kind, resource: 'arn:aws:s3:::shop/a.csv' });
  expect(denialText(denial)).toContain('lacks the permission s3:GetObject on arn:aws:s3:::shop/a.csv; ');
  expect(denialText(denial)).toContain(advice);
});

test.each([
  ['"arn:aws:s3:::shop/2026 spring/a.csv"', 'arn:aws:s3:::shop/2026 spring/a.csv'],
  ['arn:aws:s3:::shop/2026 spring/a.csv', 'arn:aws:s3:::shop/2026 spring/a.csv'],
  ['arn:aws:s3:::shop/2026 봄/재고 표.csv', 'arn:aws:s3:::shop/2026 봄/재고 표.csv'],
  ['arn:aws:s3:::shop/sold because no stock.csv', 'arn:aws:s3:::shop/sold because no stock.csv'],
])('the resource %s is whole', (written, resource) => {
  for (const end of [
    'with an explicit deny in a resource-based policy',
    'because no identity-based policy allows it',
  ]) {
    expect(parseDenial(`${who} on resource: ${written} ${end}`)).toMatchObject({ resource });
  }
});

test('the ARN of the policy is quoted where AWS names it', () => {
  const arn = 'arn:aws:organizations::999999999999:policy/o-abc/service_control_policy/p-123';
  const message = `${who} on resource: arn:aws:s3:::shop with an explicit deny in a service control policy: ${arn}`;
  expect(parseDenial(message)).toMatchObject({ policyArn: arn, policy: 'service-control-policy' });
  expect(text(message)).toContain(
    `an explicit deny in a service control policy (${arn}); only the organization's`,
  );
});

test("EC2's sentences around it do not matter", () => {
  expect(
    text(
      `You are not authorized to perform this operation. User: ${principal} is not authorized to perform: ` +
        'ec2:DescribeInstances with an explicit deny in a service control policy. Encoded authorization failure ' +
        'message: abc-DEF_1',
    ),
  ).toBe(
    `${principal} is denied ec2:DescribeInstances by an explicit deny in a service control policy; ` +
      "only the organization's administrators can change that; a further permission does not help",
  );
  expect(
    parseDenial(
      `${who} on resource: arn:aws:ec2:us-east-1:1:instance/* because no identity-based policy allows the ` +
        's3:GetObject action. Encoded authorization failure message: abc',
    ),
  ).toMatchObject({ explicit: false, resource: 'arn:aws:ec2:us-east-1:1:instance/*' });
});

test('a deny without a policy, and a refusal without a reason', () => {
  expect(text(`${who} on resource: arn:aws:s3:::shop with an explicit deny`)).toMatch(
    /is denied s3:GetObject on arn:aws:s3:::shop by an explicit deny; find the policy/,
  );
  expect(text(`${who} on resource: arn:aws:s3:::shop/a b`)).toBe(
    `${principal} lacks the permission s3:GetObject on arn:aws:s3:::shop/a b; add it to its policy`,
  );
  expect(text('Access Denied')).toBeUndefined();
});

test.each([
  'public policies are blocked by the BlockPublicPolicy block public access setting',
  'public access control lists (ACLs) are prevented by the BlockPublicAcls setting in S3 Block Public Access',
])('a setting that denies it is the reason, and no permission is missing: %s', (because) => {
  for (const resource of ['"arn:aws:s3:::shop/2026 spring/a.csv"', 'arn:aws:s3:::shop/2026 spring/a.csv']) {
    const message = `${who} on resource: ${resource} because ${because}.`;
    expect(parseDenial(message)).toEqual({
      explicit: false,
      principal,
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::shop/2026 spring/a.csv',
      because,
    });
    expect(text(message)).toContain(
      `on arn:aws:s3:::shop/2026 spring/a.csv because ${because}; change Block`,
    );
    expect(text(message)).not.toMatch(/lacks|add it/);
  }
});

test('a reason that is not known is quoted, without advice to add a permission', () => {
  const message = `${who} on resource: "arn:aws:s3:::shop/a.csv" because the object is archived`;
  expect(text(message)).toBe(
    `${principal} is denied s3:GetObject on arn:aws:s3:::shop/a.csv because the object is archived; change that; ` +
      'a further permission does not help',
  );
});

const kmsReasons =
  'the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy ' +
  'explicitly denies access';
const user = 'User: arn:aws:iam::111122223333:user/ann is not authorized to perform:';

test.each([
  ['on the resource associated with this ciphertext', 'the resource associated with this ciphertext'],
  ['on this resource', 'this resource'],
  ['on resource: arn:aws:kms:us-east-1:1:key/abc', 'arn:aws:kms:us-east-1:1:key/abc'],
  ['on resource: "arn:aws:kms:us-east-1:1:key/abc"', 'arn:aws:kms:us-east-1:1:key/abc'],
])('all three reasons of KMS are kept, and no permission is missing: %s', (written, on) => {
  for (const end of ['', '.', '. Encoded authorization failure message: abc']) {
    expect(text(`${user} kms:Decrypt ${written} because ${kmsReasons}${end}`)).toBe(
      `arn:aws:iam::111122223333:user/ann is denied kms:Decrypt on ${on} because ${kmsReasons}; check the region and ` +
        'the account of the resource, and the policy of the KMS key; a permission of the caller alone does not help',
    );
  }
});

test('the same of another service is about the policy of the resource', () => {
  expect(
    text(`${user} sso:ListPermissionSets on resource: arn:aws:sso:::instance/ssoins-1 because ${kmsReasons}`),
  ).toMatch(
    /on arn:aws:sso:::instance\/ssoins-1 because the resource does not .*, and the resource's own policy; a permission/,
  );
});

test('what KMS lacks a permission for is named as far as AWS does', () => {
  const on = 'on the resource associated with this ciphertext';
  const message = `${user} kms:Decrypt ${on} because no identity-based policy allows the kms:Decrypt action`;
  expect(parseDenial(message)).toMatchObject({
    policy: 'identity-based-policy',
    unnamedResource: 'the resource associated with this ciphertext',
  });
  expect(text(message)).toBe(
    `arn:aws:iam::111122223333:user/ann lacks the permission kms:Decrypt ${on}; add it to its policy`,
  );
});

test.each([
  // The sentences of the user guide.
  [
    'SNS:Publish on resource: arn:aws:sns:us-east-1:444455556666:topic with an explicit deny in a VPC endpoint policy transitively through a service control policy',
    /by an explicit deny in a VPC endpoint policy transitively through a service control policy; only the organization's/,
  ],
  [
    'codedeploy:ListDeployments on resource: arn:aws:codedeploy:us-east-1:1:deploymentgroup:* with an explicit deny in a sessions policy',
    /by an explicit deny in a session policy; change the policy with which the session is made/,
  ],
  [
    'sts:AssumeRole with an explicit deny in the role trust policy',
    /by an explicit deny in a role trust policy; change the trust policy/,
  ],
  [
    'sts:AssumeRole because no role trust policy allows the sts:AssumeRole action',
    /lacks the permission sts:AssumeRole; let the trust policy of that role name the caller$/,
  ],
  [
    'codecommit:ListRepositories because no session policy allows the codecommit:ListRepositories action',
    /lacks the permission codecommit:ListRepositories; add it to the policy with which the session is made$/,
  ],
  // Kinds of policies that are not known here.
  [
    'qldb:SendCommand on resource: arn:aws:qldb:us-east-1:1:ledger/a with an explicit deny in a ledger policy',
    /is denied qldb:SendCommand on arn:aws:qldb:us-east-1:1:ledger\/a by an explicit deny in a ledger policy; find/,
  ],
  [
    'qldb:SendCommand on resource: arn:aws:qldb:us-east-1:1:ledger/a because no ledger policy allows the qldb:SendCommand action',
    /ledger\/a because no ledger policy allows the qldb:SendCommand action; allow it there$/,
  ],
  [
    'kms:Decrypt because events.amazonaws.com has no grant. See the guide.',
    /is denied kms:Decrypt because events\.amazonaws\.com has no grant; change that/,
  ],
])('%s keeps what AWS said', (message, expected) => {
  expect(text(`${user} ${message}`)).toMatch(expected);
});

test('a long reason takes no long time', () => {
  const started = performance.now();
  text(`${user} kms:Decrypt on resource: ${'arn:aws:kms:a '.repeat(20_000)} because ${'no '.repeat(20_000)}`);
  text(`${user} kms:Decrypt on the resource ${'because '.repeat(20_000)}`);
  text(`with an explicit deny in a ${'policy transitively through a '.repeat(20_000)}`);
  expect(performance.now() - started).toBeLessThan(1_000);
});
