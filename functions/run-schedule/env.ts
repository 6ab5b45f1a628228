import type { RegionChoice } from '@groundcrew/aws/ec2/regions';
import { isAccountId } from '@groundcrew/aws-core';
import { GroundcrewError } from '@groundcrew/errors';
import { createSettings, type Environment } from '@groundcrew/lambda';
import { type Language, languages } from '@groundcrew/report/languages';

/** The settings of `run-schedule`, from its environment. */
export interface RunScheduleSettings {
  /** The bucket of the schedule file and its calendars. */
  readonly bucket: string;
  readonly scheduleKey: string;
  /** The table of its memory. */
  readonly tableName: string;
  /** The function's own region. */
  readonly currentRegion: string;
  readonly regions: RegionChoice;
  readonly topicArn: string;
  /** Further accounts, and the role to assume in each. */
  readonly accounts: readonly string[];
  readonly role: string;
  readonly externalId?: string;
  /** A failure is reported after this time. */
  readonly alertAfterMs: number;
  /** Of the messages to the topic. */
  readonly language: Language;
}

/**
 * - `BUCKET`, `SCHEDULE_KEY`, `TABLE_NAME`, `TOPIC_ARN`: required.
 * - `REGIONS`: `current` (the default), `all`, or names separated by commas.
 * - `ALERT_AFTER_MINUTES` (15).
 * - `REPORT_LANGUAGE`: `en` (default) or `ko`.
 * - `ACCOUNTS`: further accounts, separated by commas; none by default. `ROLE` (`groundcrew-schedules`), `EXTERNAL_ID`: of the
 *   role in each.
 * - `AWS_REGION`: Lambda sets it.
 *
 * @throws GroundcrewError `lambda.setting.missing`, `lambda.setting.invalid`
 */
export function readSettings(environment: Environment = process.env): RunScheduleSettings {
  const settings = createSettings(environment);
  const names = settings.list('REGIONS');
  const [only = 'current'] = names;
  const externalId = settings.optionalText('EXTERNAL_ID');
  return {
    bucket: settings.text('BUCKET'),
    scheduleKey: settings.text('SCHEDULE_KEY'),
    tableName: settings.text('TABLE_NAME'),
    currentRegion: settings.text('AWS_REGION'),
    regions: names.length <= 1 && (only === 'current' || only === 'all') ? only : names,
    topicArn: settings.text('TOPIC_ARN'),
    accounts: accountsOf(settings.list('ACCOUNTS')),
    role: settings.text('ROLE', 'groundcrew-schedules'),
    ...(externalId !== undefined && { externalId }),
    alertAfterMs: settings.integer('ALERT_AFTER_MINUTES', { min: 0, max: 1440 }, 15) * 60_000,
    language: settings.oneOf('REPORT_LANGUAGE', languages, 'en'),
  };
}

function accountsOf(ids: readonly string[]): readonly string[] {
  const wrong = ids.find((id) => !isAccountId(id));
  if (wrong === undefined) return [...new Set(ids)];
  throw new GroundcrewError(
    'lambda.setting.invalid',
    `"${wrong}" in ACCOUNTS is not the id of an account; write twelve digits, and several with commas between`,
  );
}
