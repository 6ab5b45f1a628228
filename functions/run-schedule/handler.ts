import { sleep } from '@groundcrew/async';
import {
  createEc2Client,
  createEc2Instances,
  createEc2Limiters,
  createEc2Power,
  type Ec2Instances,
  type Ec2Power,
} from '@groundcrew/aws/ec2';
import { createDynamoDBClient } from '@groundcrew/aws/dynamodb';
import { createS3Client, readText } from '@groundcrew/aws/s3';
import { createSnsClient, publishMessages, toMessageText, toSubject } from '@groundcrew/aws/sns';
import { isGroundcrewError, messageOf } from '@groundcrew/errors';
import { createHandler, type Invocation } from '@groundcrew/lambda';
import { readResources } from '@groundcrew/schedule/resources';
import {
  createDynamoDbStore,
  readStoredSchedule,
  runSchedule,
  type ScheduleRun,
  type StoredSchedule,
} from '@groundcrew/schedule/running';
import { readSettings } from './env.ts';

/** The result of a run; the log has the problems. */
export type RunScheduleResult =
  | { readonly status: 'no-schedule' }
  | ({ readonly status: 'done' } & Omit<ScheduleRun, 'problems'> & { readonly problems: number });

const settings = readSettings();
const { bucket, scheduleKey, tableName, currentRegion, regions, topicArn, alertAfterMs } = settings;
const s3 = createS3Client();
const sns = createSnsClient();
const dynamodb = createDynamoDBClient();
const limiterOf = createEc2Limiters({ now: Date.now, sleep });
const clients = new Map<string, Ec2Instances & Ec2Power>();
const store = createDynamoDbStore(dynamodb, { tableName, now: Date.now });

/** Brings what is on a schedule to where it should be now. */
export const handler = createHandler<unknown, RunScheduleResult>({
  name: 'run-schedule',
  async handle(_event, invocation) {
    const { signal, log, metrics } = invocation;
    const stored = await loadSchedule(invocation);
    if (!stored) return { status: 'no-schedule' };
    const { problems, ...counts } = await runSchedule({
      ...stored,
      readResources: () =>
        readResources({ regions }, { ec2For: (_, region) => ec2In(region), currentRegion, signal }),
      store,
      power: {
        act: (kind, region, ids) =>
          kind === 'start'
            ? ec2In(region).startInstances(ids, { signal })
            : ec2In(region).stopInstances(ids, { signal }),
      },
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

function ec2In(region: string): Ec2Instances & Ec2Power {
  const known = clients.get(region);
  if (known) return known;
  const connection = {
    client: createEc2Client({ region }),
    limiter: limiterOf('own', region),
    random: Math.random,
    sleep,
  };
  const ec2 = { ...createEc2Instances(connection), ...createEc2Power(connection) };
  clients.set(region, ec2);
  return ec2;
}

async function notify(problems: readonly string[], signal: AbortSignal): Promise<void> {
  const subject =
    problems.length === 0
      ? 'Schedules: all problems are gone'
      : `Schedules: ${problems.length === 1 ? '1 problem' : `${problems.length} problems`}`;
  const [result] = await publishMessages(
    sns,
    [
      {
        subject: toSubject(subject),
        body: toMessageText(problems.join('\n') || 'Everything is where its schedule says.'),
        attributes: { kind: 'schedule' },
      },
    ],
    { topicArn, signal },
  );
  if (result !== undefined && !result.published) throw result.error;
}
