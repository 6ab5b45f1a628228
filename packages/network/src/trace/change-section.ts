import type { Row, TableSection } from '@groundcrew/report';
import { formatCidr } from '../cidr/index.ts';
import { entryText } from './acls.ts';
import type { Edit } from './edits.ts';
import { ruleText } from './groups.ts';
import type { Change } from './smallest-change.ts';
import { verdictWords } from './verdict-words.ts';

/** What would open a path, and what else that opens. */
export function changeSections({ edits, alsoOpens }: Change): TableSection[] {
  return [
    {
      kind: 'table',
      key: 'change',
      title: 'The smallest change that opens it',
      columns: [
        { key: 'what', title: 'What', words: true },
        { key: 'id', title: 'Resource', whole: true },
        { key: 'rule', title: 'Rule', wrap: true },
      ],
      rows: edits.map(editRow),
      whenEmpty: 'No rule opens it.',
    },
    {
      kind: 'table',
      key: 'alsoOpens',
      title: 'What else it opens',
      columns: [
        { key: 'from', title: 'From' },
        { key: 'to', title: 'To' },
        { key: 'before', title: 'Now', words: true },
        { key: 'after', title: 'Then', words: true },
        { key: 'alike', title: 'Others alike', unit: 'count', yields: 1 },
      ],
      rows: alsoOpens.map(({ from, to, before, after, alike }) => ({
        from,
        to,
        before: verdictWords[before],
        after: verdictWords[after],
        alike,
      })),
      whenEmpty: 'Nothing else of what was looked at.',
    },
  ];
}

function editRow(edit: Edit): Row {
  switch (edit.kind) {
    case 'group-rule':
      return {
        what: edit.rule.isEgress ? 'add an outbound rule' : 'add an inbound rule',
        id: edit.group,
        rule: ruleText(edit.rule),
      };
    case 'acl-entry':
      return {
        what: edit.entry.isEgress ? 'add an outbound entry' : 'add an inbound entry',
        id: edit.acl,
        rule: entryText(edit.entry),
      };
    case 'route':
      return {
        what: edit.replaces ? 'replace a route' : 'add a route',
        id: edit.table,
        rule: `${formatCidr(edit.destination)} ${edit.target.id}`,
      };
  }
}
