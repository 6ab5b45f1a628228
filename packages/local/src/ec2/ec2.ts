import type { AccessKeys } from '../access-keys.ts';
import { isDenied, type Organization, type RegionResources } from '../account/index.ts';
import type { Clock } from '../clock.ts';
import type { Trail } from '../cloudtrail/index.ts';
import type { TagFaults } from '../faults/tag-faults.ts';
import type { Form } from '../form.ts';
import { createFormService, type QueryAction } from '../query-service.ts';
import { ConnectionReset, type LocalRequest, type Service } from '../service.ts';
import type { TagStore } from '../tags/index.ts';
import { changedArns, createTags, deleteTags } from './change-tags.ts';
import { startedArns, startInstances, stopInstances } from './change-instances.ts';
import { describeInstanceStatus } from './describe-instance-status.ts';
import { describeInstanceTypes } from './describe-instance-types.ts';
import { describeInstances } from './describe-instances.ts';
import { describeRegions } from './describe-regions.ts';
import { describeResources } from './describe-resources.ts';
import { describeSpotRequests } from './describe-spot-requests.ts';
import { describeTags } from './describe-tags.ts';
import { dryRun, regionNotEnabled, requestExpired, unauthorized } from './errors.ts';
import type { NetworkFaults, NetworkStore, NetworkDelays, NetworkQuotas } from './network/index.ts';
import { changeActions, furtherDescribeActions } from './network/network-actions.ts';
import { namedArns } from './network/named-arns.ts';
import { keepTags } from './network/keep-tags.ts';
import { defaultNetworkQuotas } from './network/options.ts';
import { withMade } from './network/overlay.ts';
import { openRegionNetwork } from './network/region-network.ts';
import { settleNetwork } from './network/settle.ts';
import type { InstanceStates } from './instance-states.ts';
import { createPageTokens } from './paging.ts';
import type { RegionState } from './region-state.ts';
import { createRequestBuckets, type Ec2BucketRates } from './request-buckets.ts';
import type { RequestContext } from './request-context.ts';
import { resourceActions } from './resource-actions.ts';
import { createEc2TagSource } from './tag-source.ts';

export interface Ec2Options {
  readonly organization: Organization;
  readonly keys: AccessKeys;
  readonly clock: Clock;
  /** Whether calls are counted, and by which rates; evaluated at each call. */
  readonly bucketRates: () => Ec2BucketRates | undefined;
  /** The account of unsigned requests. */
  readonly region: string;
  /** Shared by all services. */
  readonly tags: TagStore;
  readonly tagFaults: () => TagFaults | undefined;
  /** Shared with Auto Scaling. */
  readonly states: InstanceStates;
  readonly trail: Trail;
  /** What is made of networks; shared with services that have interfaces in them. */
  readonly networks: NetworkStore;
  readonly networkFaults: () => NetworkFaults | undefined;
  /** Default: those of a new account. */
  readonly networkQuotas?: Partial<NetworkQuotas> | undefined;
  readonly networkDelays?: NetworkDelays | undefined;
}

type ActionHandler = (form: Form, setUp: RequestContext) => string | Iterable<string>;

const NAMESPACE = 'http://ec2.amazonaws.com/doc/2016-11-15/';

/** EC2's actions on described resources, by its query protocol. One endpoint for all regions: the signature selects the region. */
export function createEc2(options: Ec2Options): Service {
  const { organization, keys, clock, tags, states, trail, networks } = options;
  const { natPendingMs = 60_000, natDeletingMs = 45_000 } = options.networkDelays ?? {};
  const quotas = { ...defaultNetworkQuotas, ...options.networkQuotas };
  const overlays = new Map<string, RegionResources>();
  const startedAt = clock.now();
  const tokens = createPageTokens();
  const buckets = createRequestBuckets();
  const pendingRequests = new Set<() => void>();
  const actions: Readonly<Record<string, ActionHandler>> = {
    DescribeInstances: describeInstances,
    DescribeInstanceStatus: describeInstanceStatus,
    DescribeInstanceTypes: (form) => describeInstanceTypes(form, tokens),
    DescribeRegions: (form, { accountId }) => describeRegions(form, organization.regions(accountId)),
    ...Object.fromEntries(
      resourceActions.map((action): [string, ActionHandler] => [
        action.name,
        (form, context) => describeResources(action, form, context),
      ]),
    ),
    DescribeSpotInstanceRequests: describeSpotRequests,
    DescribeTags: describeTags,
    StartInstances: startInstances,
    StopInstances: stopInstances,
    CreateTags: createTags,
    DeleteTags: deleteTags,
    ...furtherDescribeActions,
    ...changeActions,
  };

  /** Described resources with what was made of networks. */
  function resourcesOf(accountId: string, region: string): RegionResources {
    const key = `${accountId} ${region}`;
    let found = overlays.get(key);
    if (!found) {
      const location = { accountId, region };
      const described = organization.resources(accountId, region);
      found = withMade(described, networks.region(location), location, clock.now);
      overlays.set(key, found);
    }
    return found;
  }

  const regionStateOf = (accountId: string, region: string): RegionState => ({
    accountId,
    region,
    instances: states.at(organization.instances(accountId, region), clock.now()),
    resources: resourcesOf(accountId, region),
    network: openRegionNetwork(
      networks,
      { accountId, region },
      organization.resources(accountId, region),
      clock.now(),
    ),
    elapsedMs: clock.now() - startedAt,
  });

  /** The same, with networks as they were. */
  function staleState(state: RegionState, staleMs: number): RegionState {
    const { accountId, region } = state;
    const described = organization.resources(accountId, region);
    const past = networks.regionAt(state, clock.now() - staleMs);
    return {
      ...state,
      resources: withMade(described, past, { accountId, region }, clock.now),
      network: openRegionNetwork({ ...networks, region: () => past }, state, described, clock.now()),
    };
  }

  tags.addSource(createEc2TagSource(organization, regionStateOf));
  tags.onChange((arn, changed) => keepTags(networks, arn, changed));

  /** @throws AwsError if this caller has no access in this region */
  async function authorize(action: string, form: Form, request: LocalRequest): Promise<RequestContext> {
    const region = request.signingRegion ?? options.region;
    const { accountId, arn } = keys.identityOf(request);
    const described = organization.region(accountId, region);
    if (described?.unreachable) await waitUntilClosed();
    const location = { accountId, region };
    const arns = [
      ...changedArns(action, form, location),
      ...startedArns(action, form, location),
      ...namedArns(action, form, location),
    ];
    const [resource = '*', ...alsoOn] = arns;
    await request.reportCall({ action: `ec2:${action}`, resource, alsoOn, operation: action });
    if ((keys.expiryOf(request.accessKeyId) ?? Number.POSITIVE_INFINITY) <= clock.now())
      throw requestExpired();
    if (!described || described.optIn === 'not-opted-in') throw regionNotEnabled();
    if (isDenied(described, 'ec2')) throw unauthorized(arn, action);
    const rates = options.bucketRates();
    if (rates) buckets.take({ accountId, region, action, form }, rates, clock.now());
    const faults = options.tagFaults();
    const networkFaults = options.networkFaults();
    const { caller } = request;
    const current = regionStateOf(accountId, region);
    settleNetwork(current.network);
    const staleMs = action.startsWith('Describe') ? (networkFaults?.staleMs(caller) ?? 0) : 0;
    const state = staleMs > 0 ? staleState(current, staleMs) : current;
    const instances = organization.instances(accountId, region);
    return {
      ...state,
      networkSettings: {
        quotas,
        natPendingMs,
        natDeletingMs,
        draw: {
          lateMs: () => networkFaults?.lateMs(caller) ?? 0,
          natFails: () => networkFaults?.natFails(caller) ?? false,
          natSlowMs: () => networkFaults?.natSlowMs(caller) ?? 0,
        },
      },
      callerArn: arn,
      tokens,
      tagStore: tags,
      tagRead: { staleMs: faults?.staleMs(request.caller, action) ?? 0 },
      changeInstance: (position, kind) => states.make(instances, position, kind, clock.now()),
      currentInstance: (position) => states.at(instances, clock.now()).at(position),
      deniesTagging: (resource) => faults?.denies(resource) ?? false,
    };
  }

  /** Pends until the service is closed. */
  function waitUntilClosed(): Promise<never> {
    return new Promise((_, reject) => pendingRequests.add(() => reject(new ConnectionReset())));
  }

  function toQueryAction(action: string, act: ActionHandler): QueryAction<string | Iterable<string>> {
    return async (form, request) => {
      const context = await authorize(action, form, request);
      if (form.text('DryRun') === 'true') throw dryRun();
      if (action !== 'StartInstances' && action !== 'StopInstances') return act(form, context);
      const event = { name: action, source: 'ec2.amazonaws.com', resources: form.texts('InstanceId') };
      return trail.record(event, context, request, () => act(form, context));
    };
  }

  return {
    ...createFormService({
      name: 'ec2',
      protocol: 'ec2',
      actions: Object.fromEntries(
        Object.entries(actions).map(([name, act]) => [name, toQueryAction(name, act)]),
      ),
      write: writeResponse,
    }),
    async close() {
      for (const reset of pendingRequests) reset();
    },
  };
}

function writeResponse(action: string, result: string | Iterable<string>, requestId: string) {
  const start = `<?xml version="1.0" encoding="UTF-8"?>\n<${action}Response xmlns="${NAMESPACE}"><requestId>${requestId}</requestId>`;
  const end = `</${action}Response>`;
  return typeof result === 'string' ? start + result + end : inChunks([[start], result, [end]]);
}

async function* inChunks(parts: readonly Iterable<string>[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    for (const piece of part) yield Buffer.from(piece);
  }
}
