import { messageOf } from '@groundcrew/errors';
import {
  planFileEdited,
  planFileInvalid,
  planFileNotJson,
  planFileOfAnotherKind,
  planFileTooLarge,
  planFileWrongFormat,
} from './errors.ts';
import { isPlainObject } from './json.ts';
import { hashOf, PLAN_FORMAT, type Plan } from './plan.ts';
import { problemOfPlan } from './plan-shape.ts';

export interface ReadPlanOptions {
  /** The maximum size, in bytes of UTF-8; default: 256 MiB. */
  readonly maxBytes?: number;
  /** Of the file, for messages; default: `the file`. */
  readonly name?: string;
  /** The expected kind; default: any. */
  readonly kind?: string;
}

/**
 * The plan that {@link writePlan} wrote.
 *
 * @throws GroundcrewError `plan.file.too-large`, `.not-json`, `.wrong-format`, `.wrong-kind`, `.invalid` and
 * `.edited`: its hash is not that of its content
 */
export function readPlan(
  text: string,
  { maxBytes = 2 ** 28, kind, name = 'the file' }: ReadPlanOptions = {},
): Plan {
  const sizeBytes = Buffer.byteLength(text);
  if (sizeBytes > maxBytes) throw planFileTooLarge(sizeBytes, maxBytes);
  const plan = parse(text, name);
  if (!isPlainObject(plan) || plan.format !== PLAN_FORMAT) {
    throw planFileWrongFormat(name, contentOf(plan));
  }
  if (kind !== undefined && plan.kind !== kind) throw planFileOfAnotherKind(plan.kind, kind);
  const problem = problemOfPlan(plan);
  if (problem !== undefined) throw planFileInvalid(problem);
  if (plan.hash !== hashOf(plan, planFileInvalid))
    throw planFileEdited((plan as unknown as Plan).scope.command);
  return plan as unknown as Plan;
}

/** What a file has that is not a plan. */
function contentOf(json: unknown): string {
  if (Array.isArray(json)) return 'it is a list';
  if (!isPlainObject(json)) return `it is ${JSON.stringify(json)?.slice(0, 40)}`;
  if (json.format !== undefined) return `its format is ${JSON.stringify(json.format)?.slice(0, 80)}`;
  const names = Object.keys(json).slice(0, 5);
  return names.length === 0 ? 'it is empty' : `it has no format, only ${names.join(', ')}`;
}

function parse(text: string, name: string): unknown {
  try {
    // Editors on Windows put a byte order mark before it.
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (thrown) {
    throw planFileNotJson(name, messageOf(thrown), thrown);
  }
}
