import type { ScheduleEc2, ScheduleServices } from '../services/index.ts';

const unexpected = (): never => {
  throw new Error('this call is not expected');
};

/** EC2 that a test replaces the expected calls of. */
export const noEc2: ScheduleEc2 = {
  describeInstances: unexpected,
  describeRegions: unexpected,
  startInstances: unexpected,
  stopInstances: unexpected,
  spotRequestTypes: unexpected,
};

/** Services that a test replaces the expected ones of. */
export const noServices: ScheduleServices = {
  ec2For: unexpected,
  rdsFor: unexpected,
  autoScalingFor: unexpected,
};
