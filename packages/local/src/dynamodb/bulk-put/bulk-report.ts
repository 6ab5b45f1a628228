import type { JsonObject } from '../../json-object.ts';
import { type BulkOperation, describe } from './bulk-operation.ts';

/** The lines of a report; they are written when the operation ends. */
export interface BulkReport {
  addError(object: string, line: number, message: string, item?: unknown): void;
  addConditionFailure(item: unknown, existing: unknown): void;
  /** The objects of the report, by their keys. */
  objects(operation: BulkOperation): readonly { readonly key: string; readonly text: string }[];
}

/**
 * What an operation did not write. What is in a record is documented (API reference, "OutputS3Configuration": the attempted item and,
 * when present, the existing item); names and folders are not verified.
 */
export function createBulkReport(): BulkReport {
  const errors: string[] = [];
  const conditionFailures: string[] = [];
  return {
    addError(S3Key, LineNumber, ErrorMessage, Item) {
      errors.push(JSON.stringify({ S3Key, LineNumber, ErrorMessage, ...(Item !== undefined && { Item }) }));
    },
    addConditionFailure(Item, ExistingItem) {
      conditionFailures.push(JSON.stringify({ Item, ...(ExistingItem !== undefined && { ExistingItem }) }));
    },
    objects(operation) {
      const { prefix, types } = operation.request.output;
      const folder = `${prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`}AWSDynamoDB/${operation.id}`;
      const files: { key: string; text: string; lines: number }[] = [];
      const add = (name: string, lines: readonly string[]): void => {
        if (lines.length === 0) return;
        files.push({ key: `${folder}/${name}`, text: `${lines.join('\n')}\n`, lines: lines.length });
      };
      if (types.includes('ERROR')) add('data/errors-1.json', errors);
      if (types.includes('CONDITION_CHECK_FAILURE')) {
        add('data/condition-check-failures-1.json', conditionFailures);
      }
      const manifest: JsonObject = {
        ...describe(operation),
        Files: files.map(({ key, lines }) => ({ S3Key: key, RecordCount: lines })),
      };
      return [
        ...files.map(({ key, text }) => ({ key, text })),
        { key: `${folder}/manifest-summary.json`, text: JSON.stringify(manifest) },
      ];
    },
  };
}
