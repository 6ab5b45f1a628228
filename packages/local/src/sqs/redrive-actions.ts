import { type Action, type ActionCall, queueNameOf } from './action.ts';
import { invalidArn, invalidValue, noSuchResource } from './errors.ts';
import { needText, readNumber, readToken } from './input.ts';
import type { Queue } from './queue.ts';

const MAX_PAGE = 1000;

/**
 * The actions on dead-letter queues and what moves their messages.
 *
 * Rules: "StartMessageMoveTask" and its neighbors in the SQS API reference: only from the dead-letter queue of another queue.
 */
export const redriveActions: Readonly<Record<string, Action>> = {
  ListDeadLetterSourceQueues({ input, store, urlOf }) {
    const queue = store.queue(queueNameOf(input));
    const limit = readNumber(input, 'MaxResults', 1, MAX_PAGE);
    const after = readToken(input);
    const later = store
      .sourcesOf(queue)
      .map(({ name }) => name)
      .filter((name) => name > after)
      .toSorted();
    const page = later.slice(0, limit ?? MAX_PAGE);
    const hasMore = limit !== undefined && page.length < later.length;
    return {
      queueUrls: page.map(urlOf),
      ...(hasMore && { NextToken: Buffer.from(page.at(-1)!).toString('base64url') }),
    };
  },

  StartMessageMoveTask(call) {
    const { input, store, moveTasks } = call;
    const sourceArn = needText(input, 'SourceArn');
    const source = queueAt(call, 'SourceArn', sourceArn);
    const maxPerSecond = readNumber(input, 'MaxNumberOfMessagesPerSecond', 1, 500);
    if (store.sourcesOf(source).length === 0) {
      throw invalidValue('Source queue must be configured as a Dead Letter Queue.');
    }
    const destinationArn = input.DestinationArn === undefined ? undefined : needText(input, 'DestinationArn');
    if (destinationArn !== undefined) {
      if (destinationArn === sourceArn) {
        throw invalidValue('Source queue arn and destination queue arn cannot be the same.');
      }
      const destination = queueAt(call, 'DestinationArn', destinationArn);
      if (source.name.endsWith('.fifo') !== destination.name.endsWith('.fifo')) {
        throw invalidValue('The source queue and destination queue must be of the same queue type.');
      }
    }
    return { TaskHandle: moveTasks.start({ source, sourceArn, destinationArn, maxPerSecond }) };
  },

  ListMessageMoveTasks(call) {
    const sourceArn = needText(call.input, 'SourceArn');
    queueAt(call, 'SourceArn', sourceArn);
    const most = readNumber(call.input, 'MaxResults', 1, 10) ?? 1;
    return { Results: call.moveTasks.list(sourceArn, most) };
  },

  CancelMessageMoveTask({ input, moveTasks }) {
    return { ApproximateNumberOfMessagesMoved: moveTasks.cancel(needText(input, 'TaskHandle')) };
  },
};

/** @throws AwsError `InvalidParameterValue`, `ResourceNotFoundException` */
function queueAt({ store, arnOf }: ActionCall, parameter: string, arn: string): Queue {
  if (!/^arn:[\w-]+:sqs:[\w-]*:\d*:[\w.-]+$/.test(arn)) throw invalidArn(parameter);
  const name = arn.split(':').at(-1)!;
  const queue = store.list().find((one) => one.name === name);
  if (!queue || arn !== arnOf(name)) throw noSuchResource(parameter);
  return queue;
}
