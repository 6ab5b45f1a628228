import { childrenOf } from '../xml.ts';
import { applyChanges } from './apply-changes.ts';
import { readComment } from './comment.ts';
import {
  changeXml,
  newChange,
  readRequest,
  zoneArn,
  type ZoneContext,
  type ZoneOperation,
} from './context.ts';
import { noSuchChange, noSuchHealthCheck } from './errors.ts';
import { recordsOf, zoneAt } from './find-zones.ts';
import { listRecords } from './list-records.ts';
import { readChanges, recordXml } from './record-xml.ts';

const RECORDS = /^\/2013-04-01\/hostedzone\/([^/]+)\/rrset\/?$/;

/** The records of hosted zones. */
export function createRecordOperations(context: ZoneContext): Readonly<Record<string, ZoneOperation>> {
  const { store, aliases } = context;
  return {
    ChangeResourceRecordSets: {
      method: 'POST',
      path: RECORDS,
      resourceOf: zoneArn,
      act(call) {
        const { id, caller } = call;
        const zone = zoneAt(context, id, caller);
        const [batch] = childrenOf(readRequest(call), 'ChangeBatch');
        const changes = readChanges(batch);
        const comment = readComment(batch);
        const checked = changes.find(({ healthCheckId }) => healthCheckId !== undefined);
        // There are no health checks here.
        if (checked) throw noSuchHealthCheck(checked.healthCheckId ?? '');
        const all = applyChanges(zone, recordsOf(context, zone), changes, aliases);
        const change = newChange(context, caller.accountId, comment);
        store.commit({ records: { zoneId: id, all }, change });
        return { elements: { ChangeInfo: changeXml(change, context) } };
      },
    },

    ListResourceRecordSets: {
      method: 'GET',
      path: RECORDS,
      resourceOf: zoneArn,
      act({ id, caller, request }) {
        const records = recordsOf(context, zoneAt(context, id, caller));
        const { page, next, maxItems } = listRecords(records.values(), request.query);
        return {
          elements: {
            ResourceRecordSets: { ResourceRecordSet: page.map(recordXml) },
            IsTruncated: next !== undefined,
            NextRecordName: next?.Name,
            NextRecordType: next?.Type,
            NextRecordIdentifier: next?.SetIdentifier,
            MaxItems: maxItems,
          },
        };
      },
    },

    GetChange: {
      method: 'GET',
      path: /^\/2013-04-01\/change\/([^/]+)\/?$/,
      resourceOf: (id) => `arn:aws:route53:::change/${id}`,
      act({ id, caller }) {
        const change = store.changes.get(id);
        if (change?.accountId !== caller.accountId) throw noSuchChange(id);
        return { elements: { ChangeInfo: changeXml(change, context) } };
      },
    },
  };
}
