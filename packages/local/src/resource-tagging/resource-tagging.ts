import type { Clock } from '../clock.ts';
import type { Faults } from '../faults/faults.ts';
import { createJsonService, type JsonAction, type JsonInput } from '../json-service.ts';
import type { CallerContext, ResourceRegistry } from '../resource-registry/index.ts';
import type { LocalRequest, Service } from '../service.ts';
import type { TagRead } from '../tags/index.ts';
import { getResources } from './get-resources.ts';
import { createExpiringTokens } from './page-tokens.ts';
import { createRequestRates } from './request-rates.ts';
import { getTagKeys, getTagValues } from './tag-keys-and-values.ts';
import { readTagging, type Tagging, tagResources } from './tag-resources.ts';

export interface ResourceTaggingOptions {
  readonly registry: ResourceRegistry;
  readonly clock: Pick<Clock, 'now'>;
  readonly faults: () => Faults | undefined;
}

type ReadHandler = (input: JsonInput, caller: CallerContext, read: TagRead, context: Context) => object;

interface Context extends ResourceTaggingOptions {
  readonly tokens: ReturnType<typeof createExpiringTokens>;
}

/** The Resource Groups Tagging API: tags of all services, EC2 among them. */
export function createResourceTagging(options: ResourceTaggingOptions): Service {
  const { registry, clock, faults } = options;
  const context = { ...options, tokens: createExpiringTokens(clock) };
  const rates = createRequestRates();

  async function authorize(operation: string, request: LocalRequest): Promise<CallerContext> {
    const caller = await registry.authorize(request, {
      action: `tag:${operation}`,
      resource: '*',
      operation,
    });
    if (faults()?.taggingBuckets) rates.take(operation, caller, clock.now());
    return caller;
  }

  function readAction(operation: string, act: ReadHandler): JsonAction {
    return async (input, request) => {
      const caller = await authorize(operation, request);
      return act(input, caller, registry.tagReadFor(request, operation), context);
    };
  }

  function writeAction(operation: Tagging['operation']): JsonAction {
    return async (input, request) => {
      const caller = await authorize(operation, request);
      return tagResources(readTagging(operation, input), request, caller, context);
    };
  }

  const service = createJsonService({
    name: 'tagging',
    protocol: 'json-1.1',
    targetPrefix: 'ResourceGroupsTaggingAPI_20170126.',
    actions: {
      GetResources: readAction('GetResources', getResources),
      GetTagKeys: readAction('GetTagKeys', getTagKeys),
      GetTagValues: readAction('GetTagValues', getTagValues),
      TagResources: writeAction('TagResources'),
      UntagResources: writeAction('UntagResources'),
    },
  });
  return {
    ...service,
    // Closed with the server: pending requests to unreachable regions, of any service, are released.
    async close() {
      registry.close();
    },
  };
}
