import { type Action, queueNameOf } from './action.ts';
import { findTagsProblem } from '../resource-registry/index.ts';
import { invalidAttribute, invalidValue } from './errors.ts';
import { needText, readMap, readTexts } from './input.ts';
import type { Queue } from './queue.ts';
import { queueAttributeNames, withDefaults } from './queue-attributes.ts';

/** The actions on queues. */
export const queueActions: Readonly<Record<string, Action>> = {
  CreateQueue({ input, store, tags, urlOf, arnOf }) {
    const newTags = readMap(input, 'tags');
    const problem = findTagsProblem(newTags, {}, 'sqs:queue');
    if (problem) throw invalidValue(problem.message);
    const { name } = store.create(needText(input, 'QueueName'), readMap(input, 'Attributes'));
    if (Object.keys(newTags).length > 0) tags.set(arnOf(name), newTags);
    return { QueueUrl: urlOf(name) };
  },

  DeleteQueue({ input, store, tags, arnOf }) {
    const queue = store.queue(queueNameOf(input));
    store.delete(queue);
    tags.forget(arnOf(queue.name));
    return {};
  },

  GetQueueAttributes({ input, store, arnOf }) {
    const queue = store.queue(queueNameOf(input));
    const all = attributesOf(queue, arnOf(queue.name));
    const requested = readTexts(input, 'AttributeNames');
    const unknown = requested.find((name) => name !== 'All' && !queueAttributeNames.includes(name));
    if (unknown !== undefined)
      throw invalidAttribute(unknown, `use All, or ${queueAttributeNames.join(', ')}`);
    if (requested.includes('All')) return { Attributes: all };
    return {
      Attributes: Object.fromEntries(Object.entries(all).filter(([name]) => requested.includes(name))),
    };
  },

  SetQueueAttributes({ input, store }) {
    store.setAttributes(store.queue(queueNameOf(input)), readMap(input, 'Attributes'));
    return {};
  },

  PurgeQueue({ input, store }) {
    store.purge(store.queue(queueNameOf(input)));
    return {};
  },
};

function attributesOf(queue: Queue, arn: string): Record<string, string> {
  const { visible, inFlight, delayed } = queue.counts();
  return {
    ...withDefaults(queue.attributes),
    QueueArn: arn,
    CreatedTimestamp: String(Math.floor(queue.createdMs / 1000)),
    LastModifiedTimestamp: String(Math.floor(queue.modifiedMs / 1000)),
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
  };
}
