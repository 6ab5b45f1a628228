import { quoted } from '@groundcrew/cli';
import type { GlobalOptions } from '@groundcrew/cli';
import type { ReachOptions } from './apply-options.ts';

/** The options of the connection: the same for the next command. */
export type Reached = Partial<Pick<ReachOptions, 'role' | 'externalId'>> &
  Pick<GlobalOptions, 'region' | 'profile' | 'endpointUrl'>;

/** A command to be typed next: its words, quoted for a shell if needed, and the options of the connection. */
export function nextCommand(words: readonly string[], reached: Reached): string {
  const { role, externalId, region, profile, endpointUrl } = reached;
  const options = Object.entries({
    '--role': role,
    '--external-id': externalId,
    '--region': region,
    '--profile': profile,
    '--endpoint-url': endpointUrl,
  }).flatMap(([name, value]) => (value === undefined ? [] : [name, value]));
  return ['groundcrew', ...words, ...options].map(quoted).join(' ');
}
