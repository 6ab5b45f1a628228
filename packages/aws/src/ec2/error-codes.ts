import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'aws-ec2.change-network-failed': {
    meaning:
      'A part of a network could not be made, changed or removed; `details.awsError` is the name of the reason.',
    action: 'Act on `details.reason`; the message names the call that has to be allowed.',
  },
  'aws-ec2.create-tags-failed': {
    meaning: 'Tags could not be set by EC2.',
    action:
      'Act on `details.reason`; `details.resourceIds` are the resources that EC2 names. The caller needs `ec2:CreateTags`.',
  },
  'aws-ec2.delete-tags-failed': {
    meaning: 'Tags could not be deleted by EC2.',
    action:
      'Act on `details.reason`; `details.resourceIds` are the resources that EC2 names. The caller needs `ec2:DeleteTags`.',
  },
  'aws-ec2.describe-instance-types-failed': {
    meaning: 'Instance types could not be listed.',
    action: 'Act on `details.reason`; the caller needs `ec2:DescribeInstanceTypes`.',
  },
  'aws-ec2.describe-instances-failed': {
    meaning: 'Instances could not be listed; `details.region` is the region.',
    action: 'Act on `details.reason`; the caller needs `ec2:DescribeInstances`.',
  },
  'aws-ec2.describe-interfaces-failed': {
    meaning: 'Network interfaces could not be listed.',
    action: 'Act on `details.reason`; the caller needs `ec2:DescribeNetworkInterfaces`.',
  },
  'aws-ec2.describe-images-failed': {
    meaning: 'The images of instances could not be read.',
    action: 'Act on `details.reason`; the caller needs `ec2:DescribeImages`.',
  },
  'aws-ec2.describe-statuses-failed': {
    meaning: 'The status checks of instances could not be read.',
    action: 'Act on `details.reason`; the caller needs `ec2:DescribeInstanceStatus`.',
  },
  'aws-ec2.describe-network-failed': {
    meaning: 'A part of the networks of a region could not be read.',
    action: 'Act on `details.reason`; the caller needs `details.permission`.',
  },
  'aws-ec2.describe-networks-failed': {
    meaning: 'VPCs or subnets could not be listed.',
    action: 'Act on `details.reason`; the caller needs `ec2:DescribeVpcs` and `ec2:DescribeSubnets`.',
  },
  'aws-ec2.describe-regions-failed': {
    meaning: 'The regions of the account could not be listed.',
    action: 'Act on `details.reason`; the caller needs `ec2:DescribeRegions`.',
  },
  'aws-ec2.describe-spot-requests-failed': {
    meaning: 'The requests of spot instances, which show whether they can be stopped, could not be read.',
    action: 'Act on `details.reason`; the caller needs `ec2:DescribeSpotInstanceRequests`.',
  },
  'aws-ec2.describe-taggable-failed': {
    meaning: 'Resources of EC2 could not be listed for their tags.',
    action: 'Act on `details.reason`; the message names the call that has to be allowed.',
  },
  'aws-ec2.filter.invalid': {
    meaning:
      'A filter has no value or more than 200 values, or there are more than 50 filters; refused before the call.',
    action: 'Correct the filter that the message names.',
  },
  'aws-ec2.instance-type.not-found': {
    meaning: 'EC2 does not have these instance types in the region; `details.instanceTypes`.',
    action: 'Check their names and the region.',
  },
  'aws-ec2.instance.malformed-id': {
    meaning: 'These are not ids of instances; `details.instanceIds`.',
    action: 'Write an id as `i-0123456789abcdef0`.',
  },
  'aws-ec2.instance.not-found': {
    meaning: 'These instances do not exist, not yet or no longer; `details.instanceIds`.',
    action: 'Check the id, the region and the account; try again in a moment for one that was just started.',
  },
  'aws-ec2.look-up-failed': {
    meaning: 'Whether a part of a network is there could not be read.',
    action: 'Act on `details.reason`; the message names the call that has to be allowed.',
  },
  'aws-ec2.pages.loop': {
    meaning:
      'EC2 returned the same page token twice, or always another one without anything new: the list would never end.',
    action: 'Try again; if it persists, report it: a proxy or an emulator may answer in place of AWS.',
  },
  'aws-ec2.start-instances-failed': {
    meaning: 'Instances could not be started; `details.awsError` is the name that EC2 gives to the reason.',
    action:
      'Act on it; `details.resourceIds` are the instances that EC2 names. The caller needs `ec2:StartInstances`.',
  },
  'aws-ec2.stop-instances-failed': {
    meaning: 'Instances could not be stopped; `details.awsError` is the name that EC2 gives to the reason.',
    action:
      'Act on it; `details.resourceIds` are the instances that EC2 names. The caller needs `ec2:StopInstances`.',
  },
  'aws-ec2.tags.invalid': {
    meaning:
      'Tags, or the number of resources of a call, are outside of what EC2 accepts; refused before the call.',
    action: 'Report it: this is a defect of groundcrew.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
