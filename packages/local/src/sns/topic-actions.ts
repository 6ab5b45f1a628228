import { type Action, entriesOf, needText, pageOf } from './action.ts';

/** What is done to topics. */
export const topicActions: Readonly<Record<string, Action>> = {
  CreateTopic: ({ form, store }) => ({
    TopicArn: store.create(needText(form, 'Name'), form.map('Attributes')).arn,
  }),

  DeleteTopic({ form, store }) {
    store.delete(needText(form, 'TopicArn'));
    return {};
  },

  ListTopics({ form, store }) {
    const { page, NextToken } = pageOf(store.list(), form.text('NextToken'));
    return { Topics: { member: page.map(({ arn }) => ({ TopicArn: arn })) }, NextToken };
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
