import { expect, test } from 'vitest';
import { readSettings } from './env.ts';
import { manifest } from './manifest.ts';

const names = { POLICY_BUCKET: 'tags', POLICY_KEY: 'tag-policy.yaml' };

test('an absent or empty tag key means no such tag', () => {
  const policy = { bucket: 'tags', key: 'tag-policy.yaml' };
  expect(readSettings({ ...names, CREATED_BY_KEY: '' })).toEqual({ policy, policyCacheMs: 60_000 });
  expect(readSettings({ ...names, CREATED_BY_KEY: 'Made By', CREATED_AT_KEY: 'Made At' })).toEqual({
    policy,
    createdByKey: 'Made By',
    createdAtKey: 'Made At',
    policyCacheMs: 60_000,
  });
});

test.each(['aws:by', 'a'.repeat(129), 'who?'])(
  'the key %j, which AWS would not accept, is refused',
  (key) => {
    expect(() => readSettings({ ...names, CREATED_BY_KEY: key })).toThrow(
      expect.objectContaining({ code: 'lambda.setting.invalid' }),
    );
  },
);

test('it accepts the environment of the manifest', () => {
  const environment = Object.fromEntries(Object.keys(manifest.environment).map((name) => [name, 'x']));

  expect(readSettings(environment)).toMatchObject({ policy: { bucket: 'x', key: 'x' }, createdByKey: 'x' });
  expect(() => readSettings({})).toThrow(expect.objectContaining({ code: 'lambda.setting.missing' }));
});
