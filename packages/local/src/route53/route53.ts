import { createPageTokens } from '../ec2/paging.ts';
import { readBody } from '../http-server/read-body.ts';
import { AwsError, type LocalRequest, type Service, type ServiceContext } from '../service.ts';
import { type DnsDelays, responseOf, type ZoneContext, type ZoneOperation } from './context.ts';
import { invalidInput } from './errors.ts';
import { createHealthCheckOperations } from './health-check-operations.ts';
import { createListOperations } from './list-operations.ts';
import { createRecordOperations } from './record-operations.ts';
import { createZoneStore } from './store.ts';
import { createTagOperations, createZoneTagSource } from './tag-operations.ts';
import { createVpcOperations } from './vpc-operations.ts';
import { createZoneOperations } from './zone-operations.ts';

export interface Route53Options
  extends Pick<ServiceContext, 'clock' | 'dataDir'>, Pick<ZoneContext, 'registry' | 'aliases' | 'hasVpc'> {
  readonly delays?: DnsDelays | undefined;
}

const DEFAULT_SYNC_MS = 30_000;
// "Quotas on ChangeResourceRecordSets": a batch has at most 32,000 characters of values, and 1,000 records.
const MAX_BODY_BYTES = 2 * 1024 ** 2;

/**
 * Route 53's hosted zones and records, in memory or in `dataDir`/route53; it answers no DNS queries. It is a global service: zones
 * are those of the account, whatever the region of a signature.
 */
export function createRoute53(options: Route53Options): Service {
  const { registry, clock, dataDir, aliases, hasVpc, delays: { syncMs = DEFAULT_SYNC_MS } = {} } = options;
  const store = createZoneStore(dataDir);
  registry.tags.addSource(createZoneTagSource(store));
  const context: ZoneContext = {
    store,
    registry,
    clock,
    aliases,
    hasVpc,
    delays: { syncMs },
    tokens: createPageTokens(() => invalidInput('The marker of the next page is not valid')),
  };
  const operations: Readonly<Record<string, ZoneOperation>> = {
    ...createZoneOperations(context),
    ...createListOperations(context),
    ...createRecordOperations(context),
    ...createVpcOperations(context),
    ...createTagOperations(context),
    ...createHealthCheckOperations(context),
  };
  const names = Object.keys(operations);
  return {
    name: 'route53',
    protocol: 'rest-xml',
    operations: names,
    matches: ({ signingService }) => signingService === 'route53',
    async handle(request) {
      const found = findOperation(operations, request);
      if (!found) {
        throw new AwsError(
          404,
          'UnknownOperationException',
          `${request.method} ${request.path} of route53 is not supported by the embedded AWS; supported: ${names.join(', ')}`,
        );
      }
      const { operation, id } = found;
      const { resourceOf, act, method } = operations[operation]!;
      const body = method === 'POST' ? (await readBody(request, MAX_BODY_BYTES)).toString('utf8') : '';
      const resource = resourceOf?.(id) ?? '*';
      const caller = await registry.authorize(request, {
        action: `route53:${operation}`,
        resource,
        operation,
      });
      return responseOf(operation, act({ id, request, caller, operation, body }));
    },
    async close() {
      store.close();
    },
  };
}

function findOperation(
  operations: Readonly<Record<string, ZoneOperation>>,
  { method, path }: LocalRequest,
): { readonly operation: string; readonly id: string } | undefined {
  for (const [operation, { method: own, path: pattern }] of Object.entries(operations)) {
    const match = own === method ? pattern.exec(path) : null;
    if (match) return { operation, id: decoded(match[1] ?? '') };
  }
  return undefined;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw invalidInput(`'${part}' is not a valid ID`);
  }
}
