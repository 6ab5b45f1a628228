import { createModel } from '@groundcrew/network/model';
import { readAnswers } from '@groundcrew/network/saved';
import { showReport } from '@groundcrew/network/show-report';
import { expect, test } from 'vitest';
import { groundcrew } from '../testing/groundcrew.ts';
import { missingLines } from './ask-network.ts';

const missing = (permission: string, status: 'failed' | 'timed-out' | 'denied', reason: string) => ({
  path: permission,
  permission,
  status,
  reason,
});

test('calls that failed for one cause share a line, and those that are denied have one each', () => {
  expect(
    missingLines([
      missing('ec2:DescribeVpcs', 'failed', 'could not read the network in region eu-west-1: it broke'),
      missing('route53:ListHostedZones', 'failed', 'could not read hosted zones: it broke'),
      missing('ec2:DescribeSubnets', 'denied', 'not allowed; allow ec2:DescribeSubnets'),
      missing('ec2:DescribeInstances', 'denied', 'not allowed; allow ec2:DescribeInstances'),
    ]),
  ).toEqual([
    'Not collected: ec2:DescribeVpcs, route53:ListHostedZones: it broke',
    'Not collected: ec2:DescribeSubnets: not allowed; allow ec2:DescribeSubnets',
    'Not collected: ec2:DescribeInstances: not allowed; allow ec2:DescribeInstances',
  ]);
});

test('an option that the commands do not have is not advised', () => {
  const late = missing(
    'ec2:DescribeVpcs',
    'timed-out',
    'it did not respond in time; try again, or raise --timeout',
  );
  expect(missingLines([late]).join()).not.toContain('--timeout');
  expect(missingLines([late], true).join()).toContain('--timeout');
});

test('an endpoint that cannot be reached is one error, not an account without networks', async () => {
  const { code, out, err } = await groundcrew(
    ['network', 'show', '--region', 'eu-west-1', '--endpoint-url', 'http://127.0.0.1:9'],
    { environment: { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' }, sleep: async () => {} },
  );
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(/nothing of the networks in eu-west-1 could be read: 127\.0\.0\.1:9 cannot be reached/);
  expect(err).not.toContain('Not collected');
});

test('of an account that answered nothing, nothing is known', () => {
  const model = createModel(readAnswers([], { region: 'eu-west-1' }).content);
  const { lead, sections } = showReport(model, { isLive: true, suspicions: [], ignored: [] });
  expect(lead).toEqual(['What is suspicious is unknown.']);
  expect(sections).toMatchObject([
    { whenEmpty: 'Which subnets there are is unknown.' },
    { whenEmpty: 'What is suspicious is unknown.' },
  ]);
});
