import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'aws-route53.change-failed': {
    meaning: 'A record could not be made, changed or removed.',
    action:
      'Act on `details.reason`; the caller needs `route53:ChangeResourceRecordSets` for the hosted zone.',
  },
  'aws-route53.list-failed': {
    meaning: 'Hosted zones or records could not be listed.',
    action: 'Act on `details.reason`; the caller needs `details.permission`.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
