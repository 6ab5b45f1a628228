import { type Action, entriesOf, needText } from './action.ts';
import { findTagsProblem } from '../resource-registry/index.ts';
import { invalidParameter } from './errors.ts';
import { readTags } from './tag-actions.ts';

/** The actions on topics. */
export const topicActions: Readonly<Record<string, Action>> = {
  CreateTopic({ form, store, tags }) {
    const newTags = readTags(form);
    const problem = findTagsProblem(newTags, {}, 'sns:topic');
    if (problem) throw invalidParameter(`Tags Reason: ${problem.message}`);
    const { arn } = store.create(needText(form, 'Name'), form.map('Attributes'));
    if (Object.keys(newTags).length > 0) tags.set(arn, newTags);
    return { TopicArn: arn };
  },

  DeleteTopic({ form, store, tags }) {
    const arn = needText(form, 'TopicArn');
    store.delete(arn);
    tags.forget(arn);
    return {};
  },

  GetTopicAttributes({ form, store }) {
    const { arn, attributes } = store.topic(needText(form, 'TopicArn'));
    const subscriptions = store.subscriptions(arn);
    const confirmed = subscriptions.filter(({ isConfirmed }) => isConfirmed).length;
    return {
      Attributes: entriesOf({
        DisplayName: '',
        ...attributes,
        TopicArn: arn,
        Owner: arn.split(':')[4] ?? '',
        SubscriptionsConfirmed: String(confirmed),
        SubscriptionsPending: String(subscriptions.length - confirmed),
        SubscriptionsDeleted: '0',
      }),
    };
  },

  SetTopicAttributes({ form, store }) {
    store.setAttribute(
      needText(form, 'TopicArn'),
      needText(form, 'AttributeName'),
      form.text('AttributeValue') ?? '',
    );
    return {};
  },
};
