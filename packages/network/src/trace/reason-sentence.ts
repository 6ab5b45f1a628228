import type { Column } from '@groundcrew/report';
import type { DetailPart, NotModeled, Reason } from './walk-types.ts';

/** The column of these sentences. */
export const reasonColumn: Column = { key: 'reason', title: 'Reason', words: true, wrap: true };

/** Why packets end, or why it is not known, as a sentence. Each is in the Korean catalog with names in place of values. */
export function reasonSentence(reason: Reason): string {
  switch (reason.kind) {
    case 'group':
      return `No ${reason.isEgress ? 'outbound' : 'inbound'} rule of ${reason.groups.join(', ') || 'any security group'} on ${reason.interface} allows it.`;
    case 'acl': {
      const what = reason.isAnswer ? 'the answer' : 'it';
      const way = reason.isEgress ? 'out of' : 'into';
      return reason.entry === undefined
        ? `No entry of the network ACL ${reason.acl} allows ${what} ${way} ${reason.subnet}.`
        : `Entry ${reason.entry} of the network ACL ${reason.acl} denies ${what} ${way} ${reason.subnet}.`;
    }
    case 'no-route':
      return `The route table ${reason.table} of ${reason.subnet} has no route for ${reason.isAnswer ? 'the answer' : 'it'}.`;
    case 'black-hole':
      return `The route of ${reason.table} to ${reason.target} is a black hole.`;
    case 'answer-elsewhere':
      return `The answer leaves by ${reason.target} (${reason.table}), not by ${reason.wanted}.`;
    case 'no-public-address':
      return `${reason.id} has no public address.`;
    case 'not-public':
      return `${reason.gateway} sends to public addresses only.`;
    case 'public-access-blocked':
      return `VPC Block Public Access blocks ${reason.subnet}.`;
    case 'no-internet-gateway':
      return `${reason.vpc} has no internet gateway.`;
    case 'no-interface':
      return `No network interface of ${reason.vpc} has that address.`;
    case 'not-running':
      return `${reason.instance} does not run (${reason.state}).`;
    case 'nat-state':
      return `${reason.gateway} cannot be used (${reason.state}).`;
    case 'nat-protocol':
      return `${reason.gateway} passes TCP, UDP and ping only.`;
    case 'nat-inbound':
      return `${reason.gateway} takes no connections from outside.`;
    case 'peering-state':
      return `The peering ${reason.peering} is not up (${reason.status}).`;
    case 'peering-onward':
      return `${reason.peering} leads to ${reason.vpc} only, not onward.`;
    case 'balancer-state':
      return `The load balancer ${reason.balancer} does not work (${reason.state}).`;
    case 'no-listener':
      return `The load balancer ${reason.balancer} has no listener for it.`;
    case 'no-target':
      return `The target group ${reason.targetGroup} has no target for it.`;
    case 'own-target':
      return `${reason.target} of ${reason.targetGroup} would be its own client, whose address is kept.`;
    case 'target-gone':
      return `The target ${reason.target} of ${reason.targetGroup} is not there.`;
    case 'no-address':
      return `${reason.what} has no address for it.`;
    case 'no-name':
      return `${reason.name} has no record in ${reason.zone}.`;
    case 'not-collected':
      return `Not collected: ${partNames[reason.part as DetailPart] ?? `describe-${reason.part}`}, of ${reason.of}.`;
    case 'not-modeled':
      return modelSentences[reason.what](reason.of);
  }
}

const partNames: Readonly<Partial<Record<string, string>>> = {
  'hosted-zones': 'route53 list-hosted-zones',
  'hosted-zone': 'route53 get-hosted-zone',
  'resource-record-sets': 'route53 list-resource-record-sets',
  'health-checks': 'route53 list-health-checks',
  'health-check-status': 'route53 get-health-check-status',
  'managed-prefix-list-entries': 'get-managed-prefix-list-entries',
};

const modelSentences: Readonly<Record<NotModeled, (of: string) => string>> = {
  'transit-gateway': (of) => `What is behind the transit gateway ${of} is not in the model.`,
  'virtual-private-gateway': (of) => `What is behind the virtual private gateway ${of} is not in the model.`,
  middlebox: (of) => `What the appliance behind ${of} lets through is not in the model.`,
  'route-target': (of) => `What is behind ${of} is not in the model.`,
  'private-nat': (of) => `Where the private NAT gateway ${of} leads is not in the model.`,
  nat64: (of) => `NAT64 through ${of} is not in the model.`,
  'nat-route': (of) => `Where a NAT gateway sends through ${of} is not in the model.`,
  'gateway-load-balancer': (of) => `What the appliances behind ${of} let through is not in the model.`,
  'balancer-target': (of) => `A load balancer as the target of ${of} is not in the model.`,
  'balancer-ping': (of) => `Whether ${of} answers pings is not in the model.`,
  'other-network': (of) => `${of} is in no VPC of the snapshot.`,
  'other-name': (of) => `${of} is in no hosted zone of the snapshot.`,
  alias: (of) => `What the alias ${of} stands for is not in the model.`,
  'which-route': (of) => `Which record of ${of} a client gets depends on the client.`,
  'which-zone': (of) => `Several public hosted zones are named ${of}; which of them answers is unknown.`,
  'which-interface': (of) => `From which interface ${of} sends is not known.`,
  'egress-exclusion': (of) =>
    `What an exclusion for egress means for public addresses in ${of} is not known.`,
  'peer-region': (of) => `The regions of the peering ${of} were not collected.`,
  loop: (of) => `The way through ${of} is too long to follow.`,
};
