import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'aws-iam.account-alias-failed': {
    meaning: 'The alias of the account could not be read, other than for lack of permission.',
    action: 'Act on `details.reason`.',
  },
  'aws-iam.read-failed': {
    meaning: 'The policies of a role could not be read.',
    action:
      'Act on `details.reason`; the caller needs `iam:GetRole`, `iam:ListRolePolicies`, `iam:GetRolePolicy`, `iam:ListAttachedRolePolicies`, `iam:GetPolicy` and `iam:GetPolicyVersion`.',
  },
  'aws-iam.role-not-found': {
    meaning: 'The account has no role of this name.',
    action: 'Check the name, without a path, and the account.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
