export {
  type AutoScaling,
  type AutoScalingBucket,
  type AutoScalingGroup,
  type AutoScalingSettings,
  createAutoScaling,
  createAutoScalingLimiters,
  type GroupSizes,
} from './auto-scaling.ts';
export { createAutoScalingClient } from './client.ts';
