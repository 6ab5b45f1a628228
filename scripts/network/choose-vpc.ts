import { usageError } from '@groundcrew/cli';
import type { NetworkModel } from '@groundcrew/network/model';

/**
 * The id of the VPC that `--vpc` names: by its id or its tag `Name`.
 *
 * @throws GroundcrewError `cli.usage`: there is none, or there are several of the name
 */
export function chooseVpc(model: NetworkModel, given: string): string {
  const vpcs = [...model.vpcs.values()];
  if (model.vpcs.has(given)) return given;
  const [found, ...others] = vpcs.filter(({ name }) => name === given).map(({ id }) => id);
  if (found === undefined) {
    const known = vpcs.map(({ id, name }) => (name === undefined ? id : `${id} (${name})`));
    throw usageError(`--vpc ${given} is not there; there are ${known.join(', ') || 'none'}`);
  }
  if (others.length > 0) {
    throw usageError(`--vpc ${given} is the name of several: pass one of ${[found, ...others].join(', ')}`);
  }
  return found;
}
