import { didYouMean } from '@groundcrew/errors';
import type { CostFilter, CostQuery, Dimension } from '../model.ts';
import { curShape } from './cur-shape.ts';
import { DECIMAL_TYPE, type Dialect, sqlText } from './dialect.ts';
import { alikeServices, computeUsageTypes } from '../services/index.ts';
import { exportError } from './errors.ts';
import { focusShape } from './focus-shape.ts';
import { providerCondition } from './providers.ts';
import { chargeText, type Shape, type Term } from './shape.ts';
import type { ExportTable } from './table.ts';

export interface SqlOptions {
  readonly dialect: Dialect;
  /** Only charges of these providers (`AWS`); default: all. */
  readonly providers?: readonly string[];
}

/**
 * The SQL statement of a query, for `rowsToLines`. Each table is summed by its raw values, then these are normalized,
 * group by group, and all tables are added up. All columns are text, so that no digit is lost.
 *
 * @throws GroundcrewError `cost.exports.metric-absent`, `cost.exports.dimension-absent` if no table has it
 */
export function sqlOf(query: CostQuery, tables: readonly ExportTable[], options: SqlOptions): string {
  const shapes = tables.map((table) => shapeOf(table, options.dialect));
  assertColumnsExist(query, tables, shapes);
  const keys = query.by.map((_, at) => `key_${at + 1}`);
  const groups = ['day', ...keys, 'charge', 'currency', 'provider'];
  const quantities = hasQuantities(query);
  const parts = shapes.map((shape, at) => tableSql(query, shape, tables[at]!.from, options));
  return [
    'SELECT',
    [
      'CAST(day AS VARCHAR) AS day',
      ...groups.slice(1),
      `CAST(CAST(sum(cost) AS ${DECIMAL_TYPE}) AS VARCHAR) AS cost`,
      'CAST(sum(blank) AS VARCHAR) AS blank',
      'CAST(sum(unreadable) AS VARCHAR) AS unreadable',
      'CAST(sum(absent) AS VARCHAR) AS absent',
      'CAST(sum(garbled) AS VARCHAR) AS garbled',
      'min(garbled_cell) AS garbled_cell',
      ...(quantities
        ? [
            `CAST(CAST(sum(quantity) AS ${DECIMAL_TYPE}) AS VARCHAR) AS quantity`,
            'min(first_unit) AS first_unit',
            'max(last_unit) AS last_unit',
          ]
        : []),
    ]
      .map((line) => `  ${line}`)
      .join(',\n'),
    'FROM (',
    query.largest === undefined
      ? parts.map(({ text }) => text).join('\nUNION ALL\n')
      : largestSql(parts, {
          groups,
          count: query.largest,
          isOneCurrency: isOneCurrency(shapes),
        }),
    ') AS normalized',
    `GROUP BY ${groups.map((_, at) => at + 1).join(', ')}`,
    `ORDER BY ${groups.map((_, at) => at + 1).join(', ')}`,
  ].join('\n');
}

/**
 * The SQL statement of how far the tables go, for `rowsToDays`: each day and provider, whether it has usage, and the last
 * hour of that. Charges whose day can't be read have no day, and one of these cells.
 *
 * @param since the first day that is asked for; default: all
 */
export function deliverySql(tables: readonly ExportTable[], options: SqlOptions, since?: string): string {
  const parts = tables.map((table) => {
    const shape = shapeOf(table, options.dialect);
    const { day, hour, dayText, isDayText } = shape;
    const garbled = isDayText ? `CASE WHEN ${day} IS NULL THEN coalesce(${dayText}, '') END` : NULL_TEXT;
    const provider = shape.provider.value(shape.provider.raw.map((_, at) => `provider_${at + 1}`));
    // What is the same for all rows of a day is evaluated once for each of these groups.
    const grouped = [
      `${day} AS day`,
      `coalesce(${shape.isUsage}, false) AS used`,
      ...shape.provider.raw.map((sql, at) => `${sql} AS provider_${at + 1}`),
    ];
    return [
      `SELECT day, ${provider} AS provider, used, charges, hour, garbled FROM (`,
      `  SELECT ${grouped.join(', ')}, count(*) AS charges, max(${hour}) AS hour, ${isDayText ? `min(${garbled})` : garbled} AS garbled`,
      `  FROM ${table.from}`,
      ...(since === undefined ? [] : [`  WHERE (${day} >= DATE '${since}' OR ${day} IS NULL)`]),
      `  GROUP BY ${grouped.map((_, at) => at + 1).join(', ')}`,
      ') AS counted',
    ].join('\n');
  });
  return [
    'SELECT CAST(day AS VARCHAR) AS day, provider, CAST(sum(CASE WHEN used THEN charges ELSE 0 END) AS VARCHAR) AS used,',
    '  CAST(sum(CASE WHEN used THEN 0 ELSE charges END) AS VARCHAR) AS others,',
    '  CAST(max(CASE WHEN used THEN hour END) AS VARCHAR) AS hour, min(garbled) AS garbled',
    'FROM (',
    parts.join('\nUNION ALL\n'),
    ') AS charged',
    'GROUP BY 1, 2',
    'ORDER BY 1, 2',
  ].join('\n');
}

const NULL_TEXT = 'CAST(NULL AS VARCHAR)';

/** The SQL statement of all values of a dimension, each a row; `null` if no table has it. */
export function valuesSql(
  dimension: Exclude<Dimension, 'charge'>,
  tables: readonly ExportTable[],
  dialect: Dialect,
): string | null {
  const parts = tables.flatMap((table) => {
    const term = shapeOf(table, dialect).dimension(dimension);
    return term === null ? [] : [`SELECT ${term.value(term.raw)} AS value FROM ${table.from}`];
  });
  return parts.length === 0 ? null : `SELECT DISTINCT value FROM (${parts.join('\nUNION ALL\n')}) AS named`;
}

/** The SQL statement of all account ids with their names; `null` if no table has names. */
export function accountNamesSql(tables: readonly ExportTable[], dialect: Dialect): string | null {
  const parts = tables.flatMap((table) => {
    const shape = shapeOf(table, dialect);
    const [id, name] = [shape.dimension('account'), shape.accountName];
    if (id === null || name === null) return [];
    return [`SELECT DISTINCT ${id.value(id.raw)} AS id, ${name.value(name.raw)} AS name FROM ${table.from}`];
  });
  // An account that was renamed has several: any will do, but always the same.
  return parts.length === 0
    ? null
    : `SELECT id, max(name) AS name FROM (${parts.join('\nUNION ALL\n')}) AS named WHERE name IS NOT NULL GROUP BY id`;
}

/**
 * The groups that cost most, of each currency: of a bill with millions of resources, a report lists twenty. Of several
 * currencies, those that cost as much as the last one are among them.
 */
function largestSql(
  parts: readonly TableSql[],
  { groups, count, isOneCurrency }: { groups: readonly string[]; count: number; isOneCurrency: boolean },
): string {
  const counts = ['blank', 'unreadable', 'absent', 'garbled'].map((name) => `sum(${name}) AS ${name}`);
  const sums = ['sum(cost) AS cost', ...counts, 'min(garbled_cell) AS garbled_cell'];
  const texts = parts.map(({ text }) => text).join('\nUNION ALL\n');
  const added =
    parts.length === 1 && parts[0]!.isAddedUp
      ? texts
      : [
          `SELECT ${[...groups, ...sums].join(', ')}`,
          `FROM (${texts}) AS each_one`,
          `GROUP BY ${groups.map((_, at) => at + 1).join(', ')}`,
        ].join('\n');
  const positive = `SELECT * FROM (\n${added}\n) AS added WHERE cost > 0`;
  // The first of a list takes less than the places of all of it.
  if (isOneCurrency)
    return `${positive} ORDER BY cost DESC, ${groups.toReversed().join(', ')} LIMIT ${count}`;
  return [
    'SELECT * FROM (',
    `SELECT *, rank() OVER (PARTITION BY currency ORDER BY cost DESC) AS place FROM (${positive}) AS ranked`,
    `) AS placed WHERE place <= ${count}`,
  ].join('\n');
}

/** Quantities have one unit only if usage is grouped by usage type; they take a third longer to read. */
export function hasQuantities(query: CostQuery): boolean {
  if (query.largest !== undefined) return false;
  return query.by.some((dimension) => dimension === 'usage-type' || dimension === 'resource');
}

export function shapeOf(table: ExportTable, dialect: Dialect): Shape {
  return table.format.startsWith('FOCUS') ? focusShape(table, dialect) : curShape(table, dialect);
}

/** What a query takes from one table. */
interface TableSql {
  readonly text: string;
  /** Whether each group is one row already, but for empty and missing texts. */
  readonly isAddedUp: boolean;
}

function tableSql(query: CostQuery, shape: Shape, from: string, options: SqlOptions): TableSql {
  const raws = new Map<string, string>();
  /** The name of a raw value in the subquery; each is read once. */
  const rawName = (sql: string): string => {
    const name = raws.get(sql) ?? `raw_${raws.size + 1}`;
    raws.set(sql, name);
    return name;
  };
  const columnOf = (term: Term): string => term.value(term.raw.map(rawName));

  const { start, end } = query.range;
  const withService = query.by.includes('service');
  const termOf = (dimension: Dimension): Term =>
    dimension === 'charge' ? shape.charge({ withService }) : (shape.dimension(dimension) ?? nullTerm);
  // A range within one month is one day of lines, and needs no date of each row.
  const isOneMonth =
    query.largest !== undefined ||
    (query.granularity === 'monthly' && monthOf(start) === monthOf(dayBefore(end)));
  const { late } = query;
  const ownDay = late === undefined ? shape.day : `least(${shape.day}, DATE '${dayBefore(end)}')`;
  const day =
    query.granularity === 'daily'
      ? ownDay
      : `greatest(CAST(date_trunc('month', ${ownDay}) AS DATE), DATE '${start}')`;
  const within =
    late === undefined
      ? shape.within(start, end)
      : `(${shape.within(start, end)} OR (${shape.within(late.start, late.end)} AND NOT coalesce(${shape.isUsage}, false)))`;
  /** Whether only usage is wanted: rows of other charges are then left out before they are added up. */
  const isUsageOnly = query.filters.some(isOfUsage);
  const cost = shape.cost(query.metric);
  const quantity = hasQuantities(query) ? shape.quantity : null;

  const columns = [
    ...query.by.map((dimension, at) => `${columnOf(termOf(dimension))} AS key_${at + 1}`),
    `${isUsageOnly ? chargeText('usage') : columnOf(shape.charge({ withService }))} AS charge`,
    `${columnOf(shape.currency)} AS currency`,
    `${columnOf(shape.provider)} AS provider`,
  ];
  /**
   * A text that has to be parsed, of the filters of a query whose groups are about as many as its rows: each different text is
   * parsed once, and rows are selected by it.
   */
  const parsed = new Map<CostFilter, { readonly row: string; readonly unreadable: string }>();
  for (const filter of query.largest !== undefined && from.startsWith('read_parquet') ? query.filters : []) {
    if (filter.dimension === 'charge' || filter.dimension === 'service') continue;
    const { raw, value, unreadable } = termOf(filter.dimension);
    const [cell] = raw;
    if (unreadable === undefined || cell === undefined || raw.length > 1) continue;
    const isOf = (condition: string) =>
      `coalesce(${cell}, '') IN (SELECT coalesce(cell, '') FROM (SELECT DISTINCT ${cell} AS cell FROM ${from}) AS texts WHERE ${condition})`;
    parsed.set(filter, {
      row: isOf(`(${conditionOf(value(['cell']), filter)}) OR ${unreadable(['cell'])}`),
      unreadable: isOf(unreadable(['cell'])),
    });
  }
  /** What a column shows as it is selects rows before they are added up, and needs no groups. */
  const isOfRow = (filter: CostFilter) =>
    isOfUsage(filter) ||
    (filter.dimension !== 'service' &&
      filter.dimension !== 'charge' &&
      termOf(filter.dimension).unreadable === undefined);
  const usage = isUsageOnly ? shape.usageCharge({ withService }) : null;
  const ofRows = query.filters.filter(isOfRow).map((filter) => {
    if (isOfUsage(filter)) return usage!.row;
    const term = termOf(filter.dimension);
    return conditionOf(term.value(term.raw), filter);
  });
  const conditions = query.filters
    .filter((filter) => !isOfRow(filter) && !parsed.has(filter))
    .map((filter) =>
      filter.dimension === 'service'
        ? serviceCondition(columnOf(termOf('service')), filter, () => usageTypeOf(shape, columnOf))
        : conditionOf(columnOf(termOf(filter.dimension)), filter),
    );
  if (usage?.group) conditions.push(columnOf(usage.group));
  if (options.providers !== undefined)
    conditions.push(providerCondition(columnOf(shape.provider), options.providers));
  const unreadableOf = (dimensions: readonly Dimension[]) =>
    [
      ...new Set(
        dimensions.flatMap((dimension) => {
          const term = termOf(dimension);
          return term.unreadable?.(term.raw.map(rawName)) ?? [];
        }),
      ),
    ].join(' OR ');
  const filtered = query.filters.map(({ dimension }) => dimension);
  const unreadableTexts = [...parsed.values()].map((each) => rawName(each.unreadable));
  // Whether a filter would select a charge whose cell is malformed is unknown: it is left out, and counted.
  const unreadableFilter = [
    ...unreadableTexts,
    unreadableOf(query.filters.filter((filter) => !parsed.has(filter)).map(({ dimension }) => dimension)),
  ]
    .filter((condition) => condition !== '')
    .join(' OR ');
  const unreadable = [...new Set([unreadableFilter, unreadableOf(query.by)])]
    .filter((condition) => condition !== '')
    .join(' OR ');
  if (unreadableFilter !== '') conditions.push(`NOT (${unreadableFilter})`);
  const isSelected = conditions.join('\n  AND ');
  const isAbsent = [...query.by, ...filtered].some(
    (dimension) => dimension !== 'charge' && shape.dimension(dimension) === null,
  );
  const counted = [
    unreadable === '' ? '0 AS unreadable' : `CASE WHEN ${unreadable} THEN charges ELSE 0 END AS unreadable`,
    isAbsent ? 'charges AS absent' : '0 AS absent',
  ];

  const sums = [
    cost === null ? `CAST(NULL AS ${DECIMAL_TYPE}) AS cost` : `sum(${cost.sql}) AS cost`,
    ...(unreadable !== '' || isAbsent ? ['count(*) AS charges'] : []),
    ...(cost?.malformed
      ? [`count(${cost.malformed}) AS garbled`, `min(${cost.malformed}) AS garbled_cell`]
      : ['0 AS garbled', 'CAST(NULL AS VARCHAR) AS garbled_cell']),
    cost?.neverNull ? '0 AS blank' : `count(*) - count(${cost?.sql ?? 'NULL'}) AS blank`,
    ...(hasQuantities(query)
      ? [
          `${quantity === null ? `CAST(NULL AS ${DECIMAL_TYPE})` : `sum(${quantity.amount})`} AS quantity`,
          `${quantity === null ? 'CAST(NULL AS VARCHAR)' : `min(${quantity.unit})`} AS first_unit`,
          `${quantity === null ? 'CAST(NULL AS VARCHAR)' : `max(${quantity.unit})`} AS last_unit`,
        ]
      : []),
  ];
  const grouped = [
    ...(isOneMonth && raws.size > 0 ? [] : [`${day} AS day`]),
    ...[...raws].map(([sql, name]) => `${sql} AS ${name}`),
  ];
  const keys = query.by.map(termOf);
  const ownRaws = keys.flatMap(({ raw }) => raw);
  const isAddedUp =
    keys.every(({ raw }) => raw.length <= 1) && [...raws.keys()].every((raw) => ownRaws.includes(raw));
  const costSql = unreadableFilter === '' ? 'cost' : `CASE WHEN ${isSelected} THEN cost END AS cost`;
  const text = [
    `SELECT ${isOneMonth ? `DATE '${start}' AS day` : 'day'}, ${columns.join(', ')}, ${costSql}, blank, garbled, garbled_cell, ${counted.join(', ')}${hasQuantities(query) ? ', quantity, first_unit, last_unit' : ''}`,
    'FROM (',
    `  SELECT ${[...grouped, ...sums].join(',\n    ')}`,
    `  FROM ${from}`,
    `  WHERE ${[within, ...ofRows, ...[...parsed.values()].map(({ row }) => row)].join(' AND ')}`,
    `  GROUP BY ${grouped.map((_, at) => at + 1).join(', ')}`,
    ') AS summed',
    ...(conditions.length === 0
      ? []
      : [`WHERE ${unreadableFilter === '' ? isSelected : `(${isSelected})\n  OR ${unreadableFilter}`}`]),
  ].join('\n');
  return { text, isAddedUp };
}

/** Whether the files' own statistics say that all charges are in one currency. */
function isOneCurrency(shapes: readonly Shape[]): boolean {
  const values = new Set(shapes.map(({ currency }) => currency.value(currency.raw)));
  return values.size === 1 && shapes.every(({ currency }) => currency.raw.length === 0);
}

function isOfUsage({ dimension, values, negated }: CostFilter): boolean {
  return dimension === 'charge' && values.length === 1 && values[0] === 'usage' && !negated;
}

const monthOf = (day: string) => day.slice(0, 7);

function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}

const nullTerm: Term = { raw: [], value: () => 'CAST(NULL AS VARCHAR)' };

function conditionOf(value: string, { values, negated }: CostFilter): string {
  const texts = values.filter((text) => text !== null).map(sqlText);
  const either = [
    ...(texts.length === 0 ? [] : [`coalesce(${value} IN (${texts.join(', ')}), false)`]),
    ...(values.includes(null) ? [`${value} IS NULL`] : []),
  ];
  const condition = either.length === 0 ? 'false' : `(${either.join(' OR ')})`;
  return negated ? `NOT ${condition}` : condition;
}

/** By any name of the services; a part of one by its usage types. */
function serviceCondition(value: string, { values, negated }: CostFilter, usageType: () => string): string {
  const services = values.map((name) => (name === null ? null : alikeServices(name)));
  const names = services.flatMap((service): readonly (string | null)[] =>
    service === null ? [null] : [...service.names, ...(service.aliases ?? [])],
  );
  const parts = services.flatMap((service) => {
    const part = service?.part;
    if (part === undefined) return [];
    const isCompute = computeUsageTypes.map((type) => `${usageType()} LIKE '%${type}%'`).join(' OR ');
    const isPart = `coalesce(${isCompute}, false)`;
    const ofService = `coalesce(${value} IN (${part.of.map(sqlText).join(', ')}), false)`;
    return [`(${ofService} AND ${part.kind === 'compute' ? '' : 'NOT '}${isPart})`];
  });
  const named = conditionOf(value, { dimension: 'service', values: names });
  const condition = parts.length === 0 ? named : `(${[named, ...parts].join(' OR ')})`;
  return negated ? `NOT ${condition}` : condition;
}

/** @throws GroundcrewError `cost.exports.dimension-absent` */
function usageTypeOf(shape: Shape, columnOf: (term: Term) => string): string {
  const term = shape.dimension('usage-type');
  if (term !== null) return columnOf(term);
  throw exportError(
    'cost.exports.dimension-absent',
    'the export has no column for usage types, which tell the parts of EC2 apart; filter by service=EC2',
    { dimension: 'usage-type' },
  );
}

function assertColumnsExist(
  query: CostQuery,
  tables: readonly ExportTable[],
  shapes: readonly Shape[],
): void {
  const formats = [...new Set(tables.map(({ format }) => format))].join(' and ');
  if (shapes.every((shape) => shape.cost(query.metric) === null)) {
    throw exportError(
      'cost.exports.metric-absent',
      `the ${formats} export has no column for the metric ${query.metric}; use unblended or amortized`,
      { metric: query.metric },
    );
  }
  for (const dimension of [...query.by, ...query.filters.map((filter) => filter.dimension)]) {
    if (dimension === 'charge' || shapes.some((shape) => shape.dimension(dimension) !== null)) continue;
    throw exportError(
      'cost.exports.dimension-absent',
      `the ${formats} export has no column for ${dimension}${adviceOn(dimension, tables)}`,
      { dimension },
    );
  }
}

function adviceOn(dimension: Dimension, tables: readonly ExportTable[]): string {
  if (!dimension.startsWith('tag:')) return '; add it to the export, or ask for another';
  const prefix = /^(?:resourceTags\/user:|resource_tags_user_)/;
  const keys = tables
    .flatMap(({ columns }) => columns.map(({ header, name }) => header ?? name))
    .filter((name) => prefix.test(name))
    .map((name) => `tag:${name.replace(prefix, '')}`);
  return `${didYouMean(dimension, [...new Set(keys)])}; a tag is in bills once it is activated as a cost allocation tag`;
}
