import type { NetworkFile } from '../file/index.ts';

/** What is taken as given where paths are traced in a network that is not there. */
export function plannedNotes({ endpoints, loadBalancers }: NetworkFile): readonly string[] {
  return [
    'Paths were traced in the network as the file wants it: nothing of it was looked up.',
    'Taken as AWS makes it: network ACLs allow all, groups let all out, and VPC Block Public Access is off.',
    'A group has a member in each subnet of its tiers; where a file names no tier of it, in each subnet.',
    ...(loadBalancers.size > 0
      ? [
          'Targets of a load balancer are the members of the groups that let it in, and healthy; its name leads to it.',
        ]
      : []),
    ...(endpoints.length > 0
      ? ['The internet is without the addresses to which gateway endpoints lead.']
      : []),
  ];
}
