import { sleep } from '@groundcrew/async';
import {
  createEc2Client,
  createEc2Instances,
  createEc2Limiters,
  type Ec2Instances,
} from '@groundcrew/aws/ec2';
import { lookupInstances, regionsFor } from '@groundcrew/ec2/lookup';
import { createHandler, type Invocation } from '@groundcrew/lambda';
import {
  type HttpAnswer,
  type Reply,
  refuseMethod,
  toFailure,
  toHttpAnswer,
  toRefusal,
  toReply,
} from './answer.ts';
import { readSettings } from './env.ts';
import { type LookupRequest, questionOfEvent, questionOfQuery } from './question.ts';

/** The part of an event in payload format 2.0 that is read. */
interface HttpEvent {
  readonly version: '2.0';
  readonly rawQueryString: string;
  readonly requestContext: { readonly http: { readonly method: string } };
}

const settings = readSettings();
const limiters = createEc2Limiters({ now: Date.now, sleep });
const clients = new Map<string, Ec2Instances>();

/** Looks up an instance, called by an HTTP API or directly. */
export const handler = createHandler<unknown, HttpAnswer | (Reply & { readonly requestId: string })>({
  name: 'lookup-instance',
  async handle(event, invocation) {
    const { requestId } = invocation;
    if (!isHttpEvent(event)) return { ...(await reply(() => questionOfEvent(event), invocation)), requestId };
    const { method } = event.requestContext.http;
    if (method !== 'GET') return toHttpAnswer(refuseMethod(method), requestId);
    try {
      const answer = await reply(() => questionOfQuery(event.rawQueryString), invocation);
      return toHttpAnswer(answer, requestId);
    } catch (error) {
      invocation.log.error('the lookup failed', { error });
      invocation.metrics.add('LookupsFailed', 1);
      return toHttpAnswer(toFailure(error), requestId);
    }
  },
});

async function reply(readRequest: () => LookupRequest, { signal, log, metrics }: Invocation): Promise<Reply> {
  let request: LookupRequest | undefined;
  try {
    request = readRequest();
    const { question } = request;
    const answer = await lookupInstances(question, {
      regions: regionsFor(question, request.regions, settings.regions),
      currentRegion: settings.currentRegion,
      ec2For: (_, region) => ec2In(region),
      sleep,
      signal,
    });
    const found = toReply(answer);
    const unreached = answer.regions.filter(({ status }) => status !== 'listed');
    if (unreached.length > 0) log.warn('regions could not be listed', { regions: unreached });
    log.info('the question is answered', { by: question.by, status: found.status });
    metrics.add('Lookups', 1);
    metrics.add('LookupsFailed', found.status === 'unknown' ? 1 : 0);
    return found;
  } catch (error) {
    const refusal = toRefusal(error, request?.regions !== undefined);
    if (refusal === undefined) throw error;
    log.info('the question was refused', { code: refusal.code });
    return refusal;
  }
}

/** Clients and their connections outlive an invocation; the limiters count all calls. */
function ec2In(region: string): Ec2Instances {
  const known = clients.get(region);
  if (known !== undefined) return known;
  const client = createEc2Client({ region, requestTimeoutMs: settings.requestTimeoutMs });
  const ec2 = createEc2Instances({ client, limiter: limiters('own', region) });
  clients.set(region, ec2);
  return ec2;
}

function isHttpEvent(event: unknown): event is HttpEvent {
  return typeof event === 'object' && event !== null && 'version' in event && 'requestContext' in event;
}
