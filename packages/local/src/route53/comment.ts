import { childText, type ParsedXml } from '../xml.ts';
import { invalidInput } from './errors.ts';

/** Service model of Route 53, `ResourceDescription`: characters. */
const MAX_COMMENT = 256;

/** The comment of a zone or change. @throws AwsError `InvalidInput` */
export function readComment(element: ParsedXml | undefined): string | undefined {
  const comment = childText(element, 'Comment') || undefined;
  if (comment !== undefined && comment.length > MAX_COMMENT)
    throw invalidInput(`Invalid request: A comment must have at most ${MAX_COMMENT} characters`);
  return comment;
}
