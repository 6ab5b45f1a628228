import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { _InstanceType } from '@aws-sdk/client-ec2';
import sdk from '@aws-sdk/client-ec2/package.json' with { type: 'json' };
import { compareSizes } from '@groundcrew/ec2/instance-type';

/** The file with the table of all instance types. */
export const instanceTypesFile = fileURLToPath(
  new URL('../packages/ec2/src/instance-type/known-types.json', import.meta.url),
);

/** All instance types that the SDK's model of EC2 names: sizes by family, small ones first. */
export function makeInstanceTypes(): { source: string; families: Record<string, string> } {
  const sizes = new Map<string, string[]>();
  for (const name of Object.values(_InstanceType)) {
    const [family = '', size = ''] = name.split('.');
    sizes.set(family, [...(sizes.get(family) ?? []), size]);
  }
  const families = [...sizes.keys()].sort().map((family) => {
    const inOrder = sizes.get(family)!.sort(compareSizes);
    return [family, inOrder.join(' ')];
  });
  return {
    source: `the enumeration InstanceType of EC2's API, in @aws-sdk/client-ec2 ${sdk.version}`,
    families: Object.fromEntries(families),
  };
}

if (import.meta.main) {
  const retrieved = new Date().toISOString().slice(0, 10);
  const { source, families } = makeInstanceTypes();
  await writeFile(instanceTypesFile, `${JSON.stringify({ source, retrieved, families }, null, 2)}\n`);
}
