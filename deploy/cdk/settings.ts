import { GroundcrewError } from '@groundcrew/errors';
import type { SettingManifest } from '@groundcrew/lambda';

/**
 * Refuses context that is meant for a setting and is none: CDK itself takes any name.
 *
 * @throws GroundcrewError `deploy.setting.unknown`
 */
export function refuseUnknownSettings(
  manifest: readonly SettingManifest[],
  context: Readonly<Record<string, unknown>>,
): void {
  const names = [...new Set(manifest.map(({ name }) => name))];
  // CDK's own context keys hold `:`, `/` or `-`; a plain word is meant for us.
  const unknown = Object.keys(context).find((key) => /^\w+$/.test(key) && !names.includes(key));
  if (unknown === undefined) return;
  throw new GroundcrewError(
    'deploy.setting.unknown',
    `no setting is called ${JSON.stringify(unknown)}; there are ${names.join(', ')}`,
  );
}

/**
 * The settings as context gives them (`npx cdk deploy -c AlertEmail=ann@example.com`), defaults for the rest.
 *
 * @throws GroundcrewError `deploy.setting.invalid`: CDK itself takes any value.
 */
export function settingsFrom(
  manifest: readonly SettingManifest[],
  context: Readonly<Record<string, unknown>>,
): Record<string, string> {
  return Object.fromEntries(
    manifest.map((setting) => [setting.name, checked(setting, context[setting.name] ?? setting.default)]),
  );
}

function checked({ name, description, pattern }: SettingManifest, value: unknown): string {
  if (typeof value === 'string' && (pattern === undefined || new RegExp(pattern).test(value))) return value;
  throw new GroundcrewError(
    'deploy.setting.invalid',
    `${JSON.stringify(value)} does not do for the setting ${name} (${description}): it has to be text that matches ${pattern ?? '.*'}`,
  );
}
