import type { Tags } from '../tags/index.ts';
import type { XmlElements } from '../xml.ts';

export const balancerTypes = ['application', 'network'] as const;
export type BalancerType = (typeof balancerTypes)[number];

/** What a load balancer has in one zone. */
export interface ZoneMapping {
  readonly zone: string;
  readonly subnetId: string;
  /** Of a network load balancer with a fixed public address. */
  readonly allocationId?: string;
  /** Of an internal network load balancer with a fixed private address. */
  readonly privateIp?: string;
  /** Of the network interface that it holds there. */
  readonly interfaceId?: string;
}

/** What was created may not be found at once: reads are eventually consistent. */
interface LateResource {
  /** Until then it is not found, in milliseconds since 1970. */
  readonly visibleMs?: number;
}

/** A load balancer: one that was created here, or one that the account file describes, as far as it does. */
export interface LoadBalancer extends LateResource {
  readonly arn: string;
  readonly name: string;
  readonly type: string | undefined;
  readonly scheme: string | undefined;
  readonly dnsName: string | undefined;
  readonly hostedZoneId?: string;
  readonly vpcId: string | undefined;
  readonly ipAddressType?: string;
  readonly zones?: readonly ZoneMapping[];
  readonly groups: readonly string[];
  /** Milliseconds since 1970. */
  readonly createdMs: number | undefined;
  /** Only those that differ from the defaults. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: Tags;
  /** The state that is described; of others it follows from the clock. */
  readonly described?: { readonly status: string | undefined; readonly createdAt: string | undefined };
}

/** Of a target group, in the API's names; a member that does not apply is left out. */
export interface HealthCheck {
  readonly HealthCheckEnabled: boolean;
  readonly HealthCheckProtocol: string;
  readonly HealthCheckPort: string;
  readonly HealthCheckIntervalSeconds: number;
  readonly HealthCheckTimeoutSeconds: number;
  readonly HealthyThresholdCount: number;
  readonly UnhealthyThresholdCount: number;
  readonly HealthCheckPath?: string;
  readonly Matcher?: { readonly HttpCode?: string; readonly GrpcCode?: string };
}

export interface Target {
  readonly id: string;
  /** Of Lambda functions there is none. */
  readonly port: number | undefined;
  /** `all`, or a zone, of an address outside the VPC. */
  readonly zone?: string;
  /** Milliseconds since 1970. */
  readonly registeredMs: number;
  /** When it was deregistered: it drains from then on. */
  readonly drainingMs?: number;
}

export interface TargetGroup extends LateResource {
  readonly arn: string;
  readonly name: string;
  readonly targetType: string;
  readonly protocol: string | undefined;
  readonly protocolVersion: string | undefined;
  readonly port: number | undefined;
  readonly vpcId: string | undefined;
  readonly ipAddressType: string;
  readonly health: HealthCheck;
  readonly targets: readonly Target[];
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: Tags;
}

export interface Listener extends LateResource {
  readonly arn: string;
  readonly balancerArn: string;
  readonly port: number;
  readonly protocol: string;
  readonly sslPolicy: string | undefined;
  readonly certificateArn: string | undefined;
  readonly alpnPolicy: readonly string[];
  /** In the form of the API's answers. */
  readonly actions: readonly XmlElements[];
  readonly defaultRuleArn: string;
  readonly tags: Tags;
}

/** A rule other than the default one, which is a part of its listener. */
export interface Rule {
  readonly arn: string;
  readonly listenerArn: string;
  readonly priority: number;
  /** In the form of the API's answers. */
  readonly conditions: readonly XmlElements[];
  readonly actions: readonly XmlElements[];
  readonly tags: Tags;
}
