import type { CommandContext, Io } from '@groundcrew/cli';
import type { Notice, WatchedInstance } from '@groundcrew/ec2/watch';
import { isGroundcrewError } from '@groundcrew/errors';
import type { Language } from '@groundcrew/report/languages';
import { openConnection } from '../connection.ts';

export interface NoticePublisher {
  /** The result, a sentence; never throws, because the command that saves the work must run anyway. */
  publish(notice: Notice, signal: AbortSignal): Promise<string>;
  close(): void;
}

interface PublisherDeps {
  readonly instance: WatchedInstance;
  readonly language: Language;
  readonly global: CommandContext<Record<never, never>>['global'];
  readonly io: Io;
  readonly signal: AbortSignal;
}

/** A later notice would be useless. */
const PUBLISH_TIMEOUT_MS = 60_000;

/**
 * Prepares publishing to a topic: a name is resolved now, so that a wrong one is reported before it is needed, and a
 * notice is published without a delay.
 *
 * @throws GroundcrewError `aws-sns.topic.not-found`, `aws-sns.list-failed`
 */
export async function createNoticePublisher(topic: string, deps: PublisherDeps): Promise<NoticePublisher> {
  const { instance, language, global, io, signal } = deps;
  // Imported late: most watches publish nothing, and the SDK takes time to load.
  const { createSnsClient, findTopicArn, isFifoTopic, publishMessages } = await import('@groundcrew/aws/sns');
  const { noticeMessage } = await import('@groundcrew/ec2/watch/notice-message');
  const arnRegion = topic.startsWith('arn:') ? topic.split(':')[3] : undefined;
  // A topic is in the region of its ARN; one known by name is in the region of the instance.
  const connection = await openConnection(
    { global: arnRegion === undefined ? global : { ...global, region: arnRegion }, io, signal },
    { changes: true, fallbackRegion: instance.region },
  );
  const client = createSnsClient(connection);
  try {
    const topicArn = arnRegion === undefined ? await findTopicArn(client, topic) : topic;
    return {
      async publish(notice, signal) {
        const message = noticeMessage(notice, instance, {
          nowMs: io.now(),
          isFifo: isFifoTopic(topicArn),
          language,
        });
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
