/** The kinds of policies that AWS names in a refusal. */
export type PolicyKind =
  | 'identity-based-policy'
  | 'permissions-boundary'
  | 'resource-based-policy'
  | 'resource-control-policy'
  | 'role-trust-policy'
  | 'service-control-policy'
  | 'session-policy'
  | 'vpc-endpoint-policy';

/** A refusal for lack of permission, as far as AWS explains it. */
export interface Denial {
  /** A policy denies it; otherwise none allows it. */
  readonly explicit: boolean;
  /** Of the policy that denies it, or that does not allow it. */
  readonly policy?: PolicyKind;
  /** As AWS writes it, where that is more than its kind: `a VPC endpoint policy transitively through …`. */
  readonly policyText?: string;
  /** Of that policy, where AWS names it. */
  readonly policyArn?: string;
  readonly principal?: string;
  readonly action?: string;
  readonly resource?: string;
  /** What is in the place of the resource's name: `the resource associated with this ciphertext`. */
  readonly unnamedResource?: string;
  /** What AWS names as the reason, where it is not one policy: a setting of the resource. Without "because". */
  readonly because?: string;
}

interface PolicyText {
  readonly kind: PolicyKind;
  /** As AWS writes it. */
  readonly name: string;
  readonly whenDenied: string;
  readonly whenNotAllowed: string;
}

const policies: readonly PolicyText[] = [
  {
    kind: 'identity-based-policy',
    name: 'identity-based policy',
    whenDenied: 'remove the deny from the policies of the role or user; a further permission does not help',
    whenNotAllowed: 'add it to its policy',
  },
  {
    kind: 'service-control-policy',
    name: 'service control policy',
    whenDenied: "only the organization's administrators can change that; a further permission does not help",
    whenNotAllowed: "it has to be allowed by the organization's service control policies as well",
  },
  {
    kind: 'resource-control-policy',
    name: 'resource control policy',
    whenDenied: "only the organization's administrators can change that; a further permission does not help",
    whenNotAllowed: "it has to be allowed by the organization's resource control policies as well",
  },
  {
    kind: 'resource-based-policy',
    name: 'resource-based policy',
    whenDenied: "change the resource's own policy; a further permission of the caller does not help",
    whenNotAllowed: "add it to the resource's own policy",
  },
  {
    kind: 'permissions-boundary',
    name: 'permissions boundary',
    whenDenied: 'change the permissions boundary of the role or user; a further permission does not help',
    whenNotAllowed: 'add it to the permissions boundary of the role or user, too',
  },
  {
    kind: 'session-policy',
    name: 'session policy',
    whenDenied:
      'change the policy with which the session is made; a further permission of the role does not help',
    whenNotAllowed: 'add it to the policy with which the session is made',
  },
  {
    kind: 'role-trust-policy',
    name: 'role trust policy',
    whenDenied: 'change the trust policy of that role; a further permission of the caller does not help',
    whenNotAllowed: 'let the trust policy of that role name the caller',
  },
  {
    kind: 'vpc-endpoint-policy',
    name: 'VPC endpoint policy',
    whenDenied:
      'change the policy of the VPC endpoint, or use another network path; a further permission does not help',
    whenNotAllowed: 'add it to the policy of the VPC endpoint',
  },
];

const DENIED =
  /with an explicit deny(?: in ((?:an?|the) [a-z -]*?(?:policy|boundary)(?: transitively through an? ([a-z -]*?(?:policy|boundary)))?)(?:: ?(arn:\S+?))?)?(?=[\s.,;]|$)/i;
const NOT_ALLOWED = /because no ([a-z -]*?(?:policy|boundary)) allows/i;
const WHO = /(?:User: )?(\S+) is not authorized to perform: ([\w-]+:[\w*-]+)/;
/** Names of resources may contain blanks, quotes and words: what follows them ends them. S3's have words most. */
const RESOURCE =
  / on resource: (?:"([^"]*)"(?= because )|(arn:[\w-]+:(?!s3)\S+)(?= because )|(?:"([^"]*)"|(.+?))(?= with an explicit deny| because no [a-z -]*(?:policy|boundary) allows| because public |\.? ?Encoded authorization failure|[.\s]*$))/is;

/** KMS has no name of the key in what it refuses to other services. */
const UNNAMED = /^ on (this resource|the resource [^.]{1,100}?)(?= because | with an explicit deny|[.\s]*$)/i;
const KEY_POLICY = 'the policy of the KMS key';
/** After the resource. */
const BECAUSE = ' because ';
/** An end of a sentence: names of services have points, too. */
const SENTENCE_END = /\.(?=\s|$)/;
const MAX_REASON = 500;
/** Amazon S3 User Guide, "Blocking public access to your Amazon S3 storage". */
const PUBLIC_ACCESS = /\b(?:BlockPublicAcls|BlockPublicPolicy|IgnorePublicAcls|RestrictPublicBuckets)\b/;

/** What AWS's message contains (IAM User Guide, "Troubleshoot access denied error messages"). */
export function parseDenial(message: string): Denial {
  const denied = DENIED.exec(message);
  const [, policyText, through, policyArn] = denied ?? [];
  const policy = policyOf(denied ? (through ?? policyText) : NOT_ALLOWED.exec(message)?.[1]);
  const who = WHO.exec(message);
  const afterAction = who ? message.slice(who.index + who[0].length) : '';
  const { resource, unnamedResource, rest } = resourceIn(afterAction);
  const because = policy || denied ? undefined : reasonIn(rest);
  return {
    explicit: denied !== null,
    ...(policy && { policy: policy.kind }),
    ...(policyText !== undefined && (!policy || through !== undefined) && { policyText }),
    ...(policyArn !== undefined && { policyArn }),
    ...(who && { principal: who[1]!, action: who[2]! }),
    ...(resource !== undefined && { resource }),
    ...(unnamedResource !== undefined && { unnamedResource }),
    ...(because !== undefined && { because }),
  };
}

/** What the action is on, and what follows it. */
function resourceIn(text: string): Pick<Denial, 'resource' | 'unnamedResource'> & { readonly rest: string } {
  const named = RESOURCE.exec(text);
  if (named) {
    const resource = named.slice(1).find((part) => part !== undefined);
    return {
      ...(resource !== undefined && { resource: resource.trim() }),
      rest: text.slice(named.index + named[0].length),
    };
  }
  const unnamed = UNNAMED.exec(text);
  return unnamed ? { unnamedResource: unnamed[1]!, rest: text.slice(unnamed[0].length) } : { rest: text };
}

/** A reason to the end of its sentence. */
function reasonIn(rest: string): string | undefined {
  if (!rest.toLowerCase().startsWith(BECAUSE)) return undefined;
  const [reason = ''] = rest.slice(BECAUSE.length).split(SENTENCE_END, 1);
  return reason.trim().slice(0, MAX_REASON) || undefined;
}

/** The refusal in a sentence, with what to do; `undefined`: AWS does not explain it. */
export function denialText(denial: Denial): string | undefined {
  const { explicit, policyArn, principal, action, resource } = denial;
  const policy = policies.find(({ kind }) => kind === denial.policy);
  if (!explicit && action === undefined) return undefined;
  const on = resource ?? denial.unnamedResource;
  const where = on === undefined ? '' : ` on ${on}`;
  if (explicit) {
    const what = action === undefined ? 'access is denied' : `${principal} is denied ${action}${where}`;
    const inPolicy = denial.policyText ?? (policy && `a ${policy.name}`);
    const by = inPolicy === undefined ? 'an explicit deny' : `an explicit deny in ${inPolicy}`;
    const arn = policyArn === undefined ? '' : ` (${policyArn})`;
    const advice = policy
      ? ofResource(policy.whenDenied, action)
      : 'find the policy that denies it; a further permission does not help';
    return `${what} by ${fixArticle(by)}${arn}; ${advice}`;
  }
  if (denial.because !== undefined) {
    return `${principal} is denied ${action}${where} because ${denial.because}; ${adviceOn(denial.because, action!)}`;
  }
  return `${principal} lacks the permission ${action}${where}; ${ofResource(policy?.whenNotAllowed ?? 'add it to its policy', action)}`;
}

/** The resource of KMS is the key, and not that of the service whose call it refused: an object, a table. */
function ofResource(advice: string, action = ''): string {
  return action.startsWith('kms:') ? advice.replace("the resource's own policy", KEY_POLICY) : advice;
}

/** What to do about a reason that is not one policy. */
function adviceOn(because: string, action: string): string {
  if (PUBLIC_ACCESS.test(because)) {
    return 'change Block Public Access of the bucket, the access point or the account; a further permission does not help';
  }
  // "The resource does not exist in this Region, no resource-based policies allow access, or …": one of them is true.
  if (/\bresource-based polic(?:y|ies)\b/i.test(because)) {
    const whose = ofResource("the resource's own policy", action);
    return `check the region and the account of the resource, and ${whose}; a permission of the caller alone does not help`;
  }
  if (/^no .*\ballows?\b/i.test(because)) return 'allow it there';
  return 'change that; a further permission does not help';
}

/** The user guide has `the role trust policy` and `a sessions policy`, too. */
function policyOf(name: string | undefined): PolicyText | undefined {
  const wanted = name
    ?.trim()
    .toLowerCase()
    .replace(/^(?:an?|the) /, '')
    .replace(/^sessions /, 'session ');
  return policies.find((policy) => policy.name.toLowerCase() === wanted);
}

function fixArticle(text: string): string {
  return text.replace(/\ba (?=identity)/, 'an ');
}
