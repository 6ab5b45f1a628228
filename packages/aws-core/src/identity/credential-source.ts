/** Where credentials come from: what the `aws` command would use, and where that is written. */
export type CredentialSource =
  | KeysSource
  | ProcessSource
  | RoleSource
  | WebIdentitySource
  | SsoSource
  | LoginSource
  | ContainerSource
  | InstanceSource;

interface BaseSource {
  /** `AWS_ACCESS_KEY_ID`, or a file and line: `/home/anna/.aws/config:12`. */
  readonly origin: string;
}

export interface KeysSource extends BaseSource {
  readonly kind: 'keys';
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** Milliseconds since 1970. */
  readonly expiresAtMs?: number;
}

export interface ProcessSource extends BaseSource {
  readonly kind: 'process';
  /** The program and its arguments. */
  readonly words: readonly string[];
  readonly profile: string;
}

export interface RoleSource extends BaseSource {
  readonly kind: 'role';
  readonly profile: string;
  readonly roleArn: string;
  readonly sessionName?: string;
  readonly externalId?: string;
  readonly mfaSerial?: string;
  readonly durationSeconds?: number;
  /** Whose credentials assume the role. */
  readonly from: CredentialSource;
}

export interface WebIdentitySource extends BaseSource {
  readonly kind: 'web-identity';
  readonly tokenFile: string;
  readonly roleArn: string;
  readonly sessionName?: string;
}

export interface SsoSource extends BaseSource {
  readonly kind: 'sso';
  readonly profile: string;
  readonly startUrl: string;
  readonly region: string;
  readonly accountId: string;
  readonly roleName: string;
  /** The section `[sso-session NAME]`; without: a profile of the older form. */
  readonly session?: string;
}

export interface LoginSource extends BaseSource {
  readonly kind: 'login';
  readonly profile: string;
  readonly session: string;
}

export interface ContainerSource extends BaseSource {
  readonly kind: 'container';
  readonly relativeUri?: string;
  readonly fullUri?: string;
}

export interface InstanceSource extends BaseSource {
  readonly kind: 'instance';
}
