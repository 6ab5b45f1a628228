export { createEc2, type Ec2Options } from './ec2.ts';
