import type { Organization } from '../account/index.ts';
import type { TagSource } from '../tags/index.ts';
import { arnPrefix, readArn } from './arns.ts';
import { findResource, isTaggedKind, type RegionState, resourceAt, sizeOfAll } from './region-state.ts';

/** EC2's resources as a source for the tag store and the services that list them. */
export function createEc2TagSource(
  organization: Organization,
  regionStateOf: (accountId: string, region: string) => RegionState,
): TagSource {
  return {
    find(arn) {
      const { kind = '', id = '', accountId = '', region = '' } = readArn(arn) ?? {};
      if (!isTaggedKind(kind) || !organization.account(accountId) || !organization.region(accountId, region))
        return undefined;
      return findResource(kind, id, regionStateOf(accountId, region))?.original;
    },
    resources(accountId, region) {
      const state = regionStateOf(accountId, region);
      return {
        size: sizeOfAll(state),
        at(position) {
          const found = resourceAt(position, state);
          if (!found) return undefined;
          const { kind, id, original } = found;
          return { arn: arnPrefix(kind, state) + id, type: `ec2:${kind}`, original };
        },
      };
    },
  };
}
