import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'aws-cloudtrail.lookup-failed': {
    meaning: 'The events of a resource could not be looked up in CloudTrail.',
    action: 'Act on `details.reason`; the caller needs `cloudtrail:LookupEvents`.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
