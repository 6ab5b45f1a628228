import type { Clock } from '../clock.ts';
import type { Directory, Place } from '../directory/index.ts';
import type { Faults } from '../faults/faults.ts';
import { createJsonService, type JsonAction, type JsonInput } from '../json-service.ts';
import type { LocalRequest, Service } from '../service.ts';
import type { TagRead } from '../tags/index.ts';
import { getResources } from './get-resources.ts';
import { createExpiringTokens } from './page-tokens.ts';
import { createRequestRates } from './request-rates.ts';
import { readTagging, type Tagging, tagResources } from './tag-resources.ts';
import { getTagKeys, getTagValues } from './tag-words.ts';

export interface ResourceTaggingOptions {
  readonly directory: Directory;
  readonly clock: Pick<Clock, 'now'>;
  readonly faults: () => Faults | undefined;
}

type Reading = (input: JsonInput, place: Place, read: TagRead, context: Context) => object;

interface Context extends ResourceTaggingOptions {
  readonly tokens: ReturnType<typeof createExpiringTokens>;
}

/** The Resource Groups Tagging API: tags of all services, EC2 among them. */
export function createResourceTagging(options: ResourceTaggingOptions): Service {
  const { directory, clock, faults } = options;
  const context = { ...options, tokens: createExpiringTokens(clock) };
  const rates = createRequestRates();

  async function admit(operation: string, request: LocalRequest): Promise<Place> {
    const place = await directory.admit(request, { action: `tag:${operation}`, resource: '*', operation });
    if (faults()?.taggingBuckets) rates.take(operation, place, clock.now());
    return place;
  }

  function reading(operation: string, act: Reading): JsonAction {
    return async (input, request) => {
      const place = await admit(operation, request);
      return act(input, place, directory.readFor(request, operation), context);
    };
  }

  function writing(operation: Tagging['operation']): JsonAction {
    return async (input, request) => {
      const place = await admit(operation, request);
      return tagResources(readTagging(operation, input), request, place, context);
    };
  }

  const service = createJsonService({
    name: 'tagging',
    protocol: 'json-1.1',
    targetPrefix: 'ResourceGroupsTaggingAPI_20170126.',
    actions: {
      GetResources: reading('GetResources', getResources),
      GetTagKeys: reading('GetTagKeys', getTagKeys),
      GetTagValues: reading('GetTagValues', getTagValues),
      TagResources: writing('TagResources'),
      UntagResources: writing('UntagResources'),
    },
  });
  return {
    ...service,
    // With the server: whoever waits for an unreachable region, of whichever service, is let go.
    async close() {
      directory.close();
    },
  };
}
