import { tagList } from '../listed/list-operation.ts';
import type { TagSource, Tags } from '../tags/index.ts';
import { childrenOf, childText, unescapeXml } from '../xml.ts';
import { readRequest, zoneArn, type ZoneContext, type ZoneOperation } from './context.ts';
import { invalidInput, noSuchHealthCheck } from './errors.ts';
import { zoneAt } from './find-zones.ts';
import type { ZoneStore } from './store.ts';

const TAGS = /^\/2013-04-01\/tags\/(hostedzone\/[^/]+|healthcheck\/[^/]+)\/?$/;
const MAX_TAGS = 10;

/** The tags of hosted zones. */
export function createTagOperations(context: ZoneContext): Readonly<Record<string, ZoneOperation>> {
  const { store, registry } = context;
  const resourceOf = (path: string) => `arn:aws:route53:::${path}`;

  /** @throws AwsError `NoSuchHealthCheck`: there are none here */
  function zoneIdOf(path: string): string {
    const [kind, id = ''] = path.split('/');
    if (kind === 'healthcheck') throw noSuchHealthCheck(id);
    return id;
  }

  return {
    ChangeTagsForResource: {
      method: 'POST',
      path: TAGS,
      resourceOf,
      act(call) {
        const zone = zoneAt(context, zoneIdOf(call.id), call.caller);
        const request = readRequest(call);
        const added = childrenOf(childrenOf(request, 'AddTags')[0], 'Tag');
        const remove = childrenOf(childrenOf(request, 'RemoveTagKeys')[0], 'Key').flatMap((key) =>
          typeof key === 'string' ? unescapeXml(key) : [],
        );
        if (added.length === 0 && remove.length === 0)
          throw invalidInput('Invalid request: AddTags or RemoveTagKeys must be specified');
        if (added.length > MAX_TAGS || remove.length > MAX_TAGS)
          throw invalidInput(`Invalid request: At most ${MAX_TAGS} tags can be added or removed`);
        const set: Tags = Object.fromEntries(
          added.map((tag) => [childText(tag, 'Key') ?? '', childText(tag, 'Value') ?? '']),
        );
        const arn = zoneArn(zone.id);
        registry.change(arn, { set, remove }, { ...call.caller, action: 'route53:ChangeTagsForResource' });
        // They are there again after a restart.
        const stored = store.zones.get(zone.id);
        if (stored) store.commit({ zone: { ...stored, tags: registry.tags.get(arn) } });
        return { elements: {} };
      },
    },

    ListTagsForResource: {
      method: 'GET',
      path: TAGS,
      resourceOf,
      act({ id, caller, request, operation }) {
        const zone = zoneAt(context, zoneIdOf(id), caller);
        const tags = registry.tags.get(zoneArn(zone.id), registry.tagReadFor(request, operation));
        return {
          elements: {
            ResourceTagSet: { ResourceType: 'hostedzone', ResourceId: zone.id, Tags: { Tag: tagList(tags) } },
          },
        };
      },
    },
  };
}

/** The region that has the resources of global services in the tagging API. */
const GLOBAL_REGION = 'us-east-1';

/** The hosted zones that were created here, for the tagging API. */
export function createZoneTagSource({ zones }: Pick<ZoneStore, 'zones'>): TagSource {
  const originalOf = (tags: Tags) => ({ tags, everTagged: Object.keys(tags).length > 0 });
  return {
    find(arn) {
      const zone = zones.get(/^arn:aws:route53:::hostedzone\/([A-Z0-9]{1,32})$/.exec(arn)?.[1] ?? '');
      return zone && !zone.isDescribed ? originalOf(zone.tags) : undefined;
    },
    resources(accountId, region) {
      const all = [...zones.values()]
        .filter((zone) => zone.accountId === accountId && region === GLOBAL_REGION && !zone.isDescribed)
        .map(({ id, tags }) => ({
          arn: zoneArn(id),
          type: 'route53:hostedzone',
          original: originalOf(tags),
        }));
      return { size: all.length, at: (position) => all[position] };
    },
  };
}
