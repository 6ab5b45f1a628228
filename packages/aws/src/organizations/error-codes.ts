import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'aws-organizations.list-accounts-failed': {
    meaning: 'The accounts of the organization could not be listed.',
    action:
      'Act on `details.reason`. Only its management account and a delegated administrator may list them, with `organizations:ListAccounts`; or name the accounts.',
  },
  'aws-organizations.not-in-use': {
    meaning: 'The account belongs to no organization.',
    action:
      'Name the accounts: `--accounts 111122223333,444455556666`; or use a profile of the management account.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
