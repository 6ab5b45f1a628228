import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'aws-elbv2.change-failed': {
    meaning: 'A load balancer, target group or listener could not be made, changed or removed.',
    action: 'Act on `details.reason`; the message names the call that has to be allowed.',
  },
  'aws-elbv2.describe-failed': {
    meaning: 'Load balancers, or what belongs to them, could not be read.',
    action: 'Act on `details.reason`; the caller needs `details.permission`.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
