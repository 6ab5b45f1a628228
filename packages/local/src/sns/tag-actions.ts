import type { Form } from '../form.ts';
import type { QueryAction } from '../query-service.ts';
import {
  type CallerContext,
  type ListedResource,
  noSuchResource,
  type ResourceRegistry,
} from '../resource-registry/index.ts';
import type { LocalRequest } from '../service.ts';
import type { Tags } from '../tags/index.ts';
import { needText, pageOf } from './action.ts';

/** Topics of all regions and accounts: the list of them, and their tags. */
export function createTagActions(registry: ResourceRegistry): Readonly<Record<string, QueryAction>> {
  async function authorize(action: string, resource: string, request: LocalRequest): Promise<CallerContext> {
    return registry.authorize(request, { action: `sns:${action}`, resource, operation: action });
  }

  /** @throws AwsError `ResourceNotFound` */
  async function authorizeResource(action: string, form: Form, request: LocalRequest) {
    const arn = needText(form, 'ResourceArn');
    const caller = await authorize(action, arn, request);
    return { caller, topic: topicAt(registry, arn, caller), action: `sns:${action}` };
  }

  return {
    async ListTopics(form, request) {
      const caller = await authorize('ListTopics', '*', request);
      const { page, NextToken } = pageOf(registry.list('sns:topic', caller), form.text('NextToken'));
      return { Topics: { member: page.map(({ arn }) => ({ TopicArn: arn })) }, NextToken };
    },

    async ListTagsForResource(form, request) {
      const { topic } = await authorizeResource('ListTagsForResource', form, request);
      const tags = registry.tagsOf(topic, registry.tagReadFor(request, 'ListTagsForResource'));
      return { Tags: { member: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) } };
    },

    async TagResource(form, request) {
      const { topic, caller, action } = await authorizeResource('TagResource', form, request);
      registry.change(topic.arn, { set: readTags(form) }, { ...caller, action });
      return {};
    },

    async UntagResource(form, request) {
      const { topic, caller, action } = await authorizeResource('UntagResource', form, request);
      const remove = form.texts('TagKeys.member');
      registry.change(topic.arn, { remove }, { ...caller, action });
      return {};
    },
  };
}

/** The tags of a CreateTopic or a TagResource. */
export function readTags(form: Form): Tags {
  return Object.fromEntries(form.list('Tags').map((tag) => [tag.text('Key') ?? '', tag.text('Value') ?? '']));
}

function topicAt(
  registry: ResourceRegistry,
  arn: string,
  { accountId, region }: CallerContext,
): ListedResource {
  const found = registry.find(arn);
  if (found?.type === 'sns:topic' && found.accountId === accountId && found.region === region) return found;
  throw noSuchResource('sns', arn);
}
