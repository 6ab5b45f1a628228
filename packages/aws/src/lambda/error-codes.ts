import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'aws-lambda.function-not-found': {
    meaning: 'The function does not exist in this account and region.',
    action: 'Check its name, the region and the account.',
  },
  'aws-lambda.invoke-failed': {
    meaning: 'A function could not be invoked.',
    action: 'Act on `details.reason`; the caller needs `lambda:InvokeFunction`.',
  },
  'aws-lambda.list-failed': {
    meaning: 'The functions, or the event source mappings of one, could not be listed.',
    action:
      'Act on `details.reason`; the caller needs `lambda:ListFunctions`, or `lambda:ListEventSourceMappings`.',
  },
  'aws-lambda.read-failed': {
    meaning: 'The tags of a function could not be read.',
    action: 'Act on `details.reason`; the caller needs `lambda:ListTags`.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
