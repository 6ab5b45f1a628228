import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'lookup-instance.busy': {
    meaning: 'The lookup could not be answered for now (503): a region timed out or throttled.',
    action: 'Try again after the seconds in `Retry-After`.',
  },
  'lookup-instance.failed': {
    meaning: 'The lookup could not be answered (502).',
    action: 'Find the request id in the log of the function.',
  },
  'lookup-instance.method': {
    meaning: 'The HTTP method is not supported (405).',
    action: 'Use GET.',
  },
  'lookup-instance.unexpected': {
    meaning: 'The lookup failed by a defect (500).',
    action: 'Find the request id in the log of the function, and report it.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
