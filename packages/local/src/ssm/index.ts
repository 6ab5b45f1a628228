export { createSsm } from './ssm.ts';
