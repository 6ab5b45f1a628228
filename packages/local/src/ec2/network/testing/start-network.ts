import {
  AllocateAddressCommand,
  AttachInternetGatewayCommand,
  CreateInternetGatewayCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { expect } from 'vitest';
import type { LocalOptions } from '../../../options.ts';
import { startAccounts } from '../../../testing/start-accounts.ts';

export const accountId = '111111111111';
export const region = 'us-east-1';

/** An account, empty by default, and a client of its EC2. */
export async function startNetwork(options: LocalOptions = {}, described: unknown = {}) {
  const started = await startAccounts(
    { accounts: [{ id: accountId, regions: { [region]: described } }] },
    options,
  );
  return { ...started, clientOf: started.client, client: started.client(EC2Client) };
}

/** The code of the error that a call ends with; `undefined`: it succeeds. */
export async function codeOf(call: Promise<unknown>): Promise<string | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    return (error as Error).name;
  }
}

/** Holds that a call is refused with a code. */
export async function refuses(code: string, call: Promise<unknown>): Promise<void> {
  expect(await codeOf(call)).toBe(code);
}

export async function newVpc(client: EC2Client, CidrBlock = '10.20.0.0/16'): Promise<string> {
  const { Vpc } = await client.send(new CreateVpcCommand({ CidrBlock }));
  return Vpc!.VpcId!;
}

export async function newSubnet(
  client: EC2Client,
  VpcId: string,
  CidrBlock = '10.20.0.0/24',
): Promise<string> {
  const { Subnet } = await client.send(new CreateSubnetCommand({ VpcId, CidrBlock }));
  return Subnet!.SubnetId!;
}

/** An internet gateway that is attached. */
export async function newGateway(client: EC2Client, VpcId: string): Promise<string> {
  const { InternetGateway } = await client.send(new CreateInternetGatewayCommand({}));
  const InternetGatewayId = InternetGateway!.InternetGatewayId!;
  await client.send(new AttachInternetGatewayCommand({ InternetGatewayId, VpcId }));
  return InternetGatewayId;
}

export async function newAddress(client: EC2Client): Promise<string> {
  const { AllocationId } = await client.send(new AllocateAddressCommand({}));
  return AllocationId!;
}
