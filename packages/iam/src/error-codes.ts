import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'iam.policy.malformed': {
    meaning: 'A text is not an identity-based policy that IAM would accept.',
    action: 'Correct what the message names; `details.problems` has all of it.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
