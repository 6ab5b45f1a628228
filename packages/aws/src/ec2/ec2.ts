import { createEc2Instances, type Ec2Instances } from './ec2-instances.ts';
import type { Ec2Settings } from './settings.ts';
import { createEc2Tagging, type Ec2Tagging } from './tagging/index.ts';

/** What this project asks of EC2, of one account in one region. */
export interface Ec2 extends Ec2Instances, Ec2Tagging {}

/**
 * Both parts of it. Each has a function of its own, for who needs no other: in a function's bundle the part about tags
 * adds some 40 kB of descriptions.
 */
export function createEc2(settings: Ec2Settings): Ec2 {
  return { ...createEc2Instances(settings), ...createEc2Tagging(settings) };
}
