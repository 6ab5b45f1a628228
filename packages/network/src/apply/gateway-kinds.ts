import { addressesOf, egressGatewaysOf, gatewaysOf } from './ec2-look-ups.ts';
import { specification } from './ec2-tags.ts';
import type { KindCalls } from './kind-calls.ts';
import { knownRef, refId } from './references.ts';
import { taggedKind } from './tagged-kind.ts';
import { fromList } from './tags.ts';

/** The internet gateway: by id, or by its tags. */
export const internetGatewayKind = taggedKind({
  list: async (_, look) =>
    (await gatewaysOf(look)).map(({ InternetGatewayId = '', Tags }) => ({
      id: InternetGatewayId,
      values: {},
      tags: fromList(Tags),
    })),
  async create(item, making) {
    const { InternetGateway } = await making.calls.ec2.CreateInternetGateway(
      { TagSpecifications: specification('internet-gateway', item, making) },
      { signal: making.signal },
    );
    return InternetGateway?.InternetGatewayId;
  },
  remove: (InternetGatewayId, { calls, signal }) =>
    calls.ec2.DeleteInternetGateway({ InternetGatewayId }, { signal }),
});

/** The attachment of the internet gateway, which has no id of its own. */
export const attachmentKind: KindCalls = {
  async find(item, look) {
    const gateway = knownRef(item, 'gateway', look);
    const vpc = knownRef(item, 'vpc', look);
    if (gateway === undefined || vpc === undefined) return undefined;
    const found = (await gatewaysOf(look)).find(({ InternetGatewayId }) => InternetGatewayId === gateway);
    const attachment = found?.Attachments?.find(
      ({ VpcId, State }) => VpcId === vpc && State !== 'detached' && State !== 'detaching',
    );
    // What refers to an attachment refers to its gateway.
    return attachment && { id: gateway, values: {}, refs: { vpc, gateway } };
  },
  async make(item, { calls, ids, signal }, existing) {
    const InternetGatewayId = refId(item, 'gateway', { ids });
    if (!existing) {
      await calls.ec2.AttachInternetGateway(
        { InternetGatewayId, VpcId: refId(item, 'vpc', { ids }) },
        { signal },
      );
    }
    return InternetGatewayId;
  },
  remove: async (item, { id }, { calls, ids, signal }) =>
    void (await calls.ec2.DetachInternetGateway(
      { InternetGatewayId: id, VpcId: refId(item, 'vpc', { ids }) },
      { signal },
    )),
};

/** The egress-only internet gateway: by id, or by its tags. */
export const egressOnlyKind = taggedKind({
  list: async (_, look) =>
    (await egressGatewaysOf(look)).map(({ EgressOnlyInternetGatewayId = '', Attachments, Tags }) => ({
      id: EgressOnlyInternetGatewayId,
      values: {},
      refs: { vpc: Attachments?.[0]?.VpcId ?? '' },
      tags: fromList(Tags),
    })),
  async create(item, making) {
    const { EgressOnlyInternetGateway } = await making.calls.ec2.CreateEgressOnlyInternetGateway(
      {
        VpcId: refId(item, 'vpc', making),
        ClientToken: making.token,
        TagSpecifications: specification('egress-only-internet-gateway', item, making),
      },
      { signal: making.signal },
    );
    return EgressOnlyInternetGateway?.EgressOnlyInternetGatewayId;
  },
  remove: (EgressOnlyInternetGatewayId, { calls, signal }) =>
    calls.ec2.DeleteEgressOnlyInternetGateway({ EgressOnlyInternetGatewayId }, { signal }),
});

/** Elastic IP addresses: by id, or by their tags; never because one looks unused. */
export const addressKind = taggedKind({
  list: async (item, look) =>
    (await addressesOf(look, look.ids.get(item.key))).map(({ AllocationId = '', Tags }) => ({
      id: AllocationId,
      values: {},
      tags: fromList(Tags),
    })),
  async create(item, making) {
    const { AllocationId } = await making.calls.ec2.AllocateAddress(
      { Domain: 'vpc', TagSpecifications: specification('elastic-ip', item, making) },
      { signal: making.signal },
    );
    return AllocationId;
  },
  remove: (AllocationId, { calls, signal }) => calls.ec2.ReleaseAddress({ AllocationId }, { signal }),
});
