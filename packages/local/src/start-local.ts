import { GroundcrewError, messageOf } from '@groundcrew/errors';
import type { StackManifest } from '@groundcrew/lambda';
import { createAuthorizer } from './access/authorizer.ts';
import { createFunctionRoles, type FunctionRole } from './access/role-policies.ts';
import { createAccessKeys } from './access-keys.ts';
import { createOrganization } from './account/index.ts';
import { createAutoScaling, groupInstances } from './autoscaling/index.ts';
import { createActivity } from './activity.ts';
import { readAllowedEndpoint, readAllowedHost } from './allowed-addresses.ts';
import { systemClock } from './clock.ts';
import { createCloudTrail, createTrail } from './cloudtrail/index.ts';
import { createCloudWatch, createMetricStore, createServiceMetrics } from './cloudwatch/index.ts';
import { type Bill, createCostExplorer, readBill } from './cost-explorer/index.ts';
import { createResources } from './create-resources.ts';
import { lockDataFolder } from './data-folder.ts';
import { createDatabase, streamOf } from './dynamodb/database.ts';
import { startExpiry } from './dynamodb/expiry.ts';
import { createDynamoDbService } from './dynamodb/service.ts';
import {
  createEc2,
  createInstanceStates,
  createNetworkFacts,
  createNetworkStore,
  createServiceInterfaces,
  documentedBucketRates,
} from './ec2/index.ts';
import { balancerZoneSuffix, createInstanceFacts, createLoadBalancing } from './elbv2/index.ts';
import { createEventBus, createEventsService } from './event-bus/index.ts';
import { createEventDelivery } from './event-delivery.ts';
import { createFaults } from './faults/faults.ts';
import { apiUrl, createApiRoutes, createHttpApis } from './http-api/index.ts';
import { startHttpServer } from './http-server/http-server.ts';
import { createIam } from './iam/index.ts';
import { waitUntilIdle } from './idle.ts';
import type { LambdaFunction } from './lambda/function.ts';
import { deployFunctions } from './lambda/functions.ts';
import { createInvoker } from './lambda/invoker.ts';
import { openPendingEvents } from './lambda/pending-events.ts';
import { createLambdaService } from './lambda/service.ts';
import { type EventSourceMapping, mappingsOf } from './lambda/event-source-mappings.ts';
import type { Mapping } from './lambda/stream-mapping.ts';
import { openStreamCheckpoints } from './lambda/stream-checkpoints.ts';
import { createListedServices } from './listed/index.ts';
import { createLogEvents, createLogs } from './logs/index.ts';
import type { LocalEvent } from './events.ts';
import type { LocalAws, LocalOptions } from './options.ts';
import { createRds } from './rds/index.ts';
import { createRecorder } from './recorder.ts';
import { createOrganizations } from './organizations/index.ts';
import { createResourceGroups } from './resource-groups/index.ts';
import { type AccountRegion, createResourceRegistry } from './resource-registry/index.ts';
import { createResourceTagging } from './resource-tagging/index.ts';
import { createRetryingClock } from './retrying-clock.ts';
import { createRoute53 } from './route53/index.ts';
import { createS3 } from './s3/index.ts';
import type { CallHook, Service } from './service.ts';
import { createSns } from './sns/index.ts';
import { createSqs } from './sqs/index.ts';
import { createStackValues } from './stack-values.ts';
import { createSsm } from './ssm/index.ts';
import { createServiceCaller } from './service-caller.ts';
import { createStepFunctions, deployStateMachines } from './step-functions/index.ts';
import { createSts } from './sts/index.ts';
import { createTagStore, tagKeysIn } from './tags/index.ts';
import { createUploadTriggers, startTrigger } from './triggers.ts';

const emptyStack: StackManifest = {
  name: 'none',
  description: '',
  settings: [],
  buckets: [],
  tables: [],
  topics: [],
  queues: [],
  apis: [],
  functions: [],
  stateMachines: [],
  alarms: [],
  alarmTopic: '',
};

/**
 * Starts the embedded AWS on 127.0.0.1: creates what the stack names, deploys its functions and wires their triggers.
 *
 * @throws GroundcrewError `local.port.taken`, `local.bundle.missing`, `local.data.in-use` and others for
 * invalid options.
 */
export async function startLocal(options: LocalOptions = {}): Promise<LocalAws> {
  // Run in reverse order, also if starting fails halfway.
  const cleanups: (() => void | Promise<void>)[] = [];
  async function close(): Promise<void> {
    for (let cleanup = cleanups.pop(); cleanup; cleanup = cleanups.pop()) await cleanup();
  }
  try {
    return await start(options, cleanups, close);
  } catch (error) {
    await close();
    throw error;
  }
}

/** The bill of the options, read where it is a file. */
async function openBill(
  bill: LocalOptions['bill'],
): Promise<{ readonly bill: Bill | undefined; readonly pageSize?: number | undefined }> {
  if (typeof bill === 'string') return { bill: await readBill(bill) };
  if (bill === undefined || 'rows' in bill) return { bill };
  return { bill: await readBill(bill.path), pageSize: bill.pageSize };
}

async function start(
  options: LocalOptions,
  cleanups: (() => void | Promise<void>)[],
  close: () => Promise<void>,
): Promise<LocalAws> {
  const { region = 'us-east-1', stack = emptyStack, clock = systemClock } = options;
  const { accountId, organization } = accountsOf(options);
  const dataDir = options.dataDir === undefined ? {} : { dataDir: options.dataDir };
  const context = { region, accountId, clock, ...dataDir };
  const activity = createActivity();
  const keys = createAccessKeys(accountId);
  const metrics = createMetricStore();
  const serviceMetrics = createServiceMetrics({ store: metrics, now: clock.now });
  const onEvent = (event: LocalEvent) => {
    serviceMetrics.onEvent(event);
    options.onEvent?.(event);
  };
  const logEvents = createLogEvents(() => clock.now());
  const recorder = createRecorder(() => clock.now());
  let roles: ReadonlyMap<string, FunctionRole> = new Map();
  const authorizer = createAuthorizer(keys, () => roles);
  const { bill, pageSize } = await openBill(options.bill);
  const tags = createTagStore({ clock });
  let faults = options.faults && createFaults(options.faults, clock);
  const currentFaults = () => faults;
  const home = { region, accountId };
  const registry = createResourceRegistry({ organization, keys, clock, tags, home, faults: currentFaults });
  const functions = new Map<string, LambdaFunction>();
  const mappings = new Set<Mapping>();
  let eventSourceMappings: readonly EventSourceMapping[] = [];
  const uploads = createUploadTriggers();
  const apiRoutes = createApiRoutes();

  if (options.dataDir !== undefined) cleanups.push(lockDataFolder(options.dataDir));
  const database = createDatabase({ ...context, onWritten: serviceMetrics.onWritten });
  cleanups.push(() => database.close());
  const checkpoints = openStreamCheckpoints(options.dataDir);
  const pending = openPendingEvents(options.dataDir);
  cleanups.push(
    () => checkpoints.close(),
    () => pending.close(),
    startExpiry(database, createRetryingClock(clock)),
  );
  const sqs = createSqs({ ...context, registry });
  const sendToQueue = (queueName: string, body: string) => sqs.send(queueName, body);
  const retryDelaysMs = options.retryDelaysMs ?? [60_000, 120_000];
  const invoker = createInvoker({ clock, activity, onEvent, retryDelaysMs, pending, sendToQueue });
  const deliverToFunction = createEventDelivery({ clock, activity, invoker, faults: currentFaults });
  const eventBus = createEventBus({ region, accountId, clock, deliver: deliverToFunction });
  const sns = createSns({
    ...context,
    registry,
    queues: sqs,
    allowedEndpoints: (options.allowEndpoints ?? []).map(readAllowedEndpoint),
    beginWork: activity.begin,
    onPublish: ({ topicArn, subject, message }) => onEvent({ type: 'published', topicArn, subject, message }),
    onUndelivered: ({ arn }, reason) => onEvent({ type: 'undelivered', subscriptionArn: arn, reason }),
  });
  const s3 = createS3({
    ...context,
    registry,
    onObjectCreated(created) {
      const { bucketName: bucket, key, record } = created;
      onEvent({ type: 'object-created', bucket, key, sizeBytes: record.s3.object.size });
      // One record per event, as in S3.
      const payload = JSON.stringify({ Records: [record] });
      for (const target of uploads.targetsOf(bucket, key)) deliverToFunction(target, payload);
    },
  });
  const bucketRates = () => {
    const { ec2Buckets = faults?.ec2Buckets } = options;
    return ec2Buckets === true ? documentedBucketRates : ec2Buckets || undefined;
  };
  const resourceKeys = () => tagKeysIn(tags, organization);
  const costExplorer = createCostExplorer({
    registry,
    clock,
    payerId: accountId,
    bill,
    pageSize,
    resourceKeys,
  });
  const trail = createTrail(clock.now);
  const states = createInstanceStates(options.instanceDelays);
  const networks = createNetworkStore(options.dataDir, clock.now);
  cleanups.push(() => networks.close());
  const networkOptions = { store: networks, organization, now: clock.now };
  const stateOf = ({ accountId: id, region: name }: AccountRegion, position: number) =>
    states.at(organization.instances(id, name), clock.now()).at(position).state;
  const network = { ...createInstanceFacts(organization, stateOf), ...createNetworkFacts(networkOptions) };
  const onCall: CallHook = async (written, request) => {
    const call = authorizer.normalize(written);
    recorder.record(call, request);
    const denial = authorizer.findDenial(call, request);
    if (denial) throw denial;
    const result = await faults?.onCall(call, request);
    if (result?.late !== undefined) {
      const end = activity.begin('waiting');
      // Its effect is one of the same turn of the event loop.
      void result.late.then(() => setImmediate(end));
    }
    return result;
  };
  const roleKeys = new Map<string, string>();
  const stepFunctions = createStepFunctions({
    ...context,
    registry,
    activity,
    caller: createServiceCaller({ services: () => services, keys, region, onCall }),
    keyOf(roleArn) {
      const roleName = roleArn.slice(roleArn.lastIndexOf('/') + 1);
      const key = roleKeys.get(roleName) ?? keys.issue(roleName);
      roleKeys.set(roleName, key);
      return key;
    },
    startDelayMs: () => faults?.startDelayMs() ?? 0,
    onBug: (message) => onEvent({ type: 'bug', message }),
  });
  const services: Service[] = [
    stepFunctions,
    createDynamoDbService({
      database,
      registry,
      region,
      accountId,
      now: clock.now,
      throttle: (caller) => faults?.throttleOf(caller),
      onWritesThrottled: serviceMetrics.onWritesThrottled,
      bulkPuts: {
        objects: s3.objects,
        clock,
        faults: () => faults?.bulkPuts,
        beginWork: () => activity.begin('waiting'),
      },
    }),
    createLambdaService({
      functions,
      registry,
      invoker,
      region,
      accountId,
      mappings: () => eventSourceMappings,
      onThrottled: serviceMetrics.onThrottled,
    }),
    createHttpApis({ routes: apiRoutes, invoker, clock, region, accountId }),
    createEventsService({ bus: eventBus, region, accountId }),
    sns,
    sqs,
    createSts({ organization, keys, clock }),
    createSsm({ organization, registry }),
    createOrganizations({ organization, keys, clock }),
    createIam({ organization, keys, clock, registry, roles: () => roles }),
    createLogs({ registry, functionNames: () => functions.keys(), events: logEvents }),
    createCloudWatch({ registry, metrics, sample: () => serviceMetrics.sampleQueues(sqs.facts()) }),
    createResourceGroups({ registry }),
    createResourceTagging({ registry, clock, faults: currentFaults }),
    costExplorer,
    createEc2({
      organization,
      keys,
      clock,
      region,
      bucketRates,
      tags,
      tagFaults: () => faults?.tags,
      states,
      trail,
      networks,
      networkFaults: () => faults?.networks,
      networkQuotas: options.networkQuotas,
      networkDelays: options.networkDelays,
    }),
    createRds({ organization, registry, clock, trail, delays: options.databaseDelays }),
    createAutoScaling({
      organization,
      registry,
      clock,
      trail,
      instancesOf: groupInstances({ organization, states, now: clock.now }),
    }),
    createCloudTrail({ registry, trail }),
    createLoadBalancing({
      ...context,
      registry,
      network,
      interfaces: createServiceInterfaces({ ...networkOptions, faults: () => faults?.networks }),
      delays: options.loadBalancerDelays,
      lateMs: (caller) => faults?.networks.lateMs(caller) ?? 0,
      targetRule: options.targetRule,
    }),
    createRoute53({
      ...context,
      registry,
      aliases: { suffixOf: balancerZoneSuffix },
      hasVpc: (scope, id) => network.vpc(scope, id) !== undefined,
      delays: options.dnsDelays,
    }),
    ...createListedServices(registry),
    // Last: it accepts all requests that are not signed for another service.
    s3,
  ];
  const server = await startHttpServer({
    port: options.port ?? 0,
    services,
    allowedHosts: (options.allowHosts ?? []).map(readAllowedHost),
    callerOf: keys.callerOf,
    onCall,
    onBug: (error) => onEvent({ type: 'bug', message: messageOf(error) }),
  }).catch(async (error: unknown) => {
    for (const service of services) await service.close?.();
    throw error;
  });
  cleanups.push(() => server.close());

  const location = { region, accountId, endpoint: server.endpoint };
  const values = createStackValues(stack, options.settings ?? {}, location);
  roles = createFunctionRoles(stack, values, location);
  await createResources(stack, values, { s3, sqs, sns, database }, { region, accountId, now: clock.now });
  const deployed = deployFunctions({
    stack,
    bundles: options.bundles ?? [],
    values,
    location,
    overrides: options.functions ?? {},
    startEnvironment: options.startEnvironment,
    hooks: {
      issueKey: keys.issue,
      onOutput(name, line, requestId, logStream) {
        logEvents.add(`/aws/lambda/${name}`, logStream, line);
        metrics.addLine(line);
        onEvent({ type: 'log', function: name, requestId, line });
      },
      onRun: (environment, name) => faults?.onRun(environment, name),
    },
  });
  eventSourceMappings = mappingsOf(stack, { database, values, location });
  for (const target of deployed) {
    functions.set(target.settings.name, target);
    cleanups.push(() => target.close());
  }
  cleanups.push(
    () => invoker.close(),
    () => stepFunctions.suspend(),
  );
  const triggerOptions = {
    location,
    values,
    clock,
    activity,
    invoker,
    database,
    checkpoints,
    uploads,
    apiRoutes,
    eventBus,
    faults: currentFaults,
    onEvent,
    retryDelaysMs: options.retryDelaysMs,
    sendToQueue,
    objects: s3.objects,
    metrics: serviceMetrics,
    onMapping(mapping: Mapping) {
      mappings.add(mapping);
      return () => void mappings.delete(mapping);
    },
  };
  for (const manifest of stack.functions) {
    cleanups.push(startTrigger(manifest, functionNamed(functions, manifest.name), triggerOptions));
  }
  for (const event of pending.left()) {
    const target = functions.get(event.functionName);
    if (target) invoker.resume(target, event);
  }

  deployStateMachines(stack, values, location, roles, stepFunctions);
  stepFunctions.resume();

  const nameIn = (
    resources: readonly { readonly id: string }[],
    nameOf: (id: string) => string,
    idOrName: string,
  ) => (resources.some(({ id }) => id === idOrName) ? nameOf(idOrName) : idOrName);

  return {
    endpoint: server.endpoint,
    region,
    accountId,
    environment: () => ({
      AWS_ENDPOINT_URL: server.endpoint,
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    }),
    resources: {
      bucketName: values.bucketName,
      tableName: values.tableName,
      topicArn: values.topicArn,
      queueUrl: values.queueUrl,
      apiUrl: (id) => apiUrl(server.endpoint, values.apiId(id)),
      functionName: (name) => functionNamed(functions, name).settings.name,
      stateMachineArn: (name) => `arn:aws:states:${region}:${accountId}:stateMachine:${name}`,
    },
    services: () => services.map(({ name, operations = [] }) => ({ name, operations })),
    idle: (idleOptions) => waitUntilIdle(activity, idleOptions),
    calls: recorder.calls,
    requestCounts: recorder.requestCounts,
    published: (topic) => sns.published(nameIn(stack.topics, values.topicArn, topic)),
    messages: (queue) => sqs.messages(nameIn(stack.queues, values.queueName, queue)),
    objectKeys: (bucket) =>
      s3.objects.list(nameIn(stack.buckets, values.bucketName, bucket), '').map(({ key }) => key),
    streamRecords: (table) => streamOf(database, nameIn(stack.tables, values.tableName, table)).log(),
    watchTable: (table, listener) =>
      streamOf(database, nameIn(stack.tables, values.tableName, table)).subscribe(({ old, item }) =>
        listener({ old, item }),
      ),
    streamAgeMs() {
      const oldest = [...mappings].flatMap((mapping) => mapping.oldestMs() ?? []);
      return oldest.length === 0 ? 0 : Math.max(0, clock.now() - Math.min(...oldest));
    },
    deliverEvent: (event) => eventBus.deliver(event),
    setFaults(next) {
      faults = next && createFaults(next, clock);
    },
    tagsOf: (arn) => tags.get(arn),
    paidRequests: costExplorer.paidRequests,
    async kill(name) {
      const chosen = name === undefined ? [...functions.values()] : [functionNamed(functions, name)];
      await Promise.all(chosen.map((target) => target.kill()));
    },
    close,
  };
}

/** @throws GroundcrewError `local.account.unknown` */
function accountsOf({ accounts, accountId }: LocalOptions) {
  const ownId = accountId ?? accounts?.accounts[0]?.id ?? '000000000000';
  const organization = createOrganization(accounts ?? { accounts: [{ id: ownId, regions: {} }] });
  if (organization.account(ownId)) return { accountId: ownId, organization };
  throw new GroundcrewError(
    'local.account.unknown',
    `the account ${ownId} is not described in the accounts; describe it, or omit it to use the first one`,
  );
}

function functionNamed(functions: ReadonlyMap<string, LambdaFunction>, name: string): LambdaFunction {
  const found = functions.get(name);
  if (found) return found;
  const known = [...functions.keys()].join(', ');
  throw new GroundcrewError(
    'local.function.unknown',
    `the function "${name}" does not exist; known: ${known || 'none'}`,
  );
}
