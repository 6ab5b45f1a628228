import type { Cidr } from '../cidr/index.ts';
import {
  type AclEntry,
  createModel,
  type GroupRule,
  type ModelContent,
  type NetworkModel,
  type Route,
} from '../model/index.ts';

/** One change of a rule. */
export type Edit =
  | { readonly kind: 'group-rule'; readonly group: string; readonly rule: GroupRule }
  | { readonly kind: 'acl-entry'; readonly acl: string; readonly entry: AclEntry }
  | {
      readonly kind: 'route';
      readonly table: string;
      readonly destination: Cidr;
      readonly target: Route['target'];
      /** A route to the same range is replaced. */
      readonly replaces: boolean;
    };

/** The model with changes that were not made. */
export function withEdits(model: NetworkModel, edits: readonly Edit[]): NetworkModel {
  let content: ModelContent = model.content;
  for (const edit of edits) content = edited(content, edit);
  return createModel(content);
}

function edited(content: ModelContent, edit: Edit): ModelContent {
  switch (edit.kind) {
    case 'group-rule':
      return {
        ...content,
        securityGroups: content.securityGroups.map((group) =>
          group.id === edit.group ? { ...group, rules: [...group.rules, edit.rule] } : group,
        ),
      };
    case 'acl-entry':
      return {
        ...content,
        networkAcls: content.networkAcls.map((acl) =>
          acl.id === edit.acl ? { ...acl, entries: [...acl.entries, edit.entry] } : acl,
        ),
      };
    case 'route': {
      const { destination, target } = edit;
      const isSame = (route: Route) =>
        !('prefixList' in route.destination) &&
        route.destination.family === destination.family &&
        route.destination.first === destination.first &&
        route.destination.length === destination.length;
      const added: Route = { destination, target, isPropagated: false, isBlackHole: false };
      return {
        ...content,
        routeTables: content.routeTables.map((table) =>
          table.id === edit.table
            ? { ...table, routes: [...table.routes.filter((route) => !isSame(route)), added] }
            : table,
        ),
      };
    }
  }
}
