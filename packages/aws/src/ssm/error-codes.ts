import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'aws-ssm.describe-nodes-failed': {
    meaning: 'Whether instances are online in Systems Manager could not be read.',
    action: 'Act on `details.reason`; the caller needs `ssm:DescribeInstanceInformation`.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
