import type { StackManifest } from '@groundcrew/lambda';
import { manifest as lookupInstance } from '../lookup-instance/manifest.ts';

// The same as isRegionName of aws-core.
const REGION_NAME_PATTERN = '[a-z]{2,5}(-[a-z]{2,12}){1,2}-[1-9][0-9]?';

/** Finds instances. The stack stores nothing, and runs only when it is called. */
export const stack: StackManifest = {
  name: 'groundcrew-fleet',
  description: 'groundcrew: finds instances by id, address, DNS name, name or tags',
  settings: [
    {
      name: 'LookupRegions',
      description:
        'Regions to search if a question names none: current, all, or names separated by commas (eu-west-1,us-east-1)',
      default: 'current',
      pattern: `^(current|all|${REGION_NAME_PATTERN}(,${REGION_NAME_PATTERN})*)$`,
    },
    {
      name: 'AlarmTopicArn',
      description: 'ARN of a topic for alarms; empty: no notifications',
      default: '',
      pattern: '^$|^arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:[a-zA-Z0-9_-]{1,256}$',
    },
  ],
  buckets: [],
  tables: [],
  topics: [],
  queues: [],
  apis: [
    {
      id: 'FleetApi',
      description: 'Instance lookup',
      name: 'groundcrew-fleet',
      // EC2 refills the bucket of an account's describe calls by 20 a second, and other clients use it too.
      throttle: { requestsPerSecond: 5, burst: 10 },
    },
  ],
  functions: [lookupInstance],
  stateMachines: [],
  alarms: [
    {
      id: 'LookupInstanceErrors',
      description: 'lookup-instance failed: see its log, then docs/ec2.md',
      metric: { function: 'lookup-instance', name: 'Errors' },
      statistic: 'Sum',
      threshold: 1,
      periodSeconds: 300,
      evaluationPeriods: 1,
    },
    {
      // Behind the API a failure is a response, which Lambda counts as success.
      id: 'LookupsFailed',
      description: 'lookup-instance could not find instances for ten minutes: see its log, then docs/ec2.md',
      metric: { function: 'lookup-instance', name: 'LookupsFailed', custom: true },
      statistic: 'Sum',
      threshold: 1,
      periodSeconds: 300,
      evaluationPeriods: 2,
    },
  ],
  alarmTopic: { setting: 'AlarmTopicArn' },
};
