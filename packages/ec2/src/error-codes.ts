import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'fleet.columns.unknown': {
    meaning: 'There is no such column.',
    action: 'Write one that the message suggests, or `tag:KEY`.',
  },
  'fleet.instance-type.unknown': {
    meaning: 'The name has the right form, but EC2 does not have this type.',
    action: 'Use one of those that the message suggests.',
  },
  'fleet.instance-type.unknown-form': {
    meaning: 'The text is not the name of an instance type.',
    action: 'Write family and size: `m7gd.4xlarge`.',
  },
  'fleet.listing.unknown-region': {
    meaning: 'The region does not exist, or none was named.',
    action: 'Write one as `us-east-1`, several with commas, or `all`.',
  },
  'fleet.lookup.bad-question': {
    meaning: 'A lookup names no instance, or names it in a way that is not supported.',
    action: 'Write an instance id, an IP address, a DNS name or a Name tag, as the message shows.',
  },
  'fleet.metadata.credentials': {
    meaning: "The metadata path holds the keys of the instance's role.",
    action: 'Pass `--allow-credentials` if they are wanted; SDKs find them by themselves.',
  },
  'fleet.metadata.no-identity': {
    meaning: "The service at the endpoint has no instance identity document, so it is not EC2's.",
    action: 'Run it on an EC2 instance, or check `AWS_EC2_METADATA_SERVICE_ENDPOINT`.',
  },
  'fleet.metadata.path-missing': {
    meaning: 'The instance does not have this metadata path.',
    action: 'Use one of the entries that the message lists.',
  },
  'fleet.metadata.unreadable': {
    meaning: 'The metadata service returned a value that is not what the EC2 user guide documents.',
    action: 'Try again; check that no proxy is between this machine and the service.',
  },
  'fleet.prices.malformed': {
    meaning: 'A price file cannot be read as one.',
    action: 'Correct the line that the message names: `type,region,hourly` below a line with these names.',
  },
  'fleet.selection.bad-value': {
    meaning: 'An option that selects instances has a value that is not supported.',
    action: 'Correct the value that the message quotes.',
  },
  'fleet.selection.unknown-network': {
    meaning: 'No VPC or subnet has this name or id, in any region of the search.',
    action:
      'Write the name that the message suggests, or the id; name the region that it is in with `--region` or `--regions`.',
  },
  'fleet.selection.too-many-values': {
    meaning: 'A selection has more than the 200 values that EC2 accepts in one call.',
    action: 'Use patterns (`web-*`), or several runs.',
  },
  'fleet.snapshot.filter': {
    meaning: 'A snapshot cannot be searched by this.',
    action: 'Leave it out, or ask EC2 (without `--from`).',
  },
  'fleet.snapshot.only-tags': {
    meaning: 'The snapshot is one of `tags collect`, which has only tags.',
    action: 'Collect one with `groundcrew account collect`.',
  },
  'fleet.snapshot.unknown': {
    meaning: 'The snapshot does not cover what was requested in a region; it is reported as unknown.',

    action: 'Collect it (`groundcrew account collect`), or ask EC2 (without `--from`).',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
