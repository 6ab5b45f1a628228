import { type Directory, type ListedResource, noSuchResource, type Place } from '../directory/index.ts';
import type { Form } from '../form.ts';
import type { QueryAction } from '../query-service.ts';
import type { LocalRequest } from '../service.ts';
import type { Tags } from '../tags/index.ts';
import { needText, pageOf } from './action.ts';

/** Topics of all regions and accounts: the list of them, and their tags. */
export function createTagActions(directory: Directory): Readonly<Record<string, QueryAction>> {
  async function admit(action: string, resource: string, request: LocalRequest): Promise<Place> {
    return directory.admit(request, { action: `sns:${action}`, resource, operation: action });
  }

  /** @throws AwsError `ResourceNotFound` */
  async function admitTo(action: string, form: Form, request: LocalRequest) {
    const arn = needText(form, 'ResourceArn');
    const place = await admit(action, arn, request);
    return { place, topic: topicAt(directory, arn, place), action: `sns:${action}` };
  }

  return {
    async ListTopics(form, request) {
      const place = await admit('ListTopics', '*', request);
      const { page, NextToken } = pageOf(directory.list('sns:topic', place), form.text('NextToken'));
      return { Topics: { member: page.map(({ arn }) => ({ TopicArn: arn })) }, NextToken };
    },

    async ListTagsForResource(form, request) {
      const { topic } = await admitTo('ListTagsForResource', form, request);
      const tags = directory.tagsOf(topic, directory.readFor(request, 'ListTagsForResource'));
      return { Tags: { member: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) } };
    },

    async TagResource(form, request) {
      const { topic, place, action } = await admitTo('TagResource', form, request);
      directory.change(topic.arn, { set: readTags(form) }, { ...place, action });
      return {};
    },

    async UntagResource(form, request) {
      const { topic, place, action } = await admitTo('UntagResource', form, request);
      const remove = form.texts('TagKeys.member');
      directory.change(topic.arn, { remove }, { ...place, action });
      return {};
    },
  };
}

/** The tags of a CreateTopic or a TagResource. */
export function readTags(form: Form): Tags {
  return Object.fromEntries(form.list('Tags').map((tag) => [tag.text('Key') ?? '', tag.text('Value') ?? '']));
}

function topicAt(directory: Directory, arn: string, { accountId, region }: Place): ListedResource {
  const found = directory.find(arn);
  if (found?.type === 'sns:topic' && found.accountId === accountId && found.region === region) return found;
  throw noSuchResource('sns', arn);
}
