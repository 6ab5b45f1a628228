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
  [`arn:aws:ec2:${seoul}:111122223333:instance/${id}`, { ...byId, region: seoul, accountId: '111122223333' }],
  [`arn:aws-cn:ec2:cn-north-1:111122223333:instance/${id}`, { ...byId, region: 'cn-north-1' }],
  [
    'arn:aws:ec2:eu-west-1:111122223333:network-interface/eni-0123456789abcdef0',
    { by: 'interface', region: 'eu-west-1', accountId: '111122223333' },
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
  // With what stands around it where it was copied.
  [`${id}.`, byId],
  [`${id},`, byId],
  [`(${id}).`, byId],
  [`<${id}>`, byId],
  [`“${id}”`, byId],
  [`"InstanceId": "${id}",`, byId],
  [`${id} (web-1)`, byId],
  [`ec2-user@${id}`, byId],
  ['10.80.0.4,', { by: 'address', value: '10.80.0.4' }],
  ['10.80.0.4.', { by: 'address', value: '10.80.0.4' }],
  ["'10.80.0.4'", { by: 'address', value: '10.80.0.4' }],
  ['ec2-user@10.80.0.4', { by: 'address', value: '10.80.0.4' }],
  ['10.80.0.4:8080/health', { by: 'address', value: '10.80.0.4' }],
  ['ssh://ec2-user@10.80.0.4:22', { by: 'address', value: '10.80.0.4' }],
  ['[2001:db8::1]', { by: 'address', value: '2001:db8::1' }],
  ['http://[2001:db8::1]:8080/', { by: 'address', value: '2001:db8::1' }],
  ['2001:db8::1/128', { by: 'address', value: '2001:db8::1' }],
  ['::ffff:10.80.0.4', { by: 'address', value: '10.80.0.4' }],
  ['ip-10-80-0-4.ec2.internal', { by: 'dns-name', region: 'us-east-1' }],
  ['ip-10-80-0-4.ec2.internal:22', { by: 'dns-name', value: 'ip-10-80-0-4.ec2.internal' }],
  ['ip-10-80-0-4.ec2.internal.', { by: 'dns-name', value: 'ip-10-80-0-4.ec2.internal' }],
  ['ip-10-80-0-4:22', { by: 'address', value: '10.80.0.4' }],
  [
    `ec2-203-0-113-25.${seoul}.compute.amazonaws.com`,
    { by: 'dns-name', value: `ec2-203-0-113-25.${seoul}.compute.amazonaws.com`, region: seoul },
  ],
  ['ec2-203-0-113-25.compute-1.amazonaws.com', { by: 'dns-name', region: 'us-east-1' }],
  ['ec2-203-0-113-25.cn-north-1.compute.amazonaws.com.cn', { by: 'dns-name', region: 'cn-north-1' }],
  [`${id}.${seoul}.compute.amazonaws.com`, { ...byId, region: seoul }],
  // An instance signs as a session with its id.
  [`arn:aws:sts::111122223333:assumed-role/web-role/${id}`, byId],
  ['02:89:14:AE:B0:ED', { by: 'interface', value: '02:89:14:ae:b0:ed' }],
  ['02-89-14-ae-b0-ed', { by: 'interface', value: '02:89:14:ae:b0:ed' }],
  // Links.
  [
    `https://${seoul}.console.aws.amazon.com/ec2/home?region=${seoul}#Instances:instanceId=${id};v=3`,
    { ...byId, region: seoul },
  ],
  [
    `https://console.aws.amazon.com/ec2/v2/home?region=${seoul}#Instances:search=${id};sort=tag:Name`,
    { ...byId, region: seoul },
  ],
  [`${seoul}.console.aws.amazon.com/ec2/home#InstanceDetails:instanceId=${id}`, { ...byId, region: seoul }],
  [
    `https://console.aws.amazon.com/systems-manager/managed-instances/${id}/description?region=eu-west-1`,
    { ...byId, region: 'eu-west-1' },
  ],
  [
    `https://console.amazonaws.cn/ec2/home?region=cn-north-1#InstanceDetails:instanceId=${id}`,
    { ...byId, region: 'cn-north-1' },
  ],
  [
    `https://${seoul}.console.aws.amazon.com/cloudwatch/home?region=${seoul}#metricsV2:query=InstanceId$3D${id}`,
    { ...byId, region: seoul },
  ],
  [
    `https://${seoul}.console.aws.amazon.com/ec2/home?region=${seoul}#NetworkInterface:networkInterfaceId=eni-0123456789abcdef0`,
    { by: 'interface', value: 'eni-0123456789abcdef0', region: seoul },
  ],
  [
    `https://console.aws.amazon.com/go/view?arn=arn%3Aaws%3Aec2%3A${seoul}%3A111122223333%3Ainstance%2F${id}`,
    { ...byId, region: seoul },
  ],
  [
    `https://corp.awsapps.com/start/#/console?account_id=111122223333&destination=https%3A%2F%2F${seoul}.console.aws.amazon.com%2Fec2%2Fhome%3Fregion%3D${seoul}%23InstanceDetails%3AinstanceId%3D${id}`,
    { ...byId, region: seoul },
  ],
  [`host:${id}`, byId],
  [`instance/${id}`, byId],
  [`node/ip-10-80-0-4.${seoul}.compute.internal`, { by: 'dns-name', region: seoul }],
  ['web:10.80.0.4', { by: 'name', value: 'web:10.80.0.4' }],
  ['"web-1"', { by: 'name', value: 'web-1' }],
  ['web-1,', { by: 'name', value: 'web-1,' }],
  ['web:8080', { by: 'name', value: 'web:8080' }],
  ['ip-300-1-1-1', { by: 'name', value: 'ip-300-1-1-1' }],
  ['ip-proxy', { by: 'name', value: 'ip-proxy' }],
  ['tag:Name=shop-web-0', { by: 'tags', tags: { Name: 'shop-web-0' } }],
  ['Name=tag:Name,Values=shop-web-0', { by: 'tags', tags: { Name: 'shop-web-0' } }],
  ['ssh ec2-user@10.80.1.15', { by: 'address', value: '10.80.1.15' }],
  ['ssh -i key.pem ec2-user@10.80.1.15 -p 22', { by: 'address', value: '10.80.1.15' }],
  ['scp a.csv ec2-user@10.80.1.15:/tmp/', { by: 'address', value: '10.80.1.15' }],
  ['ssh ubuntu@web-1', { by: 'name', value: 'web-1' }],
  ['ssh gateway', { by: 'name', value: 'ssh gateway' }],
  ['1.2', { by: 'name', value: '1.2' }],
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

const link = `https://${seoul}.console.aws.amazon.com/ec2/home?region=${seoul}`;

test.each([
  [`arn:aws:ec2:${seoul}:111122223333:volume/vol-0123456789abcdef0`, 'is the ARN of something else'],
  ['arn:aws:s3:::shop', 'is the ARN of something else'],
  [`arn:aws-cn:ec2:${seoul}:111122223333:instance/${id}`, 'is not one of the partition aws-cn'],
  [`arn:aws:ec2:ap-northeast2:111122223333:instance/${id}`, 'has the region "ap-northeast2"'],
  [`arn:aws:ec2:${seoul}:1111:instance/${id}`, 'has the account "1111"'],
  [`arn:aws:ec2:${seoul}:111122223333:instance/*`, 'is not the id of an instance'],
  [`${link}#Volumes:volumeId=vol-0123456789abcdef0`, 'the link to the console names no instance'],
  [`${link}#Images:imageId=ami-0123456789abcdef0`, 'the link to the console names no instance'],
  [`${link}#Instances:search=:web`, 'the link to the console names no instance'],
  [
    `${link}#Instances:instanceId=${id},i-0123456789abcdef0`,
    `names 2 of them, ${id} and i-0123456789abcdef0; look up one at a time`,
  ],
  [
    '10.80.0.0/20',
    'is a block of addresses, not one; list what is in it: groundcrew ec2 list --ip 10.80.0.0/20',
  ],
  ['2001:db8::/64', 'is a block of addresses'],
  [
    '10.80.0.4, 10.80.0.5',
    'are 2; look up one at a time, or list them: groundcrew ec2 list --ip 10.80.0.4,…',
  ],
  [`${id} i-0123456789abcdef0`, 'groundcrew ec2 list --id'],
  ['aws:///ap-northeast-2a/fargate-ip-10-0-1-1', 'names no instance'],
  ['shop-1234.ap-northeast-2.elb.amazonaws.com', 'is the name of another service than EC2'],
  ['shop.abc123.ap-northeast-2.rds.amazonaws.com:3306', 'is the name of another service than EC2'],
  [`InstanceId=${id}`, `may be an id or a tag; write ${id}, or --by tags`],
  ['mi-0123456789abcdef0', 'is the id of a machine outside EC2'],
  ['10.0.0.256', '"10.0.0.256" is not an IPv4 or IPv6 address'],
  ['10.0.0', 'is not an IPv4 or IPv6 address'],
  ['010.80.1.15', 'no leading zeros'],
  ['10.0.0.256:22', 'is not an IPv4 or IPv6 address'],
  ['2001:db8:::1', 'is not an IPv4 or IPv6 address'],
  ['tag:Name=shop-*', 'groundcrew ec2 list --tag Name=…'],
  ['ssh -J 10.0.0.1 10.0.0.2', 'names several; look up one at a time'],
  ['fe80::1%eth0', 'is not an IPv4 or IPv6 address'],
])('%s is refused: %s', (text, message) => {
  expect(() => parseLookupText(text)).toThrow(message);
});
