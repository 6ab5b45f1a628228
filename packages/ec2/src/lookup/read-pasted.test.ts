import { expect, test } from 'vitest';
import { parseLookupQuestion, parseLookupText } from './parse-question.ts';

const id = 'i-0bb379ea3e79d0bef';
const byId = { by: 'id', value: id };
const seoul = 'ap-northeast-2';

test.each([
  [`${id}.${seoul}.compute.internal`, { ...byId, region: seoul }],
  [`${id}.ec2.internal`, { ...byId, region: 'us-east-1' }],
  [`${id}.corp.example`, byId],
  ['ip-10-80-0-4', { by: 'address', value: '10.80.0.4' }],
  ['IP-10-80-0-4', { by: 'address', value: '10.80.0.4' }],
  ['ip-10-80-0-4.corp.example', { by: 'address', value: '10.80.0.4' }],
  [
    `ip-10-80-0-4.${seoul}.compute.internal`,
    { by: 'dns-name', value: `ip-10-80-0-4.${seoul}.compute.internal`, region: seoul },
  ],
  [`arn:aws:ec2:${seoul}:111122223333:instance/${id}`, { ...byId, region: seoul }],
  [`arn:aws-cn:ec2:cn-north-1:111122223333:instance/${id}`, { ...byId, region: 'cn-north-1' }],
  [
    'arn:aws:ec2:eu-west-1:1:network-interface/eni-0123456789abcdef0',
    { by: 'interface', region: 'eu-west-1' },
  ],
  [`aws:///${seoul}a/${id}`, { ...byId, region: seoul }],
  [`aws:///us-west-2-lax-1a/${id}`, { ...byId, region: 'us-west-2' }],
  [`aws:///us-gov-west-1b/${id}`, { ...byId, region: 'us-gov-west-1' }],
  ['eni-0123456789abcdef0', { by: 'interface', value: 'eni-0123456789abcdef0' }],
  [`"${id}",`, byId],
  [`\`${id}\``, byId],
  ['10.80.0.4:8080', { by: 'address', value: '10.80.0.4' }],
  ['[2001:db8::1]:443', { by: 'address', value: '2001:db8::1' }],
  ['10.80.0.4/32', { by: 'address', value: '10.80.0.4' }],
  ['http://10.80.0.4:9100/metrics', { by: 'address', value: '10.80.0.4' }],
  [
    `https://${seoul}.console.aws.amazon.com/ec2/home?region=${seoul}#InstanceDetails:instanceId=${id}`,
    { ...byId, region: seoul },
  ],
  ['ip-300-1-1-1', { by: 'name', value: 'ip-300-1-1-1' }],
  ['ip-proxy', { by: 'name', value: 'ip-proxy' }],
])('%s', (text, expected) => {
  expect(parseLookupText(text)).toMatchObject(expected);
  expect(parseLookupQuestion({ q: text })).toMatchObject(expected);
});

test('the id of something else is refused, and may still be a name', () => {
  expect(() => parseLookupText('vol-0123456789abcdef0')).toThrow(
    '"vol-0123456789abcdef0" is the id of a volume, not of an instance; as a name: --by name',
  );
  expect(parseLookupText('vol-0123456789abcdef0', 'name')).toMatchObject({ by: 'name' });
  expect(parseLookupText('web-12345678')).toMatchObject({ by: 'name' });
});
