import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createS3Client, createTextStore } from '@groundcrew/aws/s3';
import { builtFunctions } from '@groundcrew/functions/built';
import { stack } from '@groundcrew/functions/stacks/costs';
import { createMovableClock, type LocalAws, startLocal } from '@groundcrew/local';
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { billOf, cost, nowMs, recentBill } from '../testing/cost.ts';

interface ReportJson {
  readonly about: Readonly<Record<string, string | number | null>>;
  readonly notes: readonly string[];
  readonly [section: string]: unknown;
}

let local: LocalAws;
let directory = '';
beforeAll(async () => {
  local = await startLocal({
    bill: await billOf(recentBill),
    stack: { ...stack, functions: [] },
    clock: createMovableClock(nowMs),
  });
  const [built] = await builtFunctions(['report-costs']);
  directory = built!.directory;
});
afterAll(async () => {
  await local?.close();
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Runs the built function in this process, on the day of the bill, and returns the report it has stored. */
async function reportOfFunction(
  event: { readonly report: 'daily' | 'monthly' },
  key: string,
  settings: Readonly<Record<string, string>>,
): Promise<ReportJson> {
  const bucket = local.resources.bucketName('CostsBucket');
  const environment = {
    ...local.environment(),
    BUCKET: bucket,
    TOPIC_ARN: local.resources.topicArn('CostReportsTopic'),
    MAX_SPEND_USD: '2',
    TAG_KEY: 'Project',
    ...settings,
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  vi.useFakeTimers({ toFake: ['Date'], now: nowMs });
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  // Each time a new module: the function reads its settings when it is loaded.
  const module = pathToFileURL(join(directory, 'index.mjs'));
  module.search = randomUUID();
  const { handler } = (await import(module.href)) as {
    handler: (event: unknown, context: object) => Promise<unknown>;
  };
  const context = {
    awsRequestId: '1',
    functionName: 'report-costs',
    getRemainingTimeInMillis: () => 300_000,
  };
  expect(await handler(event, context)).toMatchObject({ status: 'done' });
  const s3 = createS3Client();
  onTestFinished(() => s3.destroy());
  return JSON.parse((await createTextStore(s3, { bucket }).read(key))!) as ReportJson;
}

/** The same month from the same Cost Explorer, by the command. */
async function outputOfCommand(words: readonly string[]): Promise<ReportJson> {
  const by = ['--by', 'tag:Project,service', '--output', 'json'];
  const { code, out, err } = await cost([...words, ...by]);
  expect({ code, err }).toEqual({ code: 0, err: expect.stringContaining('Cost Explorer: ') });
  return JSON.parse(out) as ReportJson;
}

test.each([
  {
    report: 'daily' as const,
    key: 'reports/daily/2026-11-20.json',
    settings: { BUDGET: '4000' },
    words: ['--forecast', '--budget', '4000'],
    judged: '2026-11-18..2026-11-20',
  },
  {
    report: 'daily' as const,
    key: 'reports/daily/2026-11-20.json',
    settings: { BUDGET: '4000', FORECAST: 'aws' },
    words: ['--forecast', 'aws', '--budget', '4000'],
    judged: '2026-11-18..2026-11-20',
  },
  {
    report: 'monthly' as const,
    key: 'reports/monthly/2026-10.json',
    settings: { BUDGET: '3000' },
    words: ['--period', '2026-10', '--budget', '3000'],
    judged: '2026-10',
  },
])(
  'the command and report-costs report the same: $report, $settings',
  async ({ report, key, settings, ...asked }) => {
    // Act
    const scheduled = await reportOfFunction({ report }, key, settings);
    const printed = await outputOfCommand(['report', ...asked.words]);
    const judged = (await outputOfCommand(['anomalies', '--period', asked.judged])) as unknown as {
      readonly anomalies: readonly { readonly evidence: string }[];
      readonly notes: readonly string[];
    };

    // Assess
    const { notes, about, ...sections } = printed;
    const { notes: scheduledNotes, about: scheduledAbout, ...scheduledSections } = scheduled;
    // The history that anomalies need has one page more.
    const unpaid = { paidRequests: 0, paidUsd: '0' };
    expect({ ...scheduledAbout, ...unpaid }).toEqual({ ...about, ...unpaid });
    expect(Object.keys(sections)).toEqual(
      expect.arrayContaining(['totals', 'costs', 'details', 'untagged', 'outlook']),
    );
    expect(scheduledSections).toEqual(sections);
    // The function reports anomalies below its notes, the command by `cost anomalies`.
    expect(scheduledNotes.slice(0, notes.length)).toEqual(notes);
    expect(scheduledNotes.slice(notes.length)).toEqual([
      ...judged.notes.filter((note) => !notes.includes(note)),
      ...judged.anomalies.map(({ evidence }) => expect.stringContaining(evidence) as string),
    ]);
  },
);
