import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { initialNetwork } from '@groundcrew/network/file';
import { initialSchedule } from '@groundcrew/schedule/file';
import { initialPolicy } from '@groundcrew/tags/policy';
import { policySchemaFile, samplesFolder, scheduleSchemaFile } from '../package-files.ts';
import type { ReportSourceOptions } from './report-source.ts';

/** The account and the bill of the sample shop, which the embedded AWS of the console has. */
export const sampleAccount: string = join(samplesFolder, 'account/account.json');
export const sampleBill: string = join(samplesFolder, 'cost/bill-focus-2026.csv.gz');

/** Saved answers of a small network, in the form in which the AWS CLI prints them. */
export const sampleNetwork: string = join(samplesFolder, 'network/saved');

/** A policy, a schedule and a network file to start from, in a folder of their own. */
export async function writeSampleFiles(): Promise<{
  readonly initial: NonNullable<ReportSourceOptions['initial']>;
  readonly remove: () => Promise<void>;
}> {
  const folder = await mkdtemp(join(tmpdir(), 'groundcrew-samples-'));
  const [policy, schedule, network] = ['tags.yaml', 'schedule.yaml', 'network.yaml'].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  await writeFile(policy, initialPolicy(policySchemaFile));
  await writeFile(schedule, initialSchedule(scheduleSchemaFile));
  await writeFile(network, initialNetwork());
  return {
    initial: {
      'cost report': { period: 'this-month' },
      'cost diff': { 'arg:before': 'last-month', 'arg:after': 'this-month' },
      'tags audit': { policy },
      'ec2 type': { 'arg:type': 'm7g.large' },
      'schedule simulate': { 'arg:file': schedule },
      'schedule check': { 'arg:file': schedule },
      'network show': { from: sampleNetwork },
      'network trace': {
        'arg:from': 'internet',
        'arg:to': 'www.example.com:443',
        from: sampleNetwork,
      },
      'network check': { 'arg:file': network },
      'network survive': { 'arg:file': network },
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
