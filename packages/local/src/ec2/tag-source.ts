import type { Organization } from '../account/index.ts';
import type { TagSource } from '../tags/index.ts';
import { arnPrefix, readArn } from './arns.ts';
import { type Contents, findResource, isEc2Kind, resourceAt, sizeOfAll } from './contents.ts';

/** What EC2 holds, for the store of tags and for all that tell of it. */
export function createEc2TagSource(
  organization: Organization,
  contentsOf: (accountId: string, region: string) => Contents,
): TagSource {
  return {
    find(arn) {
      const { kind = '', id = '', accountId = '', region = '' } = readArn(arn) ?? {};
      if (!isEc2Kind(kind) || !organization.account(accountId)?.regions[region]) return undefined;
      return findResource(kind, id, contentsOf(accountId, region))?.original;
    },
    resources(accountId, region) {
      const contents = contentsOf(accountId, region);
      return {
        size: sizeOfAll(contents),
        at(position) {
          const found = resourceAt(position, contents);
          if (!found) return undefined;
          const { kind, id, original } = found;
          return { arn: arnPrefix(kind, contents) + id, type: `ec2:${kind}`, original };
        },
      };
    },
  };
}
