import { knownRegions, regionOfPartition } from '@groundcrew/aws-core';
import { didYouMean } from '@groundcrew/errors';
import { globsOverlap, isGlob } from '@groundcrew/settings';
import table from './known-types.json' with { type: 'json' };

/** The first words of the resources in each service's ARNs; `*`: in some ARNs it is a name, which may be anything. */
const wordsByService: readonly (readonly [string, readonly string[]])[] = Object.entries(table.types).map(
  ([service, words]) => [service, words.split(' ')],
);

/**
 * The problem of a glob that matches no resource type of AWS, as the end of a sentence that begins with the glob;
 * `undefined`: it matches one. By the table of this version (Service Authorization Reference); a newer type has to be
 * matched by `ec2:*`.
 */
export function typeProblem(glob: string): string | undefined {
  if (glob === '*') return undefined;
  const [service = '', resource = ''] = glob.split(':');
  // For a part of a resource (`restapis/stages`), the table has the resource.
  const [word = ''] = resource.split('/');
  const services = wordsByService.filter(([name]) => globsOverlap(service, name));
  const isKnown = services.some(([, words]) =>
    words.some((each) => each === '*' || globsOverlap(word, each) || globsOverlap(resource, each)),
  );
  if (isKnown) return undefined;
  if (isGlob(glob)) return `matches no resource type of AWS${hintOf(service, word)}`;
  return `is not a resource type of AWS that this version knows${hintOf(service, word)}`;
}

function hintOf(service: string, word: string): string {
  const own = wordsByService.filter(([name]) => name === service);
  const ofService = typesOf(own);
  const near = didYouMean(`${service}:${word}`, ofService);
  if (near !== '' || own.length > 0) return near;
  return didYouMean(
    `${service}:${word}`,
    typesOf(wordsByService.filter(([, words]) => words.includes(word))),
  );
}

function typesOf(services: typeof wordsByService): string[] {
  return services.flatMap(([name, words]) => words.map((each) => `${name}:${each}`));
}

/** In snapshots, a resource without a region is in the region of the service's endpoint: see `regionOfPartition`. */
const GLOBAL_PROBLEM = `is not a region: resources of global services (CloudFront, IAM, Route 53) are listed in ${regionOfPartition('aws')} (${regionOfPartition('aws-cn')} in China, ${regionOfPartition('aws-us-gov')} in GovCloud); write that region, with their type, such as 'route53:*'`;

/** The same for a glob of regions. A newer region can be matched by a glob such as `ap-southeast-*`. */
export function regionProblem(glob: string): string | undefined {
  if (knownRegions.some((region) => globsOverlap(glob, region))) return undefined;
  if (glob === 'global' || glob === 'aws-global') return GLOBAL_PROBLEM;
  if (isGlob(glob)) return 'matches no region of AWS';
  return `is not a region of AWS that this version knows${didYouMean(glob, knownRegions)}`;
}

/** The fields of an ARN before the resource: as a whole, and as they begin before a `*`. */
const arnFields = [
  { name: 'word arn', whole: /^arn$/, start: /^(?:a|ar|arn)?$/ },
  { name: 'partition', whole: /^aws(?:-[a-z]+)*$/, start: /^[a-z-]*$/ },
  { name: 'service', whole: /^[a-z0-9-]+$/, start: /^[a-z0-9-]*$/ },
  { name: 'region', whole: /^(?:[a-z]{2}(?:-[a-z]+)+-\d+)?$/, start: /^[a-z0-9-]*$/ },
  { name: 'account', whole: /^(?:\d{12}|aws)?$/, start: /^(?:\d{0,12}|a|aw|aws)$/ },
] as const;

/** The same for a glob of ARNs (IAM User Guide, "Amazon Resource Names"): `arn:aws:s3::logs-*` has the name as its account. */
export function arnProblem(glob: string): string | undefined {
  const form = 'an ARN is arn:aws:SERVICE:REGION:ACCOUNT:RESOURCE, and that of a bucket arn:aws:s3:::NAME';
  for (const [at, { name, whole, start }] of arnFields.entries()) {
    const field = glob.split(':')[at];
    if (field === undefined) return `matches no ARN: ${form}`;
    const [before = ''] = field.split('*');
    // A `*` also matches colons, so the fields after it are not known.
    const isOpen = field.includes('*');
    const isPossible = before.includes('?') || (isOpen ? start : whole).test(before);
    if (!isPossible)
      return `matches no ARN: ${JSON.stringify(field)} is in the place of the ${name}; ${form}`;
    if (isOpen) return undefined;
  }
  return glob.split(':').length > arnFields.length ? undefined : `matches no ARN: ${form}`;
}
