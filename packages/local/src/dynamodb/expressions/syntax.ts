import type { AttributeValue } from '../item.ts';

/** A step into a document: the name of an attribute, or the index of a list's member. */
export type PathStep = string | number;

/** A document path, placeholders resolved. */
export type Path = readonly PathStep[];

/** What a condition compares. `size` is a number wherever it stands. */
export type Operand =
  | { readonly type: 'path'; readonly path: Path }
  | { readonly type: 'value'; readonly name: string; readonly value: AttributeValue }
  | { readonly type: 'size'; readonly operand: Operand };

export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';

export type ConditionFunction =
  | 'attribute_exists'
  | 'attribute_not_exists'
  | 'attribute_type'
  | 'begins_with'
  | 'contains';

export type Condition =
  | { readonly type: 'and' | 'or'; readonly conditions: readonly Condition[] }
  | { readonly type: 'not'; readonly condition: Condition }
  | {
      readonly type: 'compare';
      readonly operator: Comparator;
      readonly left: Operand;
      readonly right: Operand;
    }
  | { readonly type: 'between'; readonly operand: Operand; readonly low: Operand; readonly high: Operand }
  | { readonly type: 'in'; readonly operand: Operand; readonly list: readonly Operand[] }
  | { readonly type: 'function'; readonly name: ConditionFunction; readonly operands: readonly Operand[] };

export type UpdateOperand =
  | { readonly type: 'path'; readonly path: Path }
  | { readonly type: 'value'; readonly name: string; readonly value: AttributeValue }
  | { readonly type: 'if_not_exists'; readonly path: Path; readonly fallback: UpdateOperand }
  | { readonly type: 'list_append'; readonly first: UpdateOperand; readonly second: UpdateOperand }
  | {
      readonly type: 'arithmetic';
      readonly operator: '+' | '-';
      readonly left: UpdateOperand;
      readonly right: UpdateOperand;
    };

export type UpdateAction =
  | { readonly type: 'set'; readonly path: Path; readonly operand: UpdateOperand }
  | { readonly type: 'remove'; readonly path: Path }
  | { readonly type: 'add' | 'delete'; readonly path: Path; readonly value: AttributeValue };

/** `[a, [0], b]`, as DynamoDB's messages write a path. */
export function pathText(path: Path): string {
  return `[${path.map((step) => (typeof step === 'number' ? `[${step}]` : step)).join(', ')}]`;
}
