import { Document, isNode, isScalar, isSeq, type Node, Scalar, visit, type YAMLMap } from 'yaml';
import type { SamTemplate } from './template.ts';

const HEADER_COMMENT = ` Generated from functions/stacks and the functions' manifests. Change those, then run:
   node deploy/sam/generate.ts`;

/** The template as YAML, its intrinsic functions in their short form (`!Ref`, `!Sub`). */
export function printTemplate(template: SamTemplate): string {
  // CloudFormation's tools parse YAML 1.1, in which an unquoted 2012-10-17 is a date.
  const document = new Document(template, { version: '1.1', aliasDuplicateObjects: false });
  visit(document, { Map: (_, node) => shortForm(node) });
  document.commentBefore = HEADER_COMMENT;
  return document.toString({ lineWidth: 110 });
}

function shortForm(node: YAMLMap): Node | undefined {
  const [pair] = node.items;
  if (node.items.length !== 1 || pair === undefined || !isScalar(pair.key)) return undefined;
  const name = /^(?:Fn::(.+)|(Ref))$/.exec(String(pair.key.value));
  if (name === null || !isNode(pair.value)) return undefined;
  const short = name[1] === 'GetAtt' ? dotted(pair.value) : pair.value;
  short.tag = `!${name[1] ?? name[2]}`;
  return short;
}

/** `[StockBucket, Arn]` as `StockBucket.Arn`. */
function dotted(attribute: Node): Node {
  if (!isSeq(attribute)) return attribute;
  return new Scalar(attribute.items.map((item) => (isScalar(item) ? String(item.value) : '')).join('.'));
}
