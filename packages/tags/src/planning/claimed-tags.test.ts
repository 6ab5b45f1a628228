import { expect, test } from 'vitest';
import { policyOf } from '../policy/testing/policy-of.ts';
import { claimTags } from './claimed-tags.ts';

test('a tag with the key of a rule is of that rule, though an earlier one has the key as a misspelling', () => {
  const [project] = policyOf('keys: { Project: {} }').keys;
  const [lower] = policyOf('keys: { project: { ignoreCase: false } }').keys;
  const claimed = claimTags([project!, lower!], { PROJECT: 'a', project: 'b' });
  expect(claimed.get(project!)).toEqual([{ key: 'PROJECT', value: 'a' }]);
  expect(claimed.get(lower!)).toEqual([{ key: 'project', value: 'b' }]);
});
