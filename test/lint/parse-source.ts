import { type ESTree, parseSync, Visitor } from 'rolldown/utils';
import { misnamedConstants } from './constants.ts';
import type { Import, SourceFile, Use } from './tree.ts';

const sectionKinds = new Set(['table', 'facts', 'chart']);

/** Text without which a file has nothing that is looked for in its syntax tree; four files of five have none. */
const NEEDS_TREE_PATTERN =
  /\bimport\s*\(|\b(createRequire|require)\b|\.\s*(resolve|mock)\s*\(|\bnew\s+URL\b|\b(process|console)\b|\bkind\b|\bdeclare\s+module\b|\bexport\s*\{\s*\}\s*from\b/;

/** `/// <reference types="a" />`: what it names is imported, as far as types go. */
const REFERENCE_PATTERN = /^\/\/\/\s*<reference\s+(?:path|types)\s*=\s*["']([^"']+)["']/gm;

/**
 * Reads a file's imports and what the rules look for. Type-only imports count: a declaration file carries them too.
 *
 * @throws Error naming the file where its source can't be parsed.
 */
export function parseSource(path: string, source: string): SourceFile {
  const parsed = parseSync(path, source);
  const [error] = parsed.errors;
  if (error) throw new Error(`${path} can't be parsed: ${error.message}`);
  const { staticImports, staticExports } = parsed.module;
  const lineOf = lineCounter(source);
  const imports: Import[] = [];

  for (const { start, moduleRequest, entries } of staticImports)
    imports.push({
      specifier: moduleRequest.value,
      line: lineOf(start),
      isTypeOnly: entries.length > 0 && entries.every(({ isType }) => isType),
      names: entries.flatMap(({ importName }) => importName.name ?? []),
    });
  for (const { start, entries } of staticExports) {
    const specifier = entries.find(({ moduleRequest }) => moduleRequest)?.moduleRequest?.value;
    if (specifier !== undefined)
      imports.push({
        specifier,
        line: lineOf(start),
        isTypeOnly: entries.every(({ isType }) => isType),
        names: entries.flatMap(({ importName }) => importName.name ?? []),
      });
  }
  for (const { 1: specifier, index } of source.matchAll(REFERENCE_PATTERN))
    imports.push({ specifier: specifier!, line: lineOf(index), isTypeOnly: true, names: [] });
  const misnamed = misnamedConstants(source);
  if (!NEEDS_TREE_PATTERN.test(source)) return { path, imports, uses: [], misnamed };
  const rest = searchTree(parsed.program, lineOf);
  return { path, imports: [...imports, ...rest.imports], uses: rest.uses, misnamed };
}

/** What only the syntax tree shows. */
function searchTree(
  program: ESTree.Program,
  lineOf: (offset: number) => number,
): { imports: readonly Import[]; uses: readonly Use[] } {
  const imports: Import[] = [];
  const uses: Use[] = [];
  const requirers = new Set(['require']);
  const add = (specifier: string | undefined, start: number, rest: Partial<Import> = {}) => {
    if (specifier !== undefined)
      imports.push({ specifier, line: lineOf(start), isTypeOnly: false, names: [], ...rest });
  };
  new Visitor({
    ImportExpression({ source, start }) {
      add(textOf(source), start);
    },
    TSImportType({ source, qualifier, start }) {
      add(source.value, start, {
        isTypeOnly: true,
        names: qualifier?.type === 'Identifier' ? [qualifier.name] : [],
      });
    },
    CallExpression({ callee, arguments: [argument], start }) {
      if (argument && namesModule(callee, requirers)) add(textOf(argument), start);
    },
    NewExpression({ callee, arguments: [argument, base], start }) {
      if (callee.type !== 'Identifier' || callee.name !== 'URL' || !argument) return;
      if (base?.type !== 'MemberExpression' || base.object.type !== 'MetaProperty') return;
      const path = textOf(argument);
      if (path !== undefined && /\.m?[jt]s$/.test(path))
        add(path.startsWith('.') ? path : `./${path}`, start, { isUrl: true });
    },
    MemberExpression({ object, property, start }) {
      if (object.type !== 'Identifier') return;
      if (object.name === 'console') uses.push({ what: 'console', line: lineOf(start) });
      const key = property.type === 'Identifier' ? property.name : textOf(property);
      if (object.name === 'process' && key === 'env') uses.push({ what: 'process.env', line: lineOf(start) });
    },
    TSModuleDeclaration({ id, start }) {
      if (id.type === 'Literal') add(id.value, start, { isTypeOnly: true });
    },
    ExportNamedDeclaration({ source, specifiers, start }) {
      if (source && specifiers.length === 0) add(source.value, start);
    },
    VariableDeclarator({ id, init, start }) {
      if (id.type === 'Identifier' && init && isCreateRequire(init)) requirers.add(id.name);
      if (init?.type !== 'Identifier' || init.name !== 'process' || id.type !== 'ObjectPattern') return;
      for (const property of id.properties)
        if (property.type === 'Property' && property.key.type === 'Identifier' && property.key.name === 'env')
          uses.push({ what: 'process.env', line: lineOf(start) });
    },
    ObjectExpression(node) {
      if (isSection(node)) uses.push({ what: 'report section', line: lineOf(node.start) });
    },
  }).visit(program);
  return { imports, uses };
}

/** What createRequire returns, whatever its name, require.resolve, import.meta.resolve and vi.mock name a module. */
function namesModule(callee: ESTree.Expression, requirers: ReadonlySet<string>): boolean {
  const isRequirer = (node: ESTree.Expression): boolean =>
    node.type === 'Identifier' ? requirers.has(node.name) : isCreateRequire(node);
  if (callee.type !== 'MemberExpression') return isRequirer(callee);
  if (callee.property.type !== 'Identifier') return false;
  const { object, property } = callee;
  return property.name === 'resolve'
    ? object.type === 'MetaProperty' || isRequirer(object)
    : property.name === 'mock' && object.type === 'Identifier' && object.name === 'vi';
}

/** One of this file: what is required from elsewhere is declared there. */
function isCreateRequire(node: ESTree.Expression): boolean {
  if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier') return false;
  const [base] = node.arguments;
  return (
    node.callee.name === 'createRequire' &&
    base?.type === 'MemberExpression' &&
    base.object.type === 'MetaProperty'
  );
}

/** A section of a report, such as `{ kind: 'table', columns, rows }`. */
function isSection({ properties }: ESTree.ObjectExpression): boolean {
  const values = new Map(
    properties.flatMap((each) =>
      each.type === 'Property' && each.key.type === 'Identifier'
        ? [[each.key.name, each.value] as const]
        : [],
    ),
  );
  const kind = values.get('kind');
  const literal = kind?.type === 'TSAsExpression' ? kind.expression : kind;
  return (
    (values.has('columns') || values.has('series')) &&
    literal !== undefined &&
    sectionKinds.has(textOf(literal) ?? '')
  );
}

/** The text of a literal or of a template without a hole, and of a template with one as far as that names the package. */
function textOf(node: ESTree.Node): string | undefined {
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : undefined;
  if (node.type !== 'TemplateLiteral') return undefined;
  const text = node.quasis[0]?.value.cooked ?? '';
  return node.expressions.length === 0 || text.includes('/') ? text : undefined;
}

function lineCounter(source: string): (offset: number) => number {
  const ends = [...source.matchAll(/\n/g)].map(({ index }) => index);
  return (offset) => {
    const line = ends.findIndex((end) => end >= offset);
    return (line < 0 ? ends.length : line) + 1;
  };
}
