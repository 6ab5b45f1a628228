import type { CommandContext, Io } from '@groundcrew/cli';
import type { Notice, WatchedInstance } from '@groundcrew/ec2/watch';
import { isGroundcrewError } from '@groundcrew/errors';
import { connectionOf } from '../connection.ts';

export interface NoticePublisher {
  /** What became of it, a sentence; never throws, for the command that saves the work must run all the same. */
  publish(notice: Notice, signal: AbortSignal): Promise<string>;
  close(): void;
}

interface PublisherDeps {
  readonly instance: WatchedInstance;
  readonly global: CommandContext<Record<never, never>>['global'];
  readonly io: Io;
}

/** Longer, and the notice has lost its use. */
const PUBLISH_TIMEOUT_MS = 60_000;

/**
 * Gets ready to publish to a topic: a name is looked up now, so that a wrong one is told before it is needed, and so
 * that it costs no time then.
 *
 * @throws GroundcrewError `aws-sns.topic.not-found`, `aws-sns.list-failed`
 */
export async function createNoticePublisher(topic: string, deps: PublisherDeps): Promise<NoticePublisher> {
  const { instance, global, io } = deps;
  // Imported late: most watches publish nothing, and the SDK takes its time.
  const { createSnsClient, findTopicArn, isFifoTopic, publishMessages } = await import('@groundcrew/aws/sns');
  const { noticeMessage } = await import('@groundcrew/ec2/watch/notice-message');
  const connection = connectionOf(global, io);
  const arnRegion = topic.startsWith('arn:') ? topic.split(':')[3] : undefined;
  // A topic lives in the region that its ARN names; one known by name, where the instance is.
  const region = arnRegion ?? connection.region ?? io.environment.AWS_REGION ?? instance.region;
  const client = createSnsClient({ ...connection, region });
  try {
    const topicArn = arnRegion === undefined ? await findTopicArn(client, topic) : topic;
    return {
      async publish(notice, signal) {
        const message = noticeMessage(notice, instance, { nowMs: io.now(), isFifo: isFifoTopic(topicArn) });
        const [result] = await publishMessages(client, [message], {
          topicArn,
          signal: AbortSignal.any([signal, AbortSignal.timeout(PUBLISH_TIMEOUT_MS)]),
        });
        if (result?.published) return `published ${notice.id} to ${topicArn}`;
        const error = result?.error;
        return `${error?.message ?? 'nothing was published'}${isGroundcrewError(error) ? ` [${error.code}]` : ''}`;
      },
      close: () => client.destroy(),
    };
  } catch (error) {
    client.destroy();
    throw error;
  }
}
