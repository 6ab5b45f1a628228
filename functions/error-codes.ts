import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'functions.build.failed': {
    meaning: 'A function could not be bundled.',
    action: 'Correct what the message shows.',
  },
  'functions.build.unknown': {
    meaning: 'No stack has a function of this name.',
    action: 'Write one that the message lists.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
