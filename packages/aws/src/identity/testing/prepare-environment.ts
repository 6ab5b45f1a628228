import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { IdentityEnvironment } from './environments.ts';

/** Writes the files of an environment below `home`; returns its variables, for a process or in place of the host's. */
export async function prepareEnvironment(
  { files = {}, variables = {}, instance }: IdentityEnvironment,
  { home, url }: { readonly home: string; readonly url: string },
): Promise<Record<string, string>> {
  const filled = (text: string) => text.replaceAll('URL', url).replaceAll('HOME', home);
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(home, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, filled(text));
  }
  const metadata =
    instance === undefined
      ? { AWS_EC2_METADATA_DISABLED: 'true' }
      : { AWS_EC2_METADATA_SERVICE_ENDPOINT: `${url}${instance === 'v1' ? '/v1' : ''}/` };
  return {
    HOME: home,
    AWS_ENDPOINT_URL: url,
    AWS_DEFAULT_REGION: 'us-east-1',
    ...metadata,
    ...Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, filled(value)])),
  };
}

/** Variables of the host that would decide about the identity. */
export function isIdentityVariable(name: string): boolean {
  return /^AWS_|^(?:https?|no|all)_proxy$|^REQUESTS_CA_BUNDLE$/i.test(name);
}
