import type { AccessKeys } from '../access-keys.ts';
import { isDenied, type Organization } from '../account/index.ts';
import type { Clock } from '../clock.ts';
import type { TagFaults } from '../faults/tag-faults.ts';
import type { Form } from '../form.ts';
import { createFormService, type QueryAction } from '../query-service.ts';
import { ConnectionReset, type LocalRequest, type Service } from '../service.ts';
import type { TagStore } from '../tags/index.ts';
import { createTags, deleteTags } from './change-tags.ts';
import type { Contents } from './contents.ts';
import { describeInstanceTypes } from './describe-instance-types.ts';
import { describeInstances } from './describe-instances.ts';
import { describeRegions } from './describe-regions.ts';
import { describeResources } from './describe-resources.ts';
import { describeTags } from './describe-tags.ts';
import { dryRun, regionNotEnabled, requestExpired, unauthorized } from './errors.ts';
import { createPageTokens } from './paging.ts';
import { createRequestBuckets, type Ec2BucketRates } from './request-buckets.ts';
import { resourceActions } from './resource-actions.ts';
import type { Scene } from './scene.ts';
import { createEc2TagSource } from './tag-source.ts';

export interface Ec2Options {
  readonly organization: Organization;
  readonly keys: AccessKeys;
  readonly clock: Clock;
  /** Whether calls are counted, and by which rates; asked at each call. */
  readonly bucketRates: () => Ec2BucketRates | undefined;
  /** Of requests that are not signed. */
  readonly region: string;
  /** Shared by all services. */
  readonly tags: TagStore;
  readonly tagFaults: () => TagFaults | undefined;
}

type Act = (form: Form, scene: Scene) => string | Iterable<string>;

const namespace = 'http://ec2.amazonaws.com/doc/2016-11-15/';

/** EC2's actions on what is described, by its own query protocol. One endpoint serves all regions: the signature names the one. */
export function createEc2(options: Ec2Options): Service {
  const { organization, keys, clock, tags } = options;
  const startedAt = clock.now();
  const tokens = createPageTokens();
  const buckets = createRequestBuckets();
  const unanswered = new Set<() => void>();
  const actions: Readonly<Record<string, Act>> = {
    DescribeInstances: describeInstances,
    DescribeInstanceTypes: (form) => describeInstanceTypes(form, tokens),
    DescribeRegions: (form, { accountId }) => describeRegions(form, organization.regions(accountId)),
    ...Object.fromEntries(
      resourceActions.map((action): [string, Act] => [
        action.name,
        (form, scene) => describeResources(action, form, scene),
      ]),
    ),
    DescribeTags: describeTags,
    CreateTags: createTags,
    DeleteTags: deleteTags,
  };

  const contentsOf = (accountId: string, region: string): Contents => ({
    accountId,
    region,
    instances: organization.instances(accountId, region),
    resources: organization.resources(accountId, region),
    elapsedMs: clock.now() - startedAt,
  });
  tags.addSource(createEc2TagSource(organization, contentsOf));

  /** @throws AwsError where this caller is not answered in this region */
  async function admit(action: string, form: Form, request: LocalRequest): Promise<Scene> {
    const region = request.signingRegion ?? options.region;
    const { accountId, arn } = keys.identityOf(request);
    const described = organization.region(accountId, region);
    if (described?.unreachable) await silence();
    await request.announce({ action: `ec2:${action}`, resource: '*', operation: action });
    if ((keys.endOf(request.accessKeyId) ?? Number.POSITIVE_INFINITY) <= clock.now()) throw requestExpired();
    if (!described || described.optIn === 'not-opted-in') throw regionNotEnabled();
    if (isDenied(described, 'ec2')) throw unauthorized(arn, action);
    const rates = options.bucketRates();
    if (rates) buckets.take({ accountId, region, action, form }, rates, clock.now());
    const faults = options.tagFaults();
    return {
      ...contentsOf(accountId, region),
      callerArn: arn,
      tokens,
      store: tags,
      tagRead: { staleMs: faults?.staleMs(request.caller, action) ?? 0 },
      deniesTagging: (resource) => faults?.denies(resource) ?? false,
    };
  }

  /** Never ends, but with the service. */
  function silence(): Promise<never> {
    return new Promise((_, reject) => unanswered.add(() => reject(new ConnectionReset())));
  }

  function served(action: string, act: Act): QueryAction<string | Iterable<string>> {
    return async (form, request) => {
      const scene = await admit(action, form, request);
      if (form.text('DryRun') === 'true') throw dryRun();
      return act(form, scene);
    };
  }

  return {
    ...createFormService({
      name: 'ec2',
      protocol: 'ec2',
      actions: Object.fromEntries(Object.entries(actions).map(([name, act]) => [name, served(name, act)])),
      write: writeAnswer,
    }),
    async close() {
      for (const cut of unanswered) cut();
    },
  };
}

function writeAnswer(action: string, result: string | Iterable<string>, requestId: string) {
  const start = `<?xml version="1.0" encoding="UTF-8"?>\n<${action}Response xmlns="${namespace}"><requestId>${requestId}</requestId>`;
  const end = `</${action}Response>`;
  return typeof result === 'string' ? start + result + end : inPieces([[start], result, [end]]);
}

async function* inPieces(parts: readonly Iterable<string>[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    for (const piece of part) yield Buffer.from(piece);
  }
}
