import type { TaggedResource, Tags } from '../../model.ts';
import { parsePolicy } from '../parse-policy.ts';
import type { TagPolicy } from '../policy.ts';

/** A policy for tests, of the text under its heading. */
export function policyOf(body: string): TagPolicy {
  return parsePolicy(`version: 1\n${body}`, { file: 'tags.yaml' });
}

/** An instance in Seoul with `tags` and overrides. */
export function resourceOf(tags: Tags | null, facts: Partial<TaggedResource> = {}): TaggedResource {
  const id = facts.id ?? 'i-1';
  return {
    arn: `arn:aws:ec2:ap-northeast-2:123456789012:instance/${id}`,
    type: 'ec2:instance',
    id,
    accountId: '123456789012',
    region: 'ap-northeast-2',
    tags,
    parents: {},
    ...facts,
  };
}
