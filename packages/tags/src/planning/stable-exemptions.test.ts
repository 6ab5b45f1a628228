import { expect, test } from 'vitest';
import type { Tags } from '../model.ts';
import { policyOf, resourceOf } from '../policy/testing/policy-of.ts';
import { withStableExemptions } from './stable-exemptions.ts';

const NOW_MS = Date.parse('2026-11-30');
const policy = policyOf(`
keys:
  Env: { required: true }
  Project: { required: true }
exemptions:
  - match: { type: 'ec2:instance', tag: { Env: sandbox } }
    keys: [Project]
    reason: sandboxes have no project
  - match: { type: 's3:bucket' }
    keys: [Env]
    reason: another type
`);

/** The fixes that a policy without its exemptions would make: `Env` is corrected, and `Project` set. */
const decide = (isExempt: (key: string) => boolean): { readonly tags: Tags } => ({
  tags: { ...(!isExempt('Env') && { Env: 'sandbox' }), ...(!isExempt('Project') && { Project: 'shop' }) },
});

test('an exemption that matches a tag as it will be applies, also beside exemptions that do not match by a tag', () => {
  const { tags, exemptions } = withStableExemptions(
    policy,
    resourceOf({ Env: 'Sandbox box' }),
    NOW_MS,
    decide,
  );
  expect(tags).toEqual({ Env: 'sandbox' });
  expect(exemptions.map(({ reason }) => reason)).toEqual(['sandboxes have no project']);
});

test('of a resource whose tags stay as they are, the exemptions of these tags apply', () => {
  const resource = resourceOf({ Env: 'sandbox' });
  const { exemptions } = withStableExemptions(policy, resource, NOW_MS, () => ({ tags: resource.tags }));
  expect(exemptions.map(({ reason }) => reason)).toEqual(['sandboxes have no project']);
});
