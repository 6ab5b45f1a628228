import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'aws-iam.account-alias-failed': {
    meaning: 'The alias of the account could not be read, other than for lack of permission.',
    action: 'Act on `details.reason`.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
