import type { RegionChoice } from '@groundcrew/aws/ec2/regions';
import { createSettings, type Environment } from '@groundcrew/lambda';

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
  /** A failure is reported after this time. */
  readonly alertAfterMs: number;
}

/**
 * - `BUCKET`, `SCHEDULE_KEY`, `TABLE_NAME`, `TOPIC_ARN`: required.
 * - `REGIONS`: `current` (the default), `all`, or names separated by commas.
 * - `ALERT_AFTER_MINUTES` (15).
 * - `AWS_REGION`: Lambda sets it.
 *
 * @throws GroundcrewError `lambda.setting.missing`, `lambda.setting.invalid`
 */
export function readSettings(environment: Environment = process.env): RunScheduleSettings {
  const settings = createSettings(environment);
  const names = settings.list('REGIONS');
  const [only = 'current'] = names;
  return {
    bucket: settings.text('BUCKET'),
    scheduleKey: settings.text('SCHEDULE_KEY'),
    tableName: settings.text('TABLE_NAME'),
    currentRegion: settings.text('AWS_REGION'),
    regions: names.length <= 1 && (only === 'current' || only === 'all') ? only : names,
    topicArn: settings.text('TOPIC_ARN'),
    alertAfterMs: settings.integer('ALERT_AFTER_MINUTES', { min: 0, max: 1440 }, 15) * 60_000,
  };
}
