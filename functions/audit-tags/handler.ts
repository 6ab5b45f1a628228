import { sleep } from '@groundcrew/async';
import { createEc2Limiters } from '@groundcrew/aws/ec2';
import { accountAlias, createIamClient } from '@groundcrew/aws/iam';
import { createS3Client, createTextStore, readText } from '@groundcrew/aws/s3';
import { createSnsClient, publishMessages, toMessageText, toSubject } from '@groundcrew/aws/sns';
import { createListLimiters } from '@groundcrew/aws/lists';
import { createTaggingLimiters } from '@groundcrew/aws/tagging';
import { createHandler, type Invocation } from '@groundcrew/lambda';
import type { CollectDeps } from '@groundcrew/collect';
import { collectTags } from '@groundcrew/tags/collecting';
import { runScheduledAudit, type ScheduledAudit } from '@groundcrew/tags/scheduled-audit';
import { readStoredPolicy } from '@groundcrew/tags/stored-policy';
import { createAccountClients } from '@groundcrew/collect/account-clients';
import { readSettings } from './env.ts';

/** The result of a run; the report has the details. */
export interface AuditTagsResult {
  readonly status: ScheduledAudit['status'];
  readonly resources?: number;
  readonly violations?: number;
  readonly report?: string;
}

const settings = readSettings();
const { bucket, policyKey, currentRegion, endpointUrl } = settings;
const endpoint = endpointUrl === undefined ? {} : { endpointUrl };
const s3 = createS3Client();
const sns = createSnsClient();
const iam = createIamClient({ region: currentRegion });
const clock = { now: Date.now, sleep };
const ec2Limiters = createEc2Limiters(clock);
const taggingLimiters = createTaggingLimiters(clock);
const listLimiters = createListLimiters(clock);
const clients = new Map<string, ReturnType<typeof createAccountClients>>();

/** Audits the tags of its own account. */
export const handler = createHandler<unknown, AuditTagsResult>({
  name: 'audit-tags',
  async handle(event, invocation) {
    const run = runOf(event);
    const { signal, log, metrics } = invocation;
    const store = createTextStore(s3, { bucket, signal });
    const result = await runScheduledAudit(
      { ...(run !== undefined && { run }), timeZone: settings.timeZone, language: settings.language },
      {
        readPolicy: () =>
          readStoredPolicy({ bucket, key: policyKey }, (address) => readText(s3, { ...address, signal })),
        collect: () => collectTags({ regions: settings.regions }, collectDeps(invocation)),
        store,
        notify: (message) => publishMessage(message, signal),
        now: Date.now,
      },
    );
    if (result.status === 'no-policy') {
      log.error('there is no usable tag policy', { error: result.error });
      metrics.add('PolicyUnusable', 1);
    }
    if (result.status !== 'done') return { status: result.status };
    const { resources, violations, coverage, total } = result.audit;
    const facts = { resources, violations: violations.length, report: store.addressOf(result.reportKey) };
    log.info('the tags are audited', { ...facts, gaps: coverage.gaps.length });
    metrics.add('AuditsDone', 1);
    metrics.record('Violations', violations.length, 'Count');
    metrics.record('Compliant', total.compliant, 'Count');
    metrics.record('CoverageGaps', coverage.gaps.length, 'Count');
    return { status: 'done', ...facts };
  },
});

/** The scheduled time: the same if the schedule fires twice. */
function runOf(event: unknown): string | undefined {
  const { time, source } = (event ?? {}) as { time?: unknown; source?: unknown };
  return source === 'aws.scheduler' && typeof time === 'string' ? time : undefined;
}

function collectDeps({ functionArn, signal }: Invocation): CollectDeps {
  return {
    currentRegion,
    clientsFor: (_, region) => clientsIn(region),
    identityOf: async () => {
      const alias = await accountAlias(iam, signal);
      return { accountId: functionArn.split(':')[4] ?? '', ...(alias !== undefined && { alias }) };
    },
    now: Date.now,
    signal,
  };
}

/** Clients and their connections are reused by later invocations; the limiters count all calls. */
function clientsIn(region: string) {
  const limiters = {
    ec2: ec2Limiters('own', region),
    tagging: taggingLimiters('own', region),
    lists: listLimiters('own', region),
  };
  const made = clients.get(region) ?? createAccountClients({ region, ...endpoint }, limiters);
  clients.set(region, made);
  return made;
}

async function publishMessage(
  message: { subject: string; text: string },
  signal: AbortSignal,
): Promise<void> {
  const [result] = await publishMessages(
    sns,
    [
      {
        subject: toSubject(message.subject),
        body: toMessageText(message.text),
        attributes: { kind: 'tag-audit' },
      },
    ],
    { topicArn: settings.topicArn, signal },
  );
  if (result !== undefined && !result.published) throw result.error;
}
