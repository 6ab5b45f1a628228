import type { Tags } from '../../tags/index.ts';
import { readArn } from '../arns.ts';
import type { NetworkStore } from './network-store.ts';

/** Stores the tags of what was made here with it; those of described resources are not stored. */
export function keepTags(store: NetworkStore, arn: string, tags: Tags): void {
  const location = readArn(arn);
  if (!location) return;
  const { resources, nextSerial } = store.region(location);
  if (location.kind === 'security-group-rule') {
    for (const group of resources.values()) {
      if (group.kind !== 'security-group' || !group.rules.some(({ id }) => id === location.id)) continue;
      const rules = group.rules.map((rule) => (rule.id === location.id ? { ...rule, tags } : rule));
      store.commit(location, [{ put: { ...group, rules } }], nextSerial);
    }
    return;
  }
  const resource = resources.get(location.id);
  if (resource) store.commit(location, [{ put: { ...resource, tags } }], nextSerial);
}
