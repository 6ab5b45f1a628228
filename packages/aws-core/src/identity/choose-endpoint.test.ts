import { expect, test } from 'vitest';
import { endpointsOf } from './choose-endpoint.ts';
import { chooseProfile } from './choose-profile.ts';
import { mergeConfig } from './shared-config.ts';

function endpoints(text: string, environment: Readonly<Record<string, string>> = {}) {
  const config = mergeConfig({ path: 'config', text }, { path: 'credentials', text: undefined });
  return endpointsOf(environment, chooseProfile('local', environment, config), config);
}

test('services that a profile names and that do not exist are refused, rather than AWS asked', () => {
  const endpointOf = endpoints('[profile local]\nservices = nope\nendpoint_url = http://127.0.0.1:1\n');
  expect(() => endpointOf('sqs')).toThrow(
    expect.objectContaining({
      code: 'aws-core.profile.incomplete',
      message: expect.stringMatching(
        /^config:2: the profile "local" has the services "nope", which do not exist/,
      ),
    }),
  );
});

test('an endpoint of the environment comes first, and then the section, and then the profile', () => {
  const text =
    '[profile local]\nservices = mine\nendpoint_url = http://c\n[services mine]\nsqs =\n  endpoint_url = http://b\n';
  expect(endpoints(text, { AWS_ENDPOINT_URL: 'http://a' })('sqs')?.value).toBe('http://a');
  expect(endpoints(text)('sqs')?.value).toBe('http://b');
  expect(endpoints(text)('s3')?.value).toBe('http://c');
});
