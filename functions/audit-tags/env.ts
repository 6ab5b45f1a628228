import type { RegionChoice } from '@groundcrew/aws/ec2/regions';
import { createSettings, type Environment } from '@groundcrew/lambda';
import { type Language, languages } from '@groundcrew/report/languages';

/** The settings of `audit-tags`, from its environment. */
export interface AuditTagsSettings {
  /** The bucket of the policy and the reports. */
  readonly bucket: string;
  readonly policyKey: string;
  /** The function's own region. */
  readonly currentRegion: string;
  readonly regions: RegionChoice;
  readonly timeZone: string;
  readonly topicArn: string;
  /** Of the reports and the messages to the topic. */
  readonly language: Language;
  /** An endpoint other than AWS's own. */
  readonly endpointUrl: string | undefined;
}

/**
 * - `BUCKET`, `POLICY_KEY`, `TOPIC_ARN`: required.
 * - `REGIONS`: `current` (the default), `all`, or names separated by commas.
 * - `TIME_ZONE` (`UTC`): decides under which day a report is stored.
 * - `REPORT_LANGUAGE`: `en` (default) or `ko`.
 * - `AWS_REGION`: Lambda sets it.
 * - `AWS_ENDPOINT_URL`: the embedded AWS sets it.
 *
 * @throws GroundcrewError `lambda.setting.missing`, `lambda.setting.invalid`
 */
export function readSettings(environment: Environment = process.env): AuditTagsSettings {
  const settings = createSettings(environment);
  const names = settings.list('REGIONS');
  const [only = 'current'] = names;
  return {
    bucket: settings.text('BUCKET'),
    policyKey: settings.text('POLICY_KEY'),
    currentRegion: settings.text('AWS_REGION'),
    regions: names.length <= 1 && (only === 'current' || only === 'all') ? only : names,
    timeZone: settings.text('TIME_ZONE', 'UTC'),
    topicArn: settings.text('TOPIC_ARN'),
    language: settings.oneOf('REPORT_LANGUAGE', languages, 'en'),
    endpointUrl: settings.text('AWS_ENDPOINT_URL', '') || undefined,
  };
}
