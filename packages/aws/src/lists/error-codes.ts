import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'aws-lists.list-failed': {
    meaning: 'The resources of a type could not be listed by their service.',
    action: 'Act on `details.reason`; the caller needs `details.permission`.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
