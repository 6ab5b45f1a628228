import { sleep } from '@groundcrew/async';
import { createDynamoDBClient } from '@groundcrew/aws/dynamodb';
import { createS3Client, readText } from '@groundcrew/aws/s3';
import { isGroundcrewError, messageOf } from '@groundcrew/errors';
import { createHandler, type Invocation } from '@groundcrew/lambda';
import { isOnSchedule } from '@groundcrew/schedule/assignment';
import { createPower } from '@groundcrew/schedule/power';
import { readResources } from '@groundcrew/schedule/resources';
import {
  createDynamoDbStore,
  problemMessage,
  readStoredSchedule,
  runSchedule,
  type ScheduleRun,
  type StoredSchedule,
} from '@groundcrew/schedule/running';
import { createServices } from '@groundcrew/schedule/services';
import { createConnections } from './connections.ts';
import { readSettings } from './env.ts';

/** The result of a run; the log has the problems. */
export type RunScheduleResult =
  | { readonly status: 'no-schedule' }
  | ({ readonly status: 'done' } & Omit<ScheduleRun, 'problems'> & { readonly problems: number });

const settings = readSettings();
const { bucket, scheduleKey, tableName, currentRegion, regions, topicArn, alertAfterMs } = settings;
const s3 = createS3Client();
const dynamodb = createDynamoDBClient();
const services = createServices({ connectionTo: createConnections(settings), now: Date.now, sleep });
const store = createDynamoDbStore(dynamodb, { tableName, now: Date.now });

/** Brings what is on a schedule to where it should be now. */
export const handler = createHandler<unknown, RunScheduleResult>({
  name: 'run-schedule',
  async handle(_event, invocation) {
    const { signal, log, metrics } = invocation;
    const stored = await loadSchedule(invocation);
    if (!stored) return { status: 'no-schedule' };
    const ownId = invocation.functionArn.split(':')[4] ?? '';
    const accountOf = (id: string) => (id === ownId ? undefined : id);
    const onSchedule = isOnSchedule(stored.file);
    const { problems, ...counts } = await runSchedule({
      ...stored,
      readResources: async () => {
        const deps = { ...services, currentRegion, signal, isOnSchedule: onSchedule };
        const own = await readResources({ regions }, deps);
        // Its own account, by a role there, would be all of it a second time.
        const accounts = settings.accounts.filter((id) => id !== ownId);
        if (accounts.length === 0) return own;
        const others = await readResources({ regions, accounts }, deps);
        return {
          resources: [...own.resources, ...others.resources],
          unread: [...own.unread, ...others.unread],
        };
      },
      store,
      power: createPower({ ...services, accountOf, signal }),
      notify: (found) => notify(found, signal),
      now: Date.now,
      alertAfterMs,
      signal,
    });
    log.info('the schedule was run', { ...counts, problems });
    metrics.add('Started', counts.started);
    metrics.add('Stopped', counts.stopped);
    metrics.record('ScheduleProblems', problems.length, 'Count');
    return { status: 'done', ...counts, problems: problems.length };
  },
});

/** The schedule file. That there is none that can be used is reported once. */
async function loadSchedule({ signal, log, metrics }: Invocation): Promise<StoredSchedule | undefined> {
  try {
    return await readStoredSchedule({ bucket, key: scheduleKey }, (address) =>
      readText(s3, { ...address, signal }),
    );
  } catch (error) {
    if (!isGroundcrewError(error) || error.fault !== 'user') throw error;
    log.error('there is no usable schedule file', { error });
    metrics.add('ScheduleUnusable', 1);
    const problem = messageOf(error);
    const { reported } = await store.load(signal);
    if (reported !== problem) {
      await notify([problem], signal);
      await store.save({ reported: problem }, signal);
    }
    return undefined;
  }
}

/** SNS is loaded when there is something to report, which is rare. */
async function notify(problems: readonly string[], signal: AbortSignal): Promise<void> {
  const { createSnsClient, publishMessages, toMessageText, toSubject } = await import('@groundcrew/aws/sns');
  const { subject, body } = await problemMessage(problems, settings.language);
  const sns = createSnsClient();
  try {
    const [result] = await publishMessages(
      sns,
      [
        {
          subject: toSubject(subject),
          body: toMessageText(body),
          attributes: { kind: 'schedule' },
        },
      ],
      { topicArn, signal },
    );
    if (result !== undefined && !result.published) throw result.error;
  } finally {
    sns.destroy();
  }
}
