import { createImds, type Imds, readImdsSettings } from '@groundcrew/aws/imds';
import type { ConnectionSettings, CredentialProvider } from '@groundcrew/aws-core';
import {
  type ChosenProfile,
  type Identity,
  readNetwork,
  resolveIdentity,
  type Setting,
} from '@groundcrew/aws-core/identity';
import type { GlobalOptions, Io } from '@groundcrew/cli';
import { rememberIdentity } from './credentials-hint.ts';
import { isGroundcrewError, messageOf } from '@groundcrew/errors';

/** The part of a command's context for connections to AWS. */
export interface ConnectionContext {
  readonly global: GlobalOptions;
  readonly io: Pick<Io, 'ask' | 'environment' | 'now' | 'sleep' | 'stderr' | 'stdin'>;
  readonly signal: AbortSignal;
}

export interface ConnectionOptions {
  /** Whether the command changes something: then it shows first in which account. */
  readonly changes?: boolean;
  /** If neither option, variable nor profile has a region. */
  readonly fallbackRegion?: string | undefined;
}

/** The connection of a command: whose credentials, which region, through which proxy. */
export interface Connection extends ConnectionSettings {
  readonly identity: Identity;
  readonly credentials: CredentialProvider;
  readonly usedRegion: Setting | undefined;
}

/**
 * The one way of every command to its identity: that which the `aws` command would use, or an error (docs/identity.md).
 * With `--debug`, or if the command changes something, account, alias, role and region are shown on stderr.
 *
 * @throws GroundcrewError those of `resolveIdentity` and `readNetwork`
 */
export async function openConnection(
  context: ConnectionContext,
  options: ConnectionOptions = {},
): Promise<Connection> {
  const { global, io } = context;
  const identity = await resolveIdentity(global, io.environment);
  rememberIdentity(io, identity);
  const network = await readNetwork(io.environment, identity.chosen);
  const usedRegion =
    identity.region ?? (await regionElsewhere(identity.chosen, context, options.fallbackRegion));
  // Imported here: a command that sends nothing needs no SDK.
  const { createCredentials } = await import('@groundcrew/aws/identity');
  const { chosen, home } = identity;
  const connection: Connection = {
    identity,
    usedRegion,
    network,
    ...(usedRegion && { region: usedRegion.value }),
    ...(chosen.profile && { profile: chosen.name }),
    endpointOf: identity.endpointOf,
    ...(global.endpointUrl !== undefined && { endpointUrl: global.endpointUrl }),
    credentials: createCredentials(identity.source, {
      environment: io.environment,
      region: usedRegion?.value,
      profile: chosen.profile && chosen.name,
      network,
      endpointOf: identity.endpointOf,
      home,
      openImds: () => openImds(identity.chosen, context),
      ...(io.stdin.isTty && io.stderr.isTty && { ask: (question: string) => io.ask(question) }),
      signal: context.signal,
      now: io.now,
    }),
  };
  if (options.changes || global.debug) await announce(connection, context);
  return connection;
}

/**
 * Shows on stderr for which account, as whom and in which region a command works.
 *
 * @throws GroundcrewError if there are no credentials
 */
export async function announce(
  connection: ConnectionSettings,
  { io, signal }: Pick<ConnectionContext, 'io' | 'signal'>,
): Promise<void> {
  const { callerLine, otherEndpointLine, otherEndpoints, whoAmI } = await import('@groundcrew/aws/identity');
  const region = connection.region ?? 'unknown';
  try {
    io.stderr.write(`In ${callerLine(await whoAmI(connection, signal), region)}\n`);
  } catch (error) {
    signal.throwIfAborted();
    if (isDecisive(error, connection)) throw error;
    io.stderr.write(`In an unknown account, region ${region}: ${messageOf(error)}\n`);
  }
  if (connection.endpointUrl !== undefined || !connection.endpointOf) return;
  for (const other of otherEndpoints(connection.endpointOf)) io.stderr.write(`${otherEndpointLine(other)}\n`);
}

const decisive = new Set(['bad-credentials', 'clock-skew', 'expired-credentials']);

/**
 * Whether the command would fail for the same reason. STS may be out of reach where the service is not, in a private network;
 * and another endpoint may be that of one service, which has no STS and answers anything.
 */
function isDecisive(error: unknown, { endpointUrl, endpointOf }: ConnectionSettings): boolean {
  if (!isGroundcrewError(error, 'aws-sts.caller-identity-failed')) return true;
  if (endpointUrl !== undefined || endpointOf?.('sts') !== undefined) return false;
  return decisive.has(String(error.details.reason));
}

/** A fallback of the command, or the region of this instance, which `aws` uses last. */
async function regionElsewhere(
  chosen: ChosenProfile,
  context: ConnectionContext,
  fallback: string | undefined,
): Promise<Setting | undefined> {
  if (fallback !== undefined) return { value: fallback, origin: '' };
  try {
    const imds = openImds(chosen, context);
    const value = await imds.get('meta-data/placement/region', { signal: context.signal });
    return value === undefined ? undefined : { value, origin: 'the metadata service of this instance' };
  } catch {
    context.signal.throwIfAborted();
    return undefined;
  }
}

/** The metadata service as a source of credentials: without a token if it issues none, as `aws` does by default. */
function openImds({ profile }: ChosenProfile, { io }: Pick<ConnectionContext, 'io'>): Imds {
  const { environment } = io;
  const v1Disabled =
    environment.AWS_EC2_METADATA_V1_DISABLED ?? profile?.settings.get('ec2_metadata_v1_disabled')?.value;
  return createImds({
    ...readImdsSettings(environment, profile?.settings),
    allowV1: v1Disabled?.toLowerCase() !== 'true',
  });
}
