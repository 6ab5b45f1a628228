import { sleep } from '@groundcrew/async';
import { createEc2Client, createEc2Limiters } from '@groundcrew/aws/ec2';
import { createEc2Tagging } from '@groundcrew/aws/ec2/tagging';
import { createS3Client, readText } from '@groundcrew/aws/s3';
import { createTagging, createTaggingClient, createTaggingLimiters } from '@groundcrew/aws/tagging';
import { createHandler, type Invocation } from '@groundcrew/lambda';
import { createTagWriter } from '@groundcrew/tags/applying';
import { creationError, readCreation, type TaggedCreation, tagCreation } from '@groundcrew/tags/creation';
import type { TagPolicy } from '@groundcrew/tags/policy';
import { readStoredPolicy } from '@groundcrew/tags/stored-policy';
import { readSettings } from './env.ts';
import type { NativeTags } from './native-tags.ts';

/** The outcome of an event. */
export type TagOnCreateResult =
  | { readonly status: 'ignored'; readonly reason: string }
  | { readonly status: 'done'; readonly found: number; readonly added: number; readonly gone: number };

const settings = readSettings();
const s3 = createS3Client();
const clock = { now: Date.now, sleep };
const ec2Limiters = createEc2Limiters(clock);
const taggingLimiters = createTaggingLimiters(clock);
const clients = new Map<string, ReturnType<typeof createClients>>();

/** Tags the resources that an API call created, as reported by CloudTrail and EventBridge. */
export const handler = createHandler<unknown, TagOnCreateResult>({
  name: 'tag-on-create',
  async handle(event, invocation) {
    const { log, metrics, signal } = invocation;
    const creation = readCreation(event);
    if ('ignored' in creation) {
      log.info('the event is ignored', { reason: creation.ignored });
      metrics.add('EventsIgnored', 1);
      return { status: 'ignored', reason: creation.ignored };
    }
    const { createdByKey, createdAtKey } = settings;
    const policy = await findPolicy(invocation);
    const { ec2, executor, nativeTags } = clientsIn(creation.region);
    const outcome = await tagCreation(
      creation,
      {
        ...(policy && { policy }),
        ...(createdByKey !== undefined && { createdByKey }),
        ...(createdAtKey !== undefined && { createdAtKey }),
      },
      {
        ec2,
        nativeTags: (arn) => nativeTags(arn, signal),
        executor,
        retryPolicy: { ...clock, random: Math.random, signal },
      },
    );
    report(outcome, invocation, { call: creation.eventName, eventId: creation.eventId });
    const failure = creationError(outcome);
    // Lambda retries the event twice, and then sends it to the failure queue.
    if (failure !== undefined) throw failure;
    return {
      status: 'done',
      found: outcome.found.length,
      added: outcome.added,
      gone: outcome.gone.length,
    };
  },
});

let cachedPolicy: { readonly policy: TagPolicy; readonly expiresAtMs: number } | undefined;

/** Without a readable policy the creator is still known: that tag must not wait. */
async function findPolicy({ log, metrics, signal }: Invocation): Promise<TagPolicy | undefined> {
  if (cachedPolicy !== undefined && Date.now() < cachedPolicy.expiresAtMs) return cachedPolicy.policy;
  try {
    const policy = await readStoredPolicy(settings.policy, (address) => readText(s3, { ...address, signal }));
    cachedPolicy = { policy, expiresAtMs: Date.now() + settings.policyCacheMs };
    return policy;
  } catch (error) {
    log.error('the tag policy cannot be used; no tags are inherited', { error });
    metrics.add('PolicyUnusable', 1);
    return undefined;
  }
}

function report(outcome: TaggedCreation, { log, metrics }: Invocation, of: Record<string, string>): void {
  const { found, added, notYet, gone, unreadable, failed } = outcome;
  for (const { id, code, message } of failed.slice(0, 10)) {
    log.error('a tag could not be set', { ...of, tag: id, code, reason: message });
  }
  log.info('the event is processed', { ...of, found: found.length, added, notYet, gone, unreadable });
  metrics.add('ResourcesFound', found.length);
  metrics.add('TagsAdded', added);
  metrics.add('TagsFailed', failed.length);
  metrics.add('ResourcesGone', gone.length);
}

/** Clients and their connections are reused by later invocations; the limiters count all calls. */
function clientsIn(region: string) {
  const created = clients.get(region) ?? createClients(region);
  clients.set(region, created);
  return created;
}

function createClients(region: string) {
  const limiters = {
    ec2: ec2Limiters('own', region),
    tagging: taggingLimiters('own', region),
  };
  const ec2 = createEc2Tagging({ client: createEc2Client({ region }), limiter: limiters.ec2 });
  const tagging = createTagging({ client: createTaggingClient({ region }), limiter: limiters.tagging });
  let loaded: Promise<NativeTags> | undefined;

  async function nativeTags(arn: string, signal?: AbortSignal) {
    loaded ??= import('./native-tags.ts').then((others) => others.createNativeTags({ region }, limiters));
    const read = await loaded;
    return read(arn, signal);
  }

  const executor = createTagWriter({ ec2For: () => ec2, taggingFor: () => tagging });
  return { ec2, executor, nativeTags };
}
