import { createEc2Details, type Ec2Details } from './ec2-details.ts';
import { createEc2Instances, type Ec2Instances } from './ec2-instances.ts';
import type { Ec2Settings } from './settings.ts';
import { createEc2Tagging, type Ec2Tagging } from './tagging/index.ts';

/** The EC2 operations that this project needs, of one account in one region. */
export interface Ec2 extends Ec2Details, Ec2Instances, Ec2Tagging {}

/**
 * All parts of it. Each has a factory of its own, because the part about tags adds some 40 kB of descriptions to a
 * function's bundle.
 */
export function createEc2(settings: Ec2Settings): Ec2 {
  return { ...createEc2Instances(settings), ...createEc2Details(settings), ...createEc2Tagging(settings) };
}
