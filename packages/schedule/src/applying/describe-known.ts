import type { Ec2Instance, Ec2Instances } from '@groundcrew/aws/ec2';
import { isGroundcrewError } from '@groundcrew/errors';

const IDS_PER_READ = 500;

/** The instances of these ids; those that do not exist are missing. */
export async function describeKnown(
  ec2: Pick<Ec2Instances, 'describeInstances'>,
  ids: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Ec2Instance[]> {
  const found: Ec2Instance[] = [];
  for (let from = 0; from < ids.length; from += IDS_PER_READ)
    found.push(...(await describeSome(ec2, ids.slice(from, from + IDS_PER_READ), signal)));
  return found;
}

/** EC2 refuses a call with an id that does not exist, and names it: the others are then asked for. */
async function describeSome(
  ec2: Pick<Ec2Instances, 'describeInstances'>,
  ids: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Ec2Instance[]> {
  const found: Ec2Instance[] = [];
  if (ids.length === 0) return found;
  try {
    for await (const page of ec2.describeInstances({ instanceIds: ids }, { signal })) found.push(...page);
    return found;
  } catch (error) {
    if (!isGroundcrewError(error, 'aws-ec2.instance.not-found')) throw error;
    const gone = new Set(error.details.instanceIds as readonly string[]);
    const left = ids.filter((id) => !gone.has(id));
    if (left.length === ids.length) throw error;
    return describeSome(ec2, left, signal);
  }
}
