import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'aws-autoscaling.describe-failed': {
    meaning: 'The Auto Scaling groups of a region could not be listed.',
    action: 'Act on `details.reason`; the caller needs `autoscaling:DescribeAutoScalingGroups`.',
  },
  'aws-autoscaling.tag-failed': {
    meaning: 'A tag of an Auto Scaling group, which keeps its sizes, could not be set.',
    action: 'Act on `details.reason`; the caller needs `autoscaling:CreateOrUpdateTags`.',
  },
  'aws-autoscaling.update-failed': {
    meaning:
      'The sizes of an Auto Scaling group could not be set; `details.awsError` is the name that AWS gives to the reason.',
    action: 'Act on it; the caller needs `autoscaling:UpdateAutoScalingGroup`.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
