import { expect, test } from 'vitest';
import { canonicalArn, resourceNameOf } from './resource-types.ts';

const here = 'eu-west-1:123456789012';

test.each([
  [`arn:aws:ec2:${here}:instance/i-0abc`, 'ec2:instance', 'i-0abc'],
  [`arn:aws:ec2:${here}:natgateway/nat-1`, 'ec2:natgateway', 'nat-1'],
  ['arn:aws:s3:::shop', 's3:bucket', 'shop'],
  [`arn:aws:s3:${here}:accesspoint/all`, 's3:accesspoint', 'all'],
  [`arn:aws:sns:${here}:NoStock.fifo`, 'sns:topic', 'NoStock.fifo'],
  [`arn:aws:sqs:${here}:failed`, 'sqs:queue', 'failed'],
  [`arn:aws:lambda:${here}:function:load`, 'lambda:function', 'load'],
  [`arn:aws:dynamodb:${here}:table/Inventory`, 'dynamodb:table', 'Inventory'],
  [`arn:aws:logs:${here}:log-group:/aws/lambda/load`, 'logs:log-group', '/aws/lambda/load'],
  [`arn:aws:rds:${here}:db:shop`, 'rds:db', 'shop'],
  [
    `arn:aws:elasticloadbalancing:${here}:loadbalancer/app/web/50dc`,
    'elasticloadbalancing:loadbalancer',
    'app/web/50dc',
  ],
  ['arn:aws:apigateway:eu-west-1::/restapis/a1', 'apigateway:restapis', 'a1'],
  ['arn:aws:apigateway:eu-west-1::/restapis/a1/stages/prod', 'apigateway:restapis/stages', 'a1/stages/prod'],
  [`arn:aws:kinesis:${here}:stream/s/consumer/c:1`, 'kinesis:stream/consumer', 's/consumer/c:1'],
])('%s is a %s', (arn, type, id) => {
  expect(resourceNameOf(arn)).toMatchObject({ type, id });
});

test('a text that is not an ARN names nothing', () => {
  expect(resourceNameOf('i-0abc')).toBeUndefined();
});

test('a log group has one ARN, however it is written', () => {
  const arn = `arn:aws:logs:${here}:log-group:/shop`;
  expect(canonicalArn(`${arn}:*`)).toBe(arn);
  expect(canonicalArn(arn)).toBe(arn);
});

test('no other ARN is changed', () => {
  const arn = `arn:aws:states:${here}:stateMachine:*`;
  expect(canonicalArn(arn)).toBe(arn);
});
