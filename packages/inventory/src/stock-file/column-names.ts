import { measureWords, multipliers, pieceWords } from './units.ts';

/** The fields of a row that a file must have columns for. */
export const fields = ['store', 'item', 'count'] as const;
export type Field = (typeof fields)[number];

const list = (names: string): readonly string[] => names.split('|');

/**
 * Built-in names of each field, rank by rank: a name of an earlier rank takes precedence. The first rank is the field's
 * own name. They are compared by {@link columnKey}, so case, blanks, hyphens and units do not matter.
 *
 * The English, Korean, Japanese and German ones are those of exports: Shopify ("Exporting or importing inventory with a
 * CSV file": Location, SKU, Available (not editable), On hand (current)), WooCommerce ("Product CSV Import Schema": SKU,
 * Name, Stock), Amazon (Selling Partner API, "FBA Inventory reports attributes": seller-sku, MSKU, FulfillmentCenter,
 * Location, Quantity Available, quantity-for-local-fulfillment, EndingWarehouseBalance, afn-fulfillable-quantity), Square
 * (Square Support, "Item import spreadsheet glossary": Item Name, SKU; its counts are in a column for each location), and
 * what ERP systems and spreadsheets call them in these languages.
 */
const ranks: Readonly<Record<Field, readonly (readonly string[])[]>> = {
  store: [
    ['store'],
    [
      ...list('매장|매장명|지점|지점명|점포|점포명'),
      ...list('location|location name|store name|shop|shop name|branch|branch name|outlet|store location'),
      ...list('店舗|店舗名|店名|支店|支店名|拠点|拠点名'),
      ...list('filiale|filialname|standort|geschäft|laden|niederlassung|markt|verkaufsstelle'),
    ],
    [
      ...list('창고|창고명|물류센터|센터명|지점코드|매장코드|점포코드|창고코드|로케이션'),
      ...list('warehouse|warehouse name|depot|site|store id|store code|store no|store number|location id'),
      ...list(
        'location code|branch code|warehouse code|warehouse id|fulfillment center|fulfillment center id',
      ),
      ...list('stockroom|plant|plnt|storage location|storage loc|stor loc|sloc|플랜트|저장위치'),
      ...list('倉庫|倉庫名|店舗コード|店舗番号|倉庫コード|保管場所'),
      ...list('lager|lagerort|lagername|lagerplatz|lort|filialnummer|filialnr|filial nr|filiale nr|werk'),
    ],
    list('stores|locations|shops|branches|outlets|warehouses'),
  ],
  item: [
    ['item'],
    [
      ...list('상품|상품명|품목|품목명|품명|제품|제품명'),
      ...list('item name|product|product name|article|article name|item description|product title'),
      ...list('商品|商品名|品名|品目|品目名|製品|製品名|アイテム|アイテム名'),
      ...list('artikel|artikelname|artikelbezeichnung|produkt|produktname|ware|warenbezeichnung'),
    ],
    [
      ...list('상품코드|품목코드|제품코드|상품번호|품번|자재코드|바코드'),
      ...list(
        'sku|skus|item sku|product sku|variant sku|seller sku|merchant sku|msku|item code|item id|item no',
      ),
      ...list('item number|product code|product id|product no|article number|article no|part number|part no'),
      ...list('material|material number|stock code|stock keeping unit'),
      ...list('商品コード|商品番号|品番|品目コード|製品コード|商品管理番号'),
      ...list('artikelnummer|artikelnr|artikel nr|art nr|artnr|produktnummer|materialnummer|bestellnummer'),
    ],
    [
      ...list('title|name|description|handle|asin|fnsku|barcode|ean|gtin|upc'),
      ...list('名称|品名規格|규격명|명칭'),
      ...list('bezeichnung|beschreibung|titel'),
    ],
    // Last, since they are counts too where another column names the item.
    list('items|products|articles'),
  ],
  count: [
    ['count'],
    [
      ...list(
        '수량|재고|재고수량|재고량|현재고|현재재고|현재고수량|가용재고|가용수량|실재고|실재고수량|전산재고',
      ),
      ...list('quantity|qty|on hand|onhand|available|stock|stock count|stock level|stock quantity|stock qty'),
      ...list('stock on hand|soh|qty on hand|quantity on hand|on hand quantity|on hand qty|in stock'),
      ...list(
        'available quantity|quantity available|available qty|qty available|available stock|current stock',
      ),
      ...list('inventory|inventory quantity|inventory qty|inventory level|inventory count|item count'),
      ...list('current quantity|afn fulfillable quantity|units on hand|total quantity|count on hand'),
      ...list('quantity for local fulfillment|ending warehouse balance|variant inventory qty'),
      ...list('数量|在庫|在庫数|在庫数量|現在庫|現在庫数|有効在庫|有効在庫数|実在庫|実在庫数|利用可能在庫'),
      ...list('anzahl|menge|bestand|lagerbestand|verfügbar|verfügbare menge|stückzahl|stück|istbestand'),
      ...list('verfügbarer bestand|aktueller bestand|bestandsmenge|lagermenge'),
    ],
    list('counts|quantities|units|pieces|pcs|balance|개수|잔량|잔고|個数|残高|残数'),
  ],
};

/** Names of a store that may be of a place within one of {@link wholePlaces}, or around it. */
export const placeWithin: ReadonlySet<string> = new Set(
  list('location|locationname|standort|拠点|拠点名|로케이션|로케이션명'),
);
export const wholePlaces: ReadonlySet<string> = new Set([
  ...list(
    'warehouse|warehousename|depot|site|plant|plnt|stockroom|창고|창고명|물류센터|센터명|플랜트|저장위치',
  ),
  ...list('倉庫|倉庫名|保管場所|lager|lagername|lagerort|lort|werk|fulfillmentcenter|fulfillmentcenterid'),
  ...list('storagelocation|storageloc|storloc|sloc'),
]);

/** What stands behind the name of a place where a column has the code of it, and where one has its name. */
const CODE_END_PATTERN = /(?:code|id|no|number|코드|번호|コード|番号|nr|nummer)$/u;
const NAME_END_PATTERN = /(?:name|명|名)$/u;

/** Whether a column has the code of the place that another one has the name of, by their keys. */
export function isCodeOf(key: string, other: string): boolean {
  const place = key.replace(CODE_END_PATTERN, '');
  return place !== key && !CODE_END_PATTERN.test(other) && other.replace(NAME_END_PATTERN, '') === place;
}

/** Counts that may be of anything: what is there, or what was ordered. */
export const anyCounts: ReadonlySet<string> = new Set(
  list('quantity|qty|units|pieces|pcs|quantities|totalquantity|수량|개수|数量|個数|menge|anzahl|stückzahl'),
);
/** Columns that lists of movements have, and nothing else. */
export const movementColumns: ReadonlySet<string> = new Set([
  ...list('transactiontype|movementtype|eventtype|inout|inoutbound|movementdirection|stockmovement|mvttype'),
  ...list('입출고|입출고구분|입출고유형|입출구분|수불구분|수불유형|이동유형'),
  ...list('入出庫|入出庫区分|入出荷区分|出入库|出入库类型|收发类型|bewegungsart'),
]);
/**
 * Columns that lists of orders, sales and movements have, and lists of stock have not: those of shops, and EventType of Amazon's
 * GET_LEDGER_DETAIL_VIEW_DATA ("FBA Inventory reports attributes").
 */
export const ledgerColumns: ReadonlySet<string> = new Set([
  ...movementColumns,
  ...list('orderid|orderno|ordernumber|orderdate|orderitemid|invoiceid|invoiceno|invoicenumber|invoicedate'),
  ...list('receiptno|receiptnumber|transactionid|transactiondate|movementdate'),
  ...list(
    'saledate|salesdate|solddate|customerid|customername|주문번호|주문일|주문일자|주문일시|전표번호|거래번호|거래일자|입출고일자',
  ),
  ...list(
    'customer|buyer|buyername|soldto|cashier|고객|고객명|구매자|구매자명|주문자|주문자명|顧客|顧客名|購入者|得意先',
  ),
  ...list(
    '客户|客户名称|買家|买家|kunde|kundenname|kundennummer|käufer|acheteur|comprador|покупатель|müşteri|klant',
  ),
  ...list('판매일|판매일자|注文番号|受注番号|注文日|受注日|伝票番号|売上日'),
  ...list('订单号|订单编号|bestelldatum|auftragsnummer|rechnungsnummer|rechnungsdatum|belegnummer'),
]);

/** What is not seen: zero-width characters, soft hyphens, marks of direction, variation selectors. */
const INVISIBLE_PATTERN =
  /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]|\u034f|\p{Variation_Selector}/gu;

/** The form in which names of columns are shown and compared where they are spelled out: see {@link columnKey}. */
export function normalizeColumnName(name: string): string {
  return name.normalize('NFC').replace(INVISIBLE_PATTERN, '').replace(/\s+/gu, ' ').trim().toLowerCase();
}

const UNIT_PATTERN = /\s*[([{]([^()[\]{}]*)[)\]}]\s*$/u;

/** What makes another figure of a count. Shopify's `On hand (new)` is empty until somebody fills it. */
const otherFigureWords = [
  ...list('new|old|previous|prev|last|planned|plan|target|forecast|expected|incoming|inbound|ordered|order'),
  ...list(
    'reserved|committed|allocated|unavailable|damaged|defective|blocked|quarantine|transit|sold|returned',
  ),
  ...list('min|minimum|max|maximum|safety|reorder|capacity|value|price|cost|percent|pct|change|diff'),
  ...list('eur|euro|euros|usd|gbp|krw|jpy|chf|dollar|dollars'),
  ...list(
    'neu|alt|vormonat|vorjahr|geplant|bestellt|reserviert|gesperrt|defekt|unterwegs|verkauft|soll|wert',
  ),
  ...list('mindest|mindestbestand|meldebestand|preis|betrag|prozent'),
  ...list('신규|이전|전월|전일|예정|입고예정|주문|발주|예약|불량|안전|최소|최대|목표|판매|반품|금액|가격|원'),
  ...list(
    '新|旧|前月|前日|前回|予定|入荷予定|発注|予約|引当|不良|安全|最小|最大|目標|販売|返品|金額|価格|円',
  ),
];
const otherFigures = new Set([...multipliers, ...otherFigureWords]);

/**
 * What may stand in parentheses behind a count without making another number of it: a piece, in the languages and scripts that
 * have names of columns, measures, that the figure is the current one, and notes of programs on a column (Shopify's `Available (not
 * editable)`). Whatever else does: the units that hold several pieces, and the other figures of a shelf, have no end.
 */
const plainUnits = new Set([
  ...pieceWords,
  ...Object.values(measureWords).flat(),
  ...list(
    'no|nos|number|count|qty|quantity|on|hand|in|of|at|the|stock|inventory|current|currently|now|today',
  ),
  ...list('actual|physical|available|total|not|editable|read|only|required|optional|integer|whole|numeric'),
  ...list(
    'anzahl|menge|bestand|lagerbestand|aktuell|aktueller|heute|ist|verfügbar|gesamt|auf|lager|am|pflicht',
  ),
  ...list(
    'pflichtfeld|actuel|개수|개입|매수|수량|재고|현재|현재고|실재고|실사|가용|오늘|금일|합계|총|필수|선택|숫자',
  ),
  ...list('個数|枚数|点数|数量|在庫|在庫数|現在|現在庫|実在庫|有効|本日|合計|必須|任意'),
  ...list('库存|现有|当前|今天|合计|數量|庫存|現有|目前|今日'),
  // The unit in which a program keeps a stock: base unit of measure, Basismengeneinheit.
  ...list('base|uom|basiseinheit|mengeneinheit|basismengeneinheit|bme|me'),
  // Notes on what has to be written.
  ...list(
    'n|int|number|numbers|field|ganze|ganzzahl|zahl|zahlen|숫자만|입력|필수입력|정수|整数|半角数字|数字',
  ),
  // The current figure.
  ...list('as|live|real|sellable|실물|실수량|가용재고|판매가능|実数|実在庫数|有効在庫'),
]);

/** Signs that make another figure of a count, also without parentheses: `Stock %`, `Stock $`, `Stock +/-`, `COUNT(*)`. */
const OTHER_MEASURE_PATTERN = /[\p{Sc}%‰±Δ<>≤≥]|\+\/-|\(\*\)/u;

/**
 * Whether what stands in parentheses behind the name of a count is known to leave it the number of pieces that are there:
 * all others have to be chosen.
 */
export function hasPlainUnit(name: string): boolean {
  const plain = normalizeColumnName(name).normalize('NFKC').toLowerCase();
  const unit = UNIT_PATTERN.exec(plain)?.[1] ?? '';
  if (OTHER_MEASURE_PATTERN.test(plain) || /\p{N}/u.test(unit)) return false;
  return unit.split(/[^\p{L}\p{M}]+/u).every((word) => word === '' || plainUnits.has(word));
}

/**
 * Whether what stands in parentheses behind a name makes another number of it, as `Count (dozens)`, `Stock (EUR)`,
 * `Qty (on order)` and `Count (Oct 2026)` are none of the pieces that are there.
 */
export function isOtherFigure(name: string): boolean {
  const plain = normalizeColumnName(name).normalize('NFKC').toLowerCase();
  const unit = UNIT_PATTERN.exec(plain)?.[1] ?? '';
  if (/[\p{N}\p{Sc}%‰±Δ]/u.test(unit)) return true;
  return unit.split(/[^\p{L}\p{M}]+/u).some((word) => otherFigures.has(word));
}

/**
 * The form in which a column is compared with the built-in names: compatibility forms unified, without units in
 * parentheses, blanks, hyphens and punctuation. `Count (pcs)`, `count_` and `ＣＯＵＮＴ` are one.
 */
export function columnKey(name: string): string {
  const plain = normalizeColumnName(name).normalize('NFKC').toLowerCase().replaceAll('#', ' no');
  const withoutUnit = plain.replace(UNIT_PATTERN, '');
  return (withoutUnit === '' ? plain : withoutUnit).replace(/[^\p{L}\p{M}\p{N}]+/gu, '');
}

/** Whether the count of a column is of a measure, so that it may have fractions: `Menge (kg)`. */
export function isMeasured(name: string): boolean {
  const plain = normalizeColumnName(name).normalize('NFKC').toLowerCase();
  const unit = UNIT_PATTERN.exec(plain)?.[1] ?? '';
  const words = unit.split(/[^\p{L}\p{M}]+/u);
  return Object.values(measureWords).some((measures) => words.some((word) => measures.includes(word)));
}

/** The keys of each field's names, rank by rank. */
export const fieldKeys: Readonly<Record<Field, readonly ReadonlySet<string>[]>> = {
  store: ranks.store.map((names) => new Set(names.map(columnKey))),
  item: ranks.item.map((names) => new Set(names.map(columnKey))),
  count: ranks.count.map((names) => new Set(names.map(columnKey))),
};

/** The columns that may have been meant for a field by their names, the nearest first; those of other figures are last. */
export function nearestColumns(field: Field, names: readonly string[]): readonly string[] {
  const ranked = names.map((name) => ({ name, rank: nearness(columnKey(name), field) }));
  return ranked
    .filter(({ rank }) => rank > 0)
    .toSorted((a, b) => Number(isOtherFigure(a.name)) - Number(isOtherFigure(b.name)) || b.rank - a.rank)
    .map(({ name }) => name);
}

/** 3 if a column has a name of the field but for its parentheses, 2 if it contains one, 1 if it nearly is one, 0 if none. */
function nearness(key: string, field: Field): number {
  if (key.length < 2) return 0;
  const known = fieldKeys[field].flatMap((keys) => [...keys]);
  if (known.includes(key)) return 3;
  if (known.some((name) => isWithin(key, name))) return 2;
  return !otherFigures.has(key) && known.some((name) => isMisspelt(key, name)) ? 1 : 0;
}

function isWithin(key: string, known: string): boolean {
  return known.length >= (/[^\x20-\x7f]/.test(known) ? 2 : 3) && key.includes(known);
}

function isMisspelt(key: string, known: string): boolean {
  return known.length >= 4 && editDistance(key, known) <= (known.length >= 5 ? 2 : 1);
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      next.push(Math.min(next[j]! + 1, row[j + 1]! + 1, row[j]! + (a[i] === b[j] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}
