import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'aws-cloudwatch.read-failed': {
    meaning: 'Metrics could not be read.',
    action: 'Act on `details.reason`; the caller needs `cloudwatch:GetMetricData`.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
