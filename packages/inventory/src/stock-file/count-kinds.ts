/* Columns that show that a count is not of what is in stock: of what came and went, of what is damaged or reserved. */

const list = (names: string): readonly string[] => names.split('|');

/** Columns of what was done: of what is in stock there is nothing to do. */
const movementKinds: ReadonlySet<string> = new Set([
  ...list('movement|transaction|txntype|trxtype|transtype|거래구분|거래유형|거래종류|증감구분|전표구분'),
  ...list('取引区分|收发类型|收发类别|业务类型|单据类型|bewegung|buchung|buchungstyp|buchungsart|movimiento'),
  ...list('movimento|tipodemovimiento|tipomovimento|mouvement|typedemouvement|операция|движение'),
]);
/** Columns of the kind of a record or of a good. */
const kindColumns: ReadonlySet<string> = new Set([
  ...list('type|kind|direction|action|operation|event|activity|recordtype|entrytype|stocktype|inventorytype'),
  ...list(
    'stockcategory|구분|유형|종류|분류|작업구분|작업유형|처리구분|재고구분|재고유형|区分|種別|処理区分',
  ),
  ...list('在庫区分|类型|類型|art|typ|vorgang|vorgangsart|richtung|bestandsart|bestandstyp|tipo|sens|тип'),
]);
/** Columns of the state of a good. */
const stateColumns: ReadonlySet<string> = new Set([
  ...list(
    'status|condition|disposition|stockstatus|inventorystatus|itemstatus|productstatus|stockstate|quality',
  ),
  ...list('warehouseconditioncode|detaileddisposition|stockconditioncode|상태명|상태값|재고상태명|상태구분'),
  ...list('qualitystatus|itemcondition|productcondition|stockcondition|availability|availabilitystatus'),
  ...list('상태|재고상태|상품상태|제품상태|품질|품질상태|양불|양불구분|양부구분'),
  ...list('状態|在庫状態|商品状態|ステータス|品質|状态|狀態|库存状态|庫存狀態|品质|质量状态'),
  ...list(
    'status|zustand|lagerstatus|bestandsstatus|qualität|estado|état|etat|statut|stato|condición|stan|состояние|статус',
  ),
]);

/** Columns that mark goods which are not for sale. */
const flagColumns: ReadonlySet<string> = new Set([
  ...list('damaged|isdamaged|defective|isdefective|expired|isexpired|defekt|beschädigt|不良|不良品|破損'),
  ...list('불량|불량여부|불량품여부|파손|파손여부|폐기여부|반품여부|판매불가여부'),
]);
const YES_PATTERN = /^(?:y|yes|true|x|ja|예|はい|是|有|유)$/;

/** What a column shows of a count: what was done, of which kind it is, in which state, or whether it is marked. */
export type KindColumnOf = 'movement' | 'kind' | 'state' | 'flag';

/** Whether a column has the kind of each count, by its name, given as its key. */
export function kindColumnOf(key: string): KindColumnOf | undefined {
  if (movementKinds.has(key)) return 'movement';
  if (kindColumns.has(key)) return 'kind';
  if (flagColumns.has(key)) return 'flag';
  return stateColumns.has(key) ? 'state' : undefined;
}

/** What a count is of. What one of a pair may be alone, such as a sale, shows nothing without the other. */
export type CountKind = 'in' | 'out' | 'half-in' | 'half-out' | 'unavailable';

const kinds: ReadonlyMap<string, CountKind> = new Map(
  (
    [
      [
        'in',
        [
          ...list(
            'in|inbound|stock in|goods in|goods receipt|goods received|stock receipt|입고|반입|입고수량',
          ),
          ...list('入庫|入荷|入库|进货|進貨|zugang|wareneingang|lagerzugang|einlagerung'),
          ...list('приход|поступление|przyjęcie'),
        ],
      ],
      [
        'out',
        [
          ...list(
            'out|outbound|stock out|goods out|goods issue|goods issued|shipped|shipped out|출고|반출|출고수량',
          ),
          ...list('출고완료|배송중|배송완료|出庫|出荷|出荷済|出库|出货|出貨|abgang|warenausgang|lagerabgang'),
          ...list('auslagerung|расход|отгрузка|списание|wydanie'),
        ],
      ],
      [
        'half-in',
        [
          ...list('receipt|receipts|receive|received|receiving|purchase|purchases|buy|add|addition|increase'),
          ...list('replenish|replenishment|매입|입하|구매|입|증가|仕入|進|入|einkauf|eingang|plus'),
          ...list('entrada|entradas|entrée|entrées|carico'),
        ],
      ],
      [
        'half-out',
        [
          ...list(
            'issue|issues|issued|ship|shipment|shipments|sale|sales|sell|remove|removal|decrease|consume',
          ),
          ...list(
            'consumption|usage|withdrawal|매출|판매|출하|출|감소|소모|売上|販売|出|verkauf|ausgang|verbrauch|minus',
          ),
          ...list('salida|salidas|sortie|sorties|scarico'),
        ],
      ],
      [
        'unavailable',
        [
          ...list(
            'damaged|damage|defective|defect|broken|faulty|unsellable|unsaleable|not sellable|non sellable',
          ),
          ...list('unfulfillable|unavailable|not available|blocked|quarantine|quarantined|on hold|scrapped'),
          ...list('expired|returned|reserved|allocated|committed|in transit|sold|lost|missing|stolen'),
          ...list(
            'customer damaged|warehouse damaged|carrier damaged|distributor damaged|quality inspection',
          ),
          ...list(
            '불량|불량품|불량재고|파손|파손품|폐기|폐기대상|폐기예정|반품|반품재고|보류|격리|불용|불용재고',
          ),
          ...list('유통기한경과|기한만료|유통기한만료|분실|예약|예약재고|할당|이동중|운송중'),
          ...list('판매완료|판매불가|비가용|가용불가'),
          ...list('不良|不良品|不良在庫|破損|破損品|廃棄|返品|保留|引当|引当済|引当済み|輸送中|期限切れ'),
          ...list('损坏|残次|残次品|次品|报废|冻结|退货|在途|预留|锁定|損壞|報廢|凍結|退貨'),
          ...list('defekt|beschädigt|gesperrt|sperrbestand|ausschuss|retoure|retouren|reserviert|unterwegs'),
          ...list('abgelaufen|quarantäne|verkauft|qualitätsprüfung|in qualitätsprüfung'),
          ...list(
            'dañado|defectuoso|bloqueado|reservado|endommagé|défectueux|bloqué|réservé|danneggiato|брак',
          ),
        ],
      ],
    ] as const
  ).flatMap(([kind, words]) => words.map((word) => [word, kind] as const)),
);

const NOTE_PATTERN = /\s*[(（[][^()（）[\]]*[)）\]]$/u;

/** What a cell of such a column shows a count to be of; undefined for whatever else kinds and states there are. */
export function countKind(cell: string, of: KindColumnOf): CountKind | undefined {
  const plain = cell
    .normalize('NFKC')
    .toLowerCase()
    .replace(NOTE_PATTERN, '')
    .replace(/[\s_-]+/gu, ' ')
    .trim();
  if (of === 'flag') return YES_PATTERN.test(plain) ? 'unavailable' : undefined;
  const kind = kinds.get(plain) ?? kinds.get(plain.replaceAll(' ', ''));
  return of !== 'state' || kind === 'out' || kind === 'unavailable' ? kind : undefined;
}
