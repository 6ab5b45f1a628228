import {
  type AccountResource,
  instanceLifecycles,
  instanceStateNames,
  type ListedAttributes,
} from './account-file.ts';
import { deniedSchema, describedListSchemas } from './described-resources.ts';
import type { JsonSchema } from './json-schema.ts';
import { type ResourceKind, resourceKindNames, resourceKinds } from './resource-kinds.ts';
import { scheduledListSchemas } from './scheduled-lists.ts';

const ipv4: JsonSchema = { type: 'string', pattern: '^(\\d{1,3}\\.){3}\\d{1,3}$' };
const ipv6: JsonSchema = { type: 'string', pattern: '^[0-9a-fA-F:]+$' };
const mac: JsonSchema = {
  description: 'Omitted: generated.',
  type: 'string',
  pattern: '^[0-9a-f]{2}(:[0-9a-f]{2}){5}$',
};
const dnsName: JsonSchema = {
  description: 'Omitted: by its address.',
  type: 'string',
  pattern: '^[a-z0-9.-]+$',
};
const milliseconds: JsonSchema = { type: 'integer', minimum: 0 };

const count: JsonSchema = {
  description: 'Number of identical resources; default: 1.',
  type: 'integer',
  minimum: 1,
  maximum: 200_000,
};
const name: JsonSchema = {
  description: 'The tag Name; {n} is the number within the entry, from 1.',
  type: 'string',
  maxLength: 255,
};
const time: JsonSchema = {
  description: 'ISO 8601, UTC.',
  type: 'string',
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$',
};
const zone: JsonSchema = {
  description: 'a, or us-east-1a.',
  type: 'string',
  pattern: '^([a-z]|[a-z0-9-]+\\d[a-z])$',
};
const tags: JsonSchema = { type: 'object', additionalProperties: { type: 'string', maxLength: 256 } };

const idOf = (prefix: string) => `^${prefix}-([0-9a-f]{8}|[0-9a-f]{17})$`;

/** An id of this kind, or a word that is not an id of any kind. */
const wordOrId = (prefix: string) => `^(${prefix}-([0-9a-f]{8}|[0-9a-f]{17})|(?!${prefix}-).+)$`;

const instance: JsonSchema = {
  description: 'An instance, or count identical ones. Omitted values are generated, the same each time.',
  type: 'object',
  additionalProperties: false,
  required: ['type'],
  properties: {
    id: {
      description: 'Not with count.',
      type: 'string',
      pattern: '^i-([0-9a-f]{8}|[0-9a-f]{17})$',
    },
    count,
    name,
    type: { type: 'string', pattern: '^[a-z0-9-]+\\.[a-z0-9-]+$' },
    state: {
      description: 'Default: running.',
      enum: instanceStateNames,
    },
    ami: { description: 'An id, or a word, for which an id is generated.', type: 'string' },
    launchTime: time,
    zone,
    privateIps: {
      description: 'The primary one first; not with count.',
      type: 'array',
      items: ipv4,
      minItems: 1,
    },
    publicIp: { description: 'true: generated; omitted: none.', anyOf: [ipv4, { type: 'boolean' }] },
    publicIps: {
      description: 'All of them, that of the primary private address first; not with count or publicIp.',
      type: 'array',
      items: ipv4,
      minItems: 1,
    },
    ipv6: {
      description: 'true: generated; omitted: none.',
      anyOf: [{ type: 'array', items: ipv6 }, { type: 'boolean' }],
    },
    vpc: { description: 'An id, or a word, for which an id is generated.', type: 'string' },
    subnet: { description: 'An id, or a word, for which an id is generated.', type: 'string' },
    securityGroups: {
      description: 'Names, or sg-…=name; default: the group named default.',
      type: 'array',
      items: { type: 'string', maxLength: 255 },
    },
    profile: {
      description: 'Name of the instance profile, and of its role, or the ARN of the profile.',
      type: 'string',
      pattern: '^([\\w+=,.@-]{1,64}|arn:[\\w-]+:iam::\\d{12}:instance-profile/[\\w+=,.@/-]{1,576})$',
    },
    startFault: {
      description: 'What every StartInstances of it meets.',
      enum: ['capacity', 'kms'],
    },
    rootDevice: { description: 'Default: ebs.', enum: ['ebs', 'instance-store'] },
    spotType: { description: 'Of its spot request; default: one-time.', enum: ['one-time', 'persistent'] },
    hibernation: { description: 'Whether it was launched so that it can hibernate.', type: 'boolean' },
    lifecycle: {
      description: 'Default: on-demand.',
      enum: instanceLifecycles,
    },
    platform: { description: 'Default: linux.', enum: ['linux', 'windows'] },
    platformDetails: {
      description: 'As EC2 bills it; default: by platform.',
      type: 'string',
      maxLength: 100,
    },
    imdsv2: { description: 'Default: required.', enum: ['required', 'optional'] },
    rootVolume: {
      description: 'Id of its root volume; omitted: generated. Not with count.',
      type: 'string',
      pattern: idOf('vol'),
    },
    networkInterface: {
      description: 'Id of its primary network interface; omitted: generated. Not with count.',
      type: 'string',
      pattern: idOf('eni'),
    },
    zoneId: { description: 'use1-az4; omitted: generated.', type: 'string', pattern: '^[a-z0-9-]+$' },
    mac,
    privateDnsName: dnsName,
    publicDnsName: dnsName,
    spotRequestId: { description: 'Omitted: generated.', type: 'string', pattern: '^sir-[0-9a-z]+$' },
    keyName: { type: 'string', maxLength: 255 },
    statusChecks: {
      description: 'Results of its status checks while it runs; default: ok.',
      enum: ['ok', 'impaired', 'insufficient-data', 'initializing'],
    },
    ssm: {
      description: 'State of its agent of Systems Manager; omitted: it has none.',
      enum: ['Online', 'ConnectionLost', 'Inactive'],
    },
    tags,
    volumeTags: { description: 'Of its root volume; omitted: never tagged.', ...tags },
    networkInterfaceTags: {
      description: 'Of its primary network interface; omitted: never tagged.',
      ...tags,
    },
    metadataTags: { description: 'Whether the instance may read its own tags.', type: 'boolean' },
    userData: { description: 'As text.', type: 'string', maxLength: 16_384 },
    visibleAfterMs: {
      description: 'Milliseconds after the start until EC2 returns the instance.',
      ...milliseconds,
    },
    goneAfterMs: {
      description: 'Milliseconds after the start until EC2 stops returning it.',
      ...milliseconds,
    },
  },
};

const fields: Readonly<Partial<Record<keyof AccountResource, JsonSchema>>> = {
  createdAt: time,
  description: { type: 'string', maxLength: 255 },
  zone,
  sizeGiB: { type: 'integer', minimum: 1, maximum: 65_536 },
  cidr: { type: 'string', pattern: '^(\\d{1,3}\\.){3}\\d{1,3}/\\d{1,2}$' },
  publicIp: ipv4,
  groupName: { type: 'string', maxLength: 255 },
  snapshots: {
    description: 'Ids of the snapshots of its further devices.',
    type: 'array',
    items: { type: 'string', pattern: idOf('snap') },
  },
  imageName: { description: 'Default: the name, or the id.', type: 'string', maxLength: 128 },
  state: {
    description: 'Default: as the attachment has it, or available, completed.',
    type: 'string',
    pattern: '^[a-z-]+$',
  },
  volumeType: { description: 'Default: gp3.', type: 'string', pattern: '^[a-z0-9]+$' },
  encrypted: { description: 'Default: false.', type: 'boolean' },
  isDefault: { description: 'Default: false.', type: 'boolean' },
  connectivity: { description: 'Default: public.', enum: ['public', 'private'] },
  interfaceType: { description: 'Default: interface.', type: 'string', pattern: '^[a-zA-Z_-]+$' },
  privateIps: { description: 'The primary one first; not with count.', type: 'array', items: ipv4 },
  publicIps: { description: 'Those of the private ones, in their order.', type: 'array', items: ipv4 },
  ipv6: { type: 'array', items: ipv6 },
  ipv4Prefixes: {
    description: 'Blocks that are delegated to it.',
    type: 'array',
    items: { type: 'string', pattern: '^(\\d{1,3}\\.){3}\\d{1,3}/\\d{1,2}$' },
  },
  mac,
  securityGroups: {
    description: 'Names, or sg-…=name; default: those of its instance.',
    type: 'array',
    items: { type: 'string', maxLength: 255 },
  },
};

function resource(kind: ResourceKind): JsonSchema {
  const { prefix, references, fields: names } = resourceKinds[kind];
  const reference = {
    description: 'An id, or an id or name in this file; the n-th belongs to the n-th.',
    type: 'string',
  } as const;
  return {
    type: 'object',
    additionalProperties: false,
    properties: {
      id: {
        description: `${prefix}-…, or a word, for which an id is generated; not with count.`,
        type: 'string',
        pattern: wordOrId(prefix),
      },
      count,
      name,
      tags: { description: 'Omitted, with no name either: never tagged.', ...tags },
      ...Object.fromEntries(references.map((property) => [property, reference])),
      ...Object.fromEntries(names.map((property) => [property, fields[property]!])),
    },
  };
}

const resourceLists = Object.fromEntries(
  resourceKindNames.map((kind) => [
    resourceKinds[kind].list,
    { type: 'array', items: resource(kind) } satisfies JsonSchema,
  ]),
);

const arn: JsonSchema = { type: 'string', pattern: '^arn:[^\\u0000-\\u001f]+$' };
const words: JsonSchema = { type: 'string', maxLength: 1_024 };
const listedAttributes: Readonly<Record<keyof ListedAttributes, JsonSchema>> = {
  aliases: { type: 'array', items: words },
  class: words,
  description: words,
  dnsName: words,
  enabled: { type: 'boolean' },
  encrypted: { type: 'boolean' },
  engine: words,
  kind: { description: 'One of several: application, classic, HTTP, private, composite.', ...words },
  managedBy: words,
  name: { description: 'If its id is another one.', ...words },
  nodes: { type: 'integer', minimum: 0 },
  path: words,
  scheme: words,
  sizeGiB: { type: 'integer', minimum: 0 },
  status: words,
};

const region: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    optIn: {
      description: 'Default: opted in if resources are described, else as in a new account.',
      enum: ['opt-in-not-required', 'opted-in', 'not-opted-in'],
    },
    denied: deniedSchema,
    unreachable: { description: 'Requests never get a response.', const: true },
    complete: {
      description: 'Only what is described exists: nothing is generated for instances.',
      const: true,
    },
    others: {
      description:
        'Resources of further types. Those that a service lists here are listed, all others only the tagging API returns.',
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['arn'],
        properties: {
          arn: {
            type: 'string',
            pattern: '^arn:[\\w-]+:[\\w-]+:[a-z0-9-]*:(\\d{12})?:[^\\u0000-\\u001f]+$',
          },
          tags: { description: 'Omitted: never tagged.', ...tags },
          createdAt: time,
          attributes: {
            description: 'What services list of it, under the names of a snapshot.',
            type: 'object',
            additionalProperties: false,
            properties: listedAttributes,
          },
          links: {
            description: 'ARNs of what it refers to: cluster, security-group, stack, vpc.',
            type: 'object',
            propertyNames: { pattern: '^(cluster|security-group|stack|vpc)$' },
            additionalProperties: { anyOf: [arn, { type: 'array', items: arn }] },
          },
        },
      },
    },
    instances: { type: 'array', items: instance },
    ...resourceLists,
    ...describedListSchemas,
    ...scheduledListSchemas,
  },
};

const account: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'regions'],
  properties: {
    id: { type: 'string', pattern: '^\\d{12}$' },
    alias: { type: 'string', pattern: '^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$' },
    name: { description: 'In the organization; default: the alias.', type: 'string', maxLength: 50 },
    status: {
      description: 'In the organization; default: ACTIVE.',
      enum: ['ACTIVE', 'SUSPENDED', 'PENDING_CLOSURE'],
    },
    roles: {
      description: 'Roles that any caller with the right external id may assume.',
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['name'],
        properties: {
          name: { description: 'With its path.', type: 'string', pattern: '^[\\w+=,.@/-]{1,128}$' },
          externalId: { type: 'string', pattern: '^[\\w+=,.@:/-]{2,1224}$' },
        },
      },
    },
    regions: {
      description: 'By name. Omitted regions are empty, with the opt-in state of a new account.',
      type: 'object',
      propertyNames: { pattern: '^[a-z]{2,4}(-[a-z]+)+-\\d+$' },
      additionalProperties: region,
    },
  },
};

/** Describes the file of `groundcrew local --account`; the committed schema is this, written as JSON. */
export const accountsSchema: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Accounts of the embedded AWS',
  description: "The first account is the caller's own.",
  type: 'object',
  additionalProperties: false,
  required: ['accounts'],
  properties: {
    $schema: { type: 'string' },
    accounts: { type: 'array', items: account, minItems: 1 },
    organization: {
      description:
        'Whether they are an organization, with the first as its management account; default: if there are several.',
      type: 'boolean',
    },
  },
};
