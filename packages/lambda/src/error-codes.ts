import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'lambda.out-of-time': {
    meaning: 'The function reached its deadline before its end.',
    action: 'Raise its timeout, or lower the work of one invocation.',
  },
  'lambda.setting.invalid': {
    meaning: 'An environment variable of the function has a value that is not supported.',
    action: 'Correct the variable that the message names.',
  },
  'lambda.setting.missing': {
    meaning: 'An environment variable of the function is not set.',
    action: 'Set the variable that the message names.',
  },
  'lambda.stack.clash': {
    meaning: 'Two stacks that are merged declare a resource of the same name.',
    action: 'Rename one of them in `functions/stacks`.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
