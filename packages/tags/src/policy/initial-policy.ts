/**
 * What `tags policy init` writes: a policy to start from, with a comment on each line.
 *
 * @param schema where editors find the schema: a path from the policy, or a URL
 */
export function initialPolicy(schema: string = './packages/tags/policy.schema.json'): string {
  return STARTER_POLICY.replace('{schema}', () => schema);
}

const STARTER_POLICY = `# yaml-language-server: $schema={schema}
# (The path of the schema, for completion in editors: change it to where groundcrew is.)
#
# A tag policy. Check it:   groundcrew tags policy check tag-policy.yaml
# See what breaks it:       groundcrew tags audit --policy tag-policy.yaml
# See what would be fixed:  groundcrew tags plan --policy tag-policy.yaml
version: 1

keys:
  # The project that pays. Every resource has one.
  Project:
    description: What the bill is split by
    required: true
    values:
      # Only these. "Shop" is a misspelling of "shop", and fixed; ignoreCase: false would refuse it.
      list: [shop, warehouse, shared]
      # Known wrong values, with the canonical one.
      variants:
        store: shop
    # Known misspellings of the key. Case and stray spaces need not be listed: "project", "PROJECT ".
    variants: [Proj, ProjectName]
    # If it is missing, it is copied from the first of these that has it:
    # instance, volume, network-interface, subnet, vpc, snapshot.
    inherit: [instance, volume, network-interface, subnet, vpc]

  # The person to contact. Reports are also split by it.
  Owner:
    required: true
    owner: true
    values:
      # A regular expression for the whole value.
      pattern: '[a-z0-9._-]+@example\\.com'
    inherit: [instance, volume]

  Environment:
    required: true
    variants: [Env, Stage]
    # All of these are optional: types, regions and accounts, with * for anything.
    for:
      types: ['ec2:*', 's3:bucket', 'dynamodb:table', 'lambda:function']
      not:
        types: ['ec2:image', 'ec2:route-table']
    values:
      list: [production, staging, development]
      variants:
        prod: production
        stage: staging
        dev: development
    inherit: [instance, volume, network-interface, subnet, vpc]
    # The value if it is not inherited: a guess, which a plan writes. Without a default it is only reported.
    default: development

  # Not required; but if it is there, it has to be in this form.
  CostCenter:
    variants: [cost-center, Cost Center]
    values:
      pattern: '[0-9]{4}'

# Keys that no resource may have. They are reported; with "remove: true" a plan removes them with their values.
# "except" lists keys that a * does not mean; those that other systems depend on (kubernetes.io/*, eks:*) it never does.
forbidden:
  - key: 'temp*'
    reason: Left over from the move of 2024
  - key: password
    remove: true
    reason: Anyone who may list resources can read tags

# What is exempt from the rules, why, and until when (the last day, UTC).
exemptions:
  - match:
      type: 's3:bucket'
      arn: 'arn:aws:s3:::cdk-*'
    keys: [Owner, Environment]
    reason: Made by the CDK for itself
  - match:
      region: us-west-2
      tag:
        Project: shared
    keys: all
    reason: The old data center, shut down by then
    until: 2027-12-31
`;
