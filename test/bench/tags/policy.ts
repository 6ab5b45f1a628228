import type { TagPolicy } from '@groundcrew/tags/policy';

const everywhere = { types: ['*'], regions: ['*'], accounts: ['*'] };

function required(key: string, value: string): TagPolicy['keys'][number] {
  return {
    key,
    required: true,
    appliesTo: everywhere,
    variants: [],
    ignoreCase: true,
    inherit: ['instance', 'volume'],
    default: value,
  };
}

/** Two keys that every resource is to have: handed down, or else given. */
export const policy: TagPolicy = {
  version: 1,
  file: 'tag-policy.yaml',
  keys: [required('Project', 'shop'), required('Team', 'web')],
  forbidden: [],
  exemptions: [],
  ownerKey: 'Team',
};
