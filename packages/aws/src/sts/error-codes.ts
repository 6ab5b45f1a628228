import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'aws-sts.account.invalid': {
    meaning: 'A text is not an account number.',
    action: 'Write its twelve digits: `123456789012`.',
  },
  'aws-sts.assume-role-failed': {
    meaning: 'A role could not be assumed.',
    action:
      'Both have to allow it: the trust policy of the role and the policy of the caller. Act on `details.reason`.',
  },
  'aws-sts.caller-identity-failed': {
    meaning: 'STS did not return whose credentials these are.',
    action: 'Act on `details.reason`.',
  },
  'aws-sts.role.invalid': {
    meaning: 'A text is not the name of a role, or its ARN is of another account.',
    action:
      'Write `auditor`, `ops/auditor` or `arn:aws:iam::ACCOUNT:role/auditor`, with `{account}` in place of the number if it is for several.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
