/** The kinds of policies that AWS names in a refusal. */
export type PolicyKind =
  | 'identity-based-policy'
  | 'permissions-boundary'
  | 'resource-based-policy'
  | 'resource-control-policy'
  | 'service-control-policy'
  | 'session-policy'
  | 'vpc-endpoint-policy';

/** A refusal for lack of permission, as far as AWS explains it. */
export interface Denial {
  /** A policy denies it; otherwise none allows it. */
  readonly explicit: boolean;
  /** Of the policy that denies it, or that does not allow it. */
  readonly policy?: PolicyKind;
  /** Of that policy, where AWS names it. */
  readonly policyArn?: string;
  readonly principal?: string;
  readonly action?: string;
  readonly resource?: string;
  /** What AWS names as the reason, where it is not a policy: a setting of the resource. Without "because". */
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
    kind: 'vpc-endpoint-policy',
    name: 'VPC endpoint policy',
    whenDenied:
      'change the policy of the VPC endpoint, or use another network path; a further permission does not help',
    whenNotAllowed: 'add it to the policy of the VPC endpoint',
  },
];

const DENIED =
  /with an explicit deny(?: in an? ([a-z -]*?(?:policy|boundary))(?:: ?(arn:\S+?))?)?(?=[\s.,;]|$)/i;
const NOT_ALLOWED = /because no ([a-z -]*?(?:policy|boundary)) allows/i;
const WHO = /(?:User: )?(\S+) is not authorized to perform: ([\w-]+:[\w*-]+)/;
/** Names of resources may contain blanks, quotes and words: what follows them ends them. */
const RESOURCE =
  / on resource: (?:"([^"]*)"(?= because )|(?:"([^"]*)"|(.+?))(?= with an explicit deny| because no [a-z -]*(?:policy|boundary) allows| because public |\.? ?Encoded authorization failure|[.\s]*$))/is;

/** After the resource; to the end of the sentence. */
const BECAUSE = /^ because ([^.]{1,300})/i;
/** Amazon S3 User Guide, "Blocking public access to your Amazon S3 storage". */
const PUBLIC_ACCESS = /\b(?:BlockPublicAcls|BlockPublicPolicy|IgnorePublicAcls|RestrictPublicBuckets)\b/;

/** What AWS's message contains (IAM User Guide, "Troubleshoot access denied error messages"). */
export function parseDenial(message: string): Denial {
  const denied = DENIED.exec(message);
  const name = denied ? denied[1] : NOT_ALLOWED.exec(message)?.[1];
  const policy = policyOf(name);
  const who = WHO.exec(message);
  const resource = who ? RESOURCE.exec(message.slice(who.index)) : null;
  const resourceName = resource?.slice(1).find((part) => part !== undefined);
  const rest = resource ? message.slice(who!.index + resource.index + resource[0].length) : '';
  const because = policy || denied ? undefined : BECAUSE.exec(rest)?.[1];
  return {
    explicit: denied !== null,
    ...(policy && { policy: policy.kind }),
    ...(denied?.[2] !== undefined && { policyArn: denied[2] }),
    ...(who && { principal: who[1]!, action: who[2]! }),
    ...(resourceName !== undefined && { resource: resourceName.trim() }),
    ...(because !== undefined && { because }),
  };
}

/** The refusal in a sentence, with what to do; `undefined`: AWS does not explain it. */
export function denialText(denial: Denial): string | undefined {
  const { explicit, policyArn, principal, action, resource } = denial;
  const policy = policies.find(({ kind }) => kind === denial.policy);
  if (!explicit && action === undefined) return undefined;
  const where = resource === undefined ? '' : ` on ${resource}`;
  if (explicit) {
    const what = action === undefined ? 'access is denied' : `${principal} is denied ${action}${where}`;
    const by = policy ? `an explicit deny in a ${policy.name}` : 'an explicit deny';
    const arn = policyArn === undefined ? '' : ` (${policyArn})`;
    const advice = policy?.whenDenied ?? 'find the policy that denies it; a further permission does not help';
    return `${what} by ${fixArticle(by)}${arn}; ${advice}`;
  }
  if (denial.because !== undefined) {
    const advice = PUBLIC_ACCESS.test(denial.because)
      ? 'change Block Public Access of the bucket, the access point or the account'
      : 'change that';
    return `${principal} is denied ${action}${where} because ${denial.because.trim()}; ${advice}; a further permission does not help`;
  }
  return `${principal} lacks the permission ${action}${where}; ${policy?.whenNotAllowed ?? 'add it to its policy'}`;
}

function policyOf(name: string | undefined): PolicyText | undefined {
  const wanted = name?.trim().toLowerCase();
  return policies.find((policy) => policy.name.toLowerCase() === wanted);
}

function fixArticle(text: string): string {
  return text.replace(/\ba (?=identity)/, 'an ');
}
