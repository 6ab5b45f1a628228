import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { GroundcrewError, messageOf } from '@groundcrew/errors';
import type { ChosenProfile } from './choose-profile.ts';
import type { Environment } from './config-paths.ts';
import type { Proxy } from '../proxies.ts';
import type { Setting } from './ini-file.ts';

/** How requests leave this machine. */
export interface NetworkSettings {
  /** Proxies, by the names that Node's agents read. */
  readonly proxyEnv?: Readonly<Partial<Record<ProxyVariable, string>>>;
  /** The same, for messages. */
  readonly proxies?: readonly Proxy[];
  /** Certificates (PEM) of the authorities to trust in place of Node's own. */
  readonly ca?: string;
}

type ProxyVariable = 'HTTP_PROXY' | 'HTTPS_PROXY' | 'NO_PROXY';

/** Never through a proxy: it would answer with the credentials of its own instance. */
const linkLocalAddresses = [
  '169.254.169.254',
  '169.254.170.2',
  '169.254.170.23',
  'fd00:ec2::254',
  'fd00:ec2::23',
];

/**
 * The proxies of the environment, for Node's agents. As for `aws`, lower-case names take precedence, a proxy without a
 * scheme is an http proxy, and a name in `NO_PROXY` includes the names below it (AWS CLI User Guide, "Using an HTTP proxy
 * for the AWS CLI"; Python library reference, "urllib.request").
 */
export function proxyEnvOf(environment: Environment): NetworkSettings['proxyEnv'] {
  const value = (name: ProxyVariable) => environment[name.toLowerCase()] ?? environment[name];
  const url = (name: ProxyVariable) => {
    const text = value(name)?.trim();
    if (!text) return undefined;
    return /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text.replace(/^\/\//, '')}`;
  };
  const http = url('HTTP_PROXY');
  const https = url('HTTPS_PROXY');
  if (http === undefined && https === undefined) return undefined;
  const direct = (value('NO_PROXY') ?? '')
    .split(',')
    .map((entry) => entry.trim().replace(/^\*?\.(?=.)/, ''))
    .filter((entry) => entry !== '')
    // Node takes `.corp` for the end of any name, such as that of mycorp.
    .flatMap((entry) => (entry === '*' ? [entry] : [entry, `*.${entry}`]));
  return {
    ...(http !== undefined && { HTTP_PROXY: http }),
    ...(https !== undefined && { HTTPS_PROXY: https }),
    NO_PROXY: [...direct, ...linkLocalAddresses].join(','),
  };
}

/**
 * The file of certificates to trust: of `AWS_CA_BUNDLE`, of the profile's `ca_bundle`, or of `REQUESTS_CA_BUNDLE` (AWS CLI
 * User Guide, "Environment variables" and "Configuration and credential file settings").
 */
export function chooseCaBundle(environment: Environment, { profile }: ChosenProfile): Setting | undefined {
  const variable = (name: string): Setting | undefined =>
    environment[name] ? { value: environment[name], origin: name } : undefined;
  return variable('AWS_CA_BUNDLE') ?? profile?.settings.get('ca_bundle') ?? variable('REQUESTS_CA_BUNDLE');
}

/**
 * The network settings of the environment and the profile.
 *
 * @throws GroundcrewError `aws-core.network.ca-bundle`, `aws-core.network.proxy`
 */
export async function readNetwork(environment: Environment, chosen: ChosenProfile): Promise<NetworkSettings> {
  const proxyEnv = proxyEnvOf(environment);
  if (proxyEnv) checkProxies(proxyEnv);
  const bundle = chooseCaBundle(environment, chosen);
  return {
    ...(proxyEnv && { proxyEnv, proxies: proxiesOf(proxyEnv, environment) }),
    ...(bundle && { ca: await readCaBundle(bundle) }),
  };
}

/** As {@link proxyEnvOf} has them, by the names that they have in the environment. */
function proxiesOf(
  proxyEnv: NonNullable<NetworkSettings['proxyEnv']>,
  environment: Environment,
): readonly Proxy[] {
  return (['HTTP_PROXY', 'HTTPS_PROXY'] as const).flatMap((name) => {
    const url = proxyEnv[name];
    if (url === undefined) return [];
    const { protocol, hostname, port } = new URL(url);
    const variable = environment[name.toLowerCase()] === undefined ? name : name.toLowerCase();
    return [
      {
        variable,
        host: hostname.replace(/^\[|\]$/g, ''),
        port: Number(port) || (protocol === 'https:' ? 443 : 80),
      },
    ];
  });
}

function checkProxies(proxyEnv: NonNullable<NetworkSettings['proxyEnv']>): void {
  for (const name of ['HTTP_PROXY', 'HTTPS_PROXY'] as const) {
    const url = proxyEnv[name];
    if (url === undefined || (URL.canParse(url) && /^https?:/i.test(url))) continue;
    const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(url)?.[1]?.toLowerCase() ?? '';
    // Not quoted: it may contain a password.
    const what = /^https?$/.test(scheme)
      ? `${name} is not the URL of a proxy; write it as http://proxy.example.com:8080, and what is special in a name or ` +
        'password by its code, such as %23 for #'
      : `${name} names a ${scheme} proxy, and only http and https proxies are used, as by aws; write http://…, or unset it`;
    throw new GroundcrewError('aws-core.network.proxy', what);
  }
  if (process.allowedNodeEnvironmentFlags.has('--use-env-proxy')) return;
  throw new GroundcrewError(
    'aws-core.network.proxy',
    `a proxy is set (HTTPS_PROXY or HTTP_PROXY), and Node ${process.version} can't use it; ` +
      'it needs Node 22.21 or newer, or 24.5 or newer',
  );
}

async function readCaBundle({ value: path, origin }: Setting): Promise<string> {
  const wrong = (what: string, cause?: unknown) =>
    new GroundcrewError(
      'aws-core.network.ca-bundle',
      `the file of certificates "${path}" (${origin}) ${what}; correct the path, or remove the setting`,
      { cause },
    );
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw wrong(`can't be read: ${messageOf(error)}`, error);
  });
  const certificates = text.match(/-----BEGIN CERTIFICATE-----.*?(?:-----END CERTIFICATE-----|$)/gs) ?? [];
  if (certificates.length === 0) throw wrong('contains no certificate in PEM form');
  const malformed = certificates.findIndex((certificate) => !isCertificate(certificate));
  if (malformed === -1) return text;
  throw wrong(`has a malformed certificate, number ${malformed + 1} of ${certificates.length}`);
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}
