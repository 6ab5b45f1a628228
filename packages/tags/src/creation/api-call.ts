/** What is read of an API call that CloudTrail recorded and EventBridge delivers. */
export interface ApiCall {
  /** `ec2.amazonaws.com` */
  readonly eventSource: string;
  /** `RunInstances` */
  readonly eventName: string;
  /** ISO 8601, in UTC. */
  readonly eventTime: string;
  /** Unique; the same if the event is delivered twice. */
  readonly eventId: string;
  readonly region: string;
  /** Twelve digits: the account of the resources. */
  readonly accountId: string;
  readonly userIdentity: Fields;
  readonly requestParameters: Fields;
  readonly responseElements: Fields;
  /** Of a call that was not carried out: `Client.DryRunOperation`, `AccessDenied`. */
  readonly errorCode: string | undefined;
}

/** A JSON object that was not checked yet. */
export type Fields = Readonly<Record<string, unknown>>;

/**
 * The API call of an event; `undefined`: it is not such an event.
 *
 * Rules: "CloudTrail record contents" in the CloudTrail user guide, "AWS service events delivered via CloudTrail" in
 * the EventBridge user guide.
 */
export function readApiCall(event: unknown): ApiCall | undefined {
  const envelope = fieldsOf(event);
  const detail = fieldsOf(envelope.detail);
  const { eventSource, eventName, eventTime, eventID, awsRegion, errorCode } = detail;
  const accountId = textOf(detail.recipientAccountId) ?? textOf(envelope.account);
  const region = textOf(awsRegion) ?? textOf(envelope.region);
  const source = textOf(eventSource);
  const name = textOf(eventName);
  const atMs = Date.parse(textOf(eventTime) ?? '');
  if (source === undefined || name === undefined || Number.isNaN(atMs)) return undefined;
  if (accountId === undefined || !/^\d{12}$/.test(accountId) || region === undefined) return undefined;
  return {
    eventSource: source,
    eventName: name,
    eventTime: `${new Date(atMs).toISOString().slice(0, 19)}Z`,
    eventId: textOf(eventID) ?? '',
    region,
    accountId,
    userIdentity: fieldsOf(detail.userIdentity),
    requestParameters: fieldsOf(detail.requestParameters),
    responseElements: fieldsOf(detail.responseElements),
    errorCode: textOf(errorCode),
  };
}

/** The object; an empty one if it is not an object. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

/** The string; `undefined` if it is not one, or empty. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The members of one of EC2's sets: under `items` or `item`, a list or, of one member, the member. */
export function membersOf(set: unknown): readonly Fields[] {
  const { items, item } = fieldsOf(set);
  return [items ?? item ?? []].flat().map(fieldsOf);
}

/** Every string under a name, at any depth. */
export function textsNamed(value: unknown, name: string): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((element) => textsNamed(element, name));
  return Object.entries(fieldsOf(value)).flatMap(([key, inner]) => {
    const text = key === name ? textOf(inner) : undefined;
    return text === undefined ? textsNamed(inner, name) : [text];
  });
}
