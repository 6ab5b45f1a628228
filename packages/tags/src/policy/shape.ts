import { bool, fields, listOf, mapOf, oneOf, type Read, text, wholeNumber } from '@groundcrew/settings';

// What an editor can check by policy.schema.json: a test ensures that the two agree.

const NOT_RESERVED = /^(?!aws:)/i;
const keyName = { minLength: 1, maxLength: 128, matches: NOT_RESERVED, wanted: 'tag key of your own' };
const key = text(keyName);
const value = text({ maxLength: 256, wanted: 'tag value' });
const glob = (matches: RegExp, wanted: string) => text({ minLength: 1, maxLength: 256, matches, wanted });

const typeGlob = glob(
  /^(\*|[a-z0-9*?-]+:[A-Za-z0-9*?/._-]+)$/,
  'resource type such as ec2:instance, s3:bucket or ec2:*',
);
const regionGlob = glob(/^[a-z0-9*?-]+$/, 'region such as ap-northeast-2 or us-*');
const accountGlob = glob(
  /^([0-9]{12}|(?=.*[*?])[0-9*?]{1,12})$/,
  'account of twelve digits, or such as 1234*',
);
const arnGlob = text({
  minLength: 1,
  maxLength: 2048,
  matches: /^(arn:|\*)/,
  wanted: 'ARN, such as arn:aws:s3:::logs-*',
});

const places = {
  types: listOf(typeGlob),
  regions: listOf(regionGlob),
  accounts: listOf(accountGlob),
};
const scope = fields({ ...places, not: fields(places, { min: 1 }) });

const values = fields(
  {
    list: listOf(value, { unique: true }),
    like: listOf(value, { unique: true }),
    pattern: text({ minLength: 1, maxLength: 256, wanted: 'regular expression' }),
    minLength: wholeNumber(0, 256),
    maxLength: wholeNumber(1, 256),
    ignoreCase: bool,
    variants: mapOf({ maxLength: 256, wanted: 'wrong value' }, value, 1),
  },
  { min: 1 },
);

const keyRule = fields({
  description: text({ maxLength: 1000 }),
  required: bool,
  requiredFor: scope,
  owner: bool,
  for: scope,
  variants: listOf(key, { unique: true }),
  ignoreCase: bool,
  values,
  inherit: listOf(oneOf('instance', 'volume', 'network-interface', 'subnet', 'vpc', 'snapshot'), {
    unique: true,
  }),
  default: value,
});

const keyList = listOf(key, { unique: true });

const forbiddenRule = fields(
  { key, except: keyList, remove: bool, reason: text({ maxLength: 1000 }), for: scope },
  { required: ['key'] },
);

const keysOrAll: Read<readonly string[] | 'all'> = (node, path, report) => {
  if (node.kind === 'scalar' && node.value === 'all') return 'all';
  if (node.kind === 'list') return keyList(node, path, report);
  report(node.offset, path, 'is neither a list of keys, such as [Project], nor all');
  return undefined;
};

const exemption = fields(
  {
    match: fields(
      {
        type: typeGlob,
        region: regionGlob,
        account: accountGlob,
        arn: arnGlob,
        tag: mapOf({ ...keyName, matches: /^/ }, value, 1),
      },
      { min: 1 },
    ),
    keys: keysOrAll,
    reason: text({ minLength: 1, maxLength: 1000 }),
    until: text({
      maxLength: 10,
      matches: /^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$/,
      wanted: 'date such as 2027-03-31',
    }),
  },
  { required: ['match', 'keys', 'reason'] },
);

/** Reads a policy's shape; what it means is checked by `checkMeaning`. */
export const readShape = fields(
  {
    $schema: text({ maxLength: 2048 }),
    version: oneOf(1),
    keys: mapOf(keyName, keyRule, 1),
    forbidden: listOf(forbiddenRule),
    exemptions: listOf(exemption),
  },
  { required: ['version', 'keys'] },
);

/** A policy as in the text: without defaults, and without invalid parts. */
export type RawPolicy = NonNullable<ReturnType<typeof readShape>>;
/** A scope as in the text. */
export type RawScope = NonNullable<ReturnType<typeof scope>>;
