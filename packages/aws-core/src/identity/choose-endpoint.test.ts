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

test.each([
  ['sqs =\nendpoint_url = http://b\n', 'config:5: .* in which endpoint_url is not indented below a service'],
  [
    'sqs =\n  endpoint_url: http://b\n',
    'config:4: .* in which sqs has "endpoint_url: http://b" and not endpoint_url',
  ],
  ['sqs =\n  ENDPOINT_URL = http://b\n', 'config:4: .* in which sqs has "ENDPOINT_URL"'],
  ['cost-explorer =\n  endpoint_url = http://b\n', 'config:4: .* "cost-explorer" is not the name of one'],
])('services that name no endpoint where one is meant are refused: %j', (lines, message) => {
  const endpointOf = endpoints(`[profile local]\nservices = mine\n[services mine]\n${lines}`);
  expect(() => endpointOf('sqs')).toThrow(new RegExp(message));
});

test('what is not a URL is refused, and an empty endpoint is as none', () => {
  const profile = '[profile local]\nendpoint_url =\n';
  expect(endpoints(profile)('sqs')).toBeUndefined();
  expect(endpoints(profile, { AWS_ENDPOINT_URL: ' http://a ' })('sqs')?.value).toBe('http://a');
  for (const url of ['localhost:4566', '127.0.0.1:4566', 'ftp://a'])
    expect(() => endpoints(profile, { AWS_ENDPOINT_URL: url })('sqs')).toThrow(
      expect.objectContaining({ code: 'aws-core.endpoint.invalid' }),
    );
});

test('the endpoint of a service by another name than that of its settings is refused', () => {
  const text = '[profile local]\nservices = mine\n[services mine]\nce =\n  endpoint_url = http://b\n';
  for (const [service, name] of [
    ['cloudwatch_logs', 'LOGS'],
    ['route_53', 'ROUTE53'],
    ['sfn', 'STEPFUNCTIONS'],
  ] as const)
    expect(() => endpoints(text, { [`AWS_ENDPOINT_URL_${name}`]: 'http://a' })(service)).toThrow(
      `AWS_ENDPOINT_URL_${name} is not the variable of a service`,
    );
  expect(() => endpoints(text)('cost_explorer')).toThrow('"ce" is written in place of cost_explorer');
  const both = { AWS_ENDPOINT_URL_LOGS: 'http://a', AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: 'http://b' };
  expect(endpoints(text, both)('cloudwatch_logs')?.value).toBe('http://b');
});

test('whether endpoints are ignored is true or false', () => {
  const text = '[profile local]\nendpoint_url = http://a\nignore_configured_endpoint_urls = TRUE\n';
  expect(endpoints(text)('sqs')).toBeUndefined();
  expect(endpoints(text, { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'false' })('sqs')?.value).toBe('http://a');
  expect(() => endpoints(text, { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: '1' })).toThrow(
    'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS is "1", which is neither true nor false',
  );
});
