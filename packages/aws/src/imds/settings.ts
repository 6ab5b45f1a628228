import { GroundcrewError } from '@groundcrew/errors';

/** How an instance's metadata service is reached. */
export interface ImdsSettings {
  /** Default: `http://169.254.169.254`; takes precedence over `mode`. */
  readonly endpoint?: string;
  /** One of the service's two addresses; default: `IPv4`. */
  readonly mode?: 'IPv4' | 'IPv6';
  /** Whether the service must not be used: every call is then refused with `imds.switched-off`. */
  readonly disabled?: boolean;
  /** Whether to continue without a token if the service has none. */
  readonly allowV1?: boolean;
  /** Lifetime of a token: 1 to 21,600, the default. */
  readonly tokenTtlSeconds?: number;
  /** For connecting, and again for the whole response; default: 1,000. */
  readonly timeoutMs?: number;
  /** Attempts if a response is lost, late or a 5xx; default: 2. */
  readonly attempts?: number;
}

/** The settings with all defaults. */
export interface CheckedSettings {
  /** Without a trailing slash. */
  readonly endpoint: string;
  readonly disabled: boolean;
  readonly allowV1: boolean;
  readonly tokenTtlSeconds: number;
  readonly timeoutMs: number;
  readonly attempts: number;
}

/** EC2 user guide, "Access instance metadata for an EC2 instance". */
const addresses = { IPv4: 'http://169.254.169.254', IPv6: 'http://[fd00:ec2::254]' } as const;

/**
 * Fills in the defaults.
 *
 * @throws GroundcrewError `imds.endpoint.invalid`, `imds.setting.invalid`
 */
export function checkSettings(settings: ImdsSettings): CheckedSettings {
  return {
    endpoint: checkEndpoint(settings.endpoint ?? addresses[settings.mode ?? 'IPv4']),
    disabled: settings.disabled ?? false,
    allowV1: settings.allowV1 ?? false,
    tokenTtlSeconds: checkWhole('tokenTtlSeconds', settings.tokenTtlSeconds ?? 21_600, 21_600),
    timeoutMs: checkWhole('timeoutMs', settings.timeoutMs ?? 1000, 600_000),
    attempts: checkWhole('attempts', settings.attempts ?? 2, 10),
  };
}

function checkEndpoint(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isWeb = url?.protocol === 'http:' || url?.protocol === 'https:';
  if (!url || !isWeb) {
    throw invalidEndpoint(`${JSON.stringify(text)} is not an http:// or https:// URL`);
  }
  // Not quoted: the message would contain the password.
  if (url.username !== '' || url.password !== '') throw invalidEndpoint('it has a user or a password in it');
  if (url.search !== '' || url.hash !== '') {
    throw invalidEndpoint(`${JSON.stringify(text)} has a query or a fragment`);
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

function invalidEndpoint(why: string): GroundcrewError {
  return new GroundcrewError(
    'imds.endpoint.invalid',
    `the endpoint of the instance metadata service is wrong: ${why}; ` +
      `set it (or AWS_EC2_METADATA_SERVICE_ENDPOINT) to ${addresses.IPv4} or ${addresses.IPv6}, or leave it out`,
  );
}

function checkWhole(name: string, value: number, maximum: number): number {
  if (Number.isInteger(value) && value >= 1 && value <= maximum) return value;
  throw new GroundcrewError(
    'imds.setting.invalid',
    `${name} ${value} of the instance metadata service is not a whole number from 1 to ${maximum}`,
  );
}
