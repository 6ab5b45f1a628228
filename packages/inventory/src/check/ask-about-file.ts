import { isGroundcrewError } from '@groundcrew/errors';
import type { EncodingChoice } from '../stock-file/errors.ts';
import { readStockFile } from '../stock-file/reader.ts';
import { type StockFileEncoding, stockFileEncodings, type StockFileSettings } from '../stock-file/types.ts';
import type { ColumnQuestion, FileQuestion } from './question.ts';

interface Source {
  readonly open: () => Promise<AsyncIterable<Uint8Array>>;
  readonly settings: StockFileSettings;
}

type Field = ColumnQuestion['fields'][number]['field'];
const fields: readonly Field[] = ['store', 'item', 'count'];
const SAMPLE_ROWS = 5;

/** What an answer would make of a file that is refused: none where no answer would help. */
export async function askAboutFile(source: Source): Promise<FileQuestion[]> {
  const error = await readToProblem(source);
  if (!isGroundcrewError(error)) return [];
  const { code, details } = error;
  if (code === 'inventory.file.encoding-unsure') return encodingQuestion(details);
  if (code === 'inventory.file.columns-duplicate') return await duplicateColumns(details, source);
  return code === 'inventory.file.columns-missing' ? await missingColumns(details, source) : [];
}

type Details = Readonly<Record<string, unknown>>;

async function readToProblem({ open, settings }: Source): Promise<unknown> {
  try {
    for await (const _ of readStockFile(await open(), settings));
    return undefined;
  } catch (error) {
    return error;
  }
}

function encodingQuestion({ choices = [] }: Details): FileQuestion[] {
  const readings = (choices as readonly EncodingChoice[]).flatMap(({ encoding, isReadable, lines }) =>
    isReadable && stockFileEncodings.some((name) => name === encoding)
      ? [{ encoding: encoding as StockFileEncoding, lines }]
      : [],
  );
  return readings.length === 0 ? [] : [{ kind: 'encoding', readings }];
}

/** Columns of the same name can't be distinguished by it. */
async function duplicateColumns({ what, candidates = [] }: Details, source: Source): Promise<FileQuestion[]> {
  const field = fields.find((each) => each === what);
  const names = candidates as readonly string[];
  if (field === undefined || new Set(names.map((name) => name.toLowerCase())).size < names.length) return [];
  return await columnQuestion([{ field, names }], names[0]!, source);
}

async function missingColumns(
  { missing = [], columns = [] }: Details,
  source: Source,
): Promise<FileQuestion[]> {
  const names = (columns as readonly string[]).filter((name) => name !== '');
  // Those that the settings name are none of the file's: the message lists what there is.
  const asked = fields.filter((field) => (missing as readonly string[]).includes(field));
  const [first] = names;
  if (first === undefined || asked.length === 0) return [];
  return await columnQuestion(
    asked.map((field) => ({ field, names })),
    first,
    source,
  );
}

async function columnQuestion(
  asked: readonly { readonly field: Field; readonly names: readonly string[] }[],
  anyColumn: string,
  source: Source,
): Promise<FileQuestion[]> {
  const sample = await sampleCells(source, anyColumn);
  if (sample === undefined) return [];
  const { columns, rows } = sample;
  const answers = asked.map(({ field, names }) => ({
    field,
    candidates: columns.flatMap((name, index) =>
      names.includes(name) && columns.indexOf(name) === columns.lastIndexOf(name) ? [index] : [],
    ),
  }));
  return answers.some(({ candidates }) => candidates.length === 0)
    ? []
    : [{ kind: 'columns', fields: answers, columns, rows }];
}

/** The first rows as they are, whichever columns mean what: one that exists stands for all fields. */
async function sampleCells(
  { open, settings }: Source,
  column: string,
): Promise<Pick<ColumnQuestion, 'columns' | 'rows'> | undefined> {
  const columns = { store: column, item: column, count: column };
  const { aliases: _, ...others } = settings;
  try {
    const batches = readStockFile(await open(), { ...others, columns }, undefined, {
      inspect: () => ({ kind: 'reject', code: 'shelf-duplicate', message: '' }),
    });
    for await (const { rejects, state } of batches) {
      return {
        columns: state.header.map((name) => name.replace(/\s+/gu, ' ').trim()),
        rows: rejects.slice(0, SAMPLE_ROWS).map(({ cells }) => cells),
      };
    }
  } catch {
    // Whatever else is wrong with it is reported when the columns are known.
  }
  return undefined;
}
