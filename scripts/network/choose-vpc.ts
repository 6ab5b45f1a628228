import { usageError } from '@groundcrew/cli';
import type { NetworkModel } from '@groundcrew/network/model';

const MAX_SHOWN = 10;

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
    const regions = [...model.scopes.values()].flatMap(({ region }) => region ?? []);
    const where = regions.length === 0 ? 'in what was read' : `in ${[...new Set(regions)].join(', ')}`;
    if ([...model.scopes.values()].some(({ parts }) => !parts.has('vpcs')))
      throw usageError(`--vpc ${given} is not known ${where}, where not all VPCs could be listed`);
    const shown = known.slice(0, MAX_SHOWN).join(', ');
    const more = known.length > MAX_SHOWN ? ` and ${known.length - MAX_SHOWN} more` : '';
    throw usageError(
      `--vpc ${given} is not there ${where}; there are ${shown || 'none'}${more}; another region (--region) or account (--profile) may have it`,
    );
  }
  if (others.length > 0) {
    throw usageError(`--vpc ${given} is the name of several: pass one of ${[found, ...others].join(', ')}`);
  }
  return found;
}
