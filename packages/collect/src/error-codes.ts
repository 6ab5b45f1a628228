import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'collect.unknown-region': {
    meaning: 'The region does not exist, or none was named.',
    action: 'Write one as `us-east-1`, several with commas, or `all`.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
