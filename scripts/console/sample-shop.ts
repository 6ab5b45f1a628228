import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { initialSchedule } from '@groundcrew/schedule/file';
import { initialPolicy } from '@groundcrew/tags/policy';
import { policySchemaFile, samplesFolder, scheduleSchemaFile } from '../package-files.ts';
import type { ReportSourceOptions } from './report-source.ts';

/** The account and the bill of the sample shop, which the embedded AWS of the console has. */
export const sampleAccount: string = join(samplesFolder, 'account/account.json');
export const sampleBill: string = join(samplesFolder, 'cost/bill-focus-2026.csv.gz');

/** A policy and a schedule to start from, in a folder of their own. */
export async function writeSampleFiles(): Promise<{
  readonly initial: NonNullable<ReportSourceOptions['initial']>;
  readonly remove: () => Promise<void>;
}> {
  const folder = await mkdtemp(join(tmpdir(), 'groundcrew-samples-'));
  const [policy, schedule] = [join(folder, 'tags.yaml'), join(folder, 'schedule.yaml')];
  await writeFile(policy, initialPolicy(policySchemaFile));
  await writeFile(schedule, initialSchedule(scheduleSchemaFile));
  return {
    initial: {
      'cost report': { period: 'this-month' },
      'cost diff': { 'arg:before': 'last-month', 'arg:after': 'this-month' },
      'tags audit': { policy },
      'ec2 type': { 'arg:type': 'm7g.large' },
      'schedule simulate': { 'arg:file': schedule },
      'schedule check': { 'arg:file': schedule },
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
