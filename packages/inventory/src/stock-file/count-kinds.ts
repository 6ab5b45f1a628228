/* Columns that show that a count is not of what is in stock: of what came and went, of what is damaged or reserved. */

const list = (names: string): readonly string[] => names.split('|');

/** Columns of actions, which lists of what is in stock do not have. */
const movementKinds: ReadonlySet<string> = new Set([
  ...list('movement|transaction|txntype|trxtype|transtype|거래구분|거래유형|거래종류|증감구분|전표구분'),
  ...list('取引区分|收发类型|收发类别|业务类型|单据类型|bewegung|buchung|buchungstyp|buchungsart|movimiento'),
  ...list('movimento|tipodemovimiento|tipomovimento|mouvement|typedemouvement|операция|движение'),
  ...list(
    'inorout|inandout|입고출고|출입구분|증감|수불|수불내역|入出|hareket|harekettürü|mutatie|mutatiesoort',
  ),
]);
/** Columns of the kind of a record or of a good. */
const kindColumns: ReadonlySet<string> = new Set([
  ...list('type|kind|direction|action|operation|event|activity|recordtype|entrytype|vouchertype|doctype'),
  ...list('documenttype|reason|reasoncode|changetype|logtype|flow|entry|nature|구분|유형|종류|분류|작업'),
  ...list('작업구분|작업유형|처리구분|처리유형|내역|전표|전표유형|사유|区分|種別|処理|処理区分|作業区分'),
  ...list('类型|類型|art|typ|vorgang|vorgangsart|richtung|tipo|sens|opération|operación|operação|тип'),
  ...list('soort|rodzaj|tür|belegart'),
]);
/** Columns of the kind of a stock. */
const stockColumns: ReadonlySet<string> = new Set([
  ...list('stocktype|inventorytype|stockcategory|재고구분|재고유형|在庫区分|bestandsart|bestandstyp'),
  ...list('库存类型|庫存類型|库存性质'),
]);
/** Columns of the state of a good. */
const stateColumns: ReadonlySet<string> = new Set([
  ...list('status|condition|disposition|stockstatus|inventorystatus|itemstatus|productstatus|stockstate'),
  ...list('warehouseconditioncode|detaileddisposition|stockconditioncode|상태명|상태값|재고상태명|상태구분'),
  ...list('itemcondition|productcondition|stockcondition|availability|availabilitystatus|inventorystate'),
  ...list('goodsstatus|lotstatus|batchstatus|lpnstatus|palletstatus|serialstatus|holdstatus|holdreason'),
  ...list('usability|상태|재고상태|상품상태|제품상태|보관상태|로트상태|양불|양불구분|양부구분|状態|在庫状態'),
  ...list('商品状態|ステータス|状态|狀態|库存状态|庫存狀態|status|zustand|lagerstatus|bestandsstatus|estado'),
  ...list('état|etat|statut|stato|condición|stan|состояние|статус|durum|stokdurumu|staat|conditie'),
]);
/** Columns of how good a good is, of what was found, and of what was noted. */
const gradeColumns: ReadonlySet<string> = new Set([
  ...list('quality|qualitystatus|qualitycontrol|qc|qcstatus|qcresult|inspection|inspectionstatus|grade'),
  ...list(
    'inspectionresult|qualität|품질|품질상태|등급|검수결과|검사결과|品質|検品結果|品质|质量状态|质检结果',
  ),
  ...list('비고|메모|note|notes|remark|remarks|備考|备注|備註|bemerkung|bemerkungen'),
]);

/** Columns that mark goods which are not for sale. */
const flagColumns: ReadonlySet<string> = new Set([
  ...list('damaged|isdamaged|defective|isdefective|expired|isexpired|quarantine|quarantined|unsellable'),
  ...list('defekt|beschädigt|不良|不良品|破損|불량|불량여부|불량품여부|파손|파손여부|폐기여부|반품여부'),
  ...list('판매불가여부|하자여부'),
]);
const YES_PATTERN = /^(?:y|yes|true|x|ja|예|はい|是|有|유)$/;

/** What a column shows of a count: what was done, of which kind it or its stock is, in which state, how good, or whether it is marked. */
export type KindColumnOf = 'movement' | 'kind' | 'stock' | 'state' | 'grade' | 'flag';

const columnsOf: readonly (readonly [KindColumnOf, ReadonlySet<string>])[] = [
  ['movement', movementKinds],
  ['kind', kindColumns],
  ['stock', stockColumns],
  ['flag', flagColumns],
  ['state', stateColumns],
  ['grade', gradeColumns],
];

/** Whether a column has the kind of each count, by its name, given as its key. */
export function kindColumnOf(key: string): KindColumnOf | undefined {
  return columnsOf.find(([, keys]) => keys.has(key))?.[0];
}

/** What a count is of. What one of a pair may be alone, such as a sale, shows nothing without the other. */
export type CountKind = 'in' | 'out' | 'unavailable' | HalfKind;
export type HalfKind = 'half-in' | 'half-out' | 'half-bad' | 'half-good';

const otherHalves: Readonly<Record<HalfKind, HalfKind>> = {
  'half-in': 'half-out',
  'half-out': 'half-in',
  'half-bad': 'half-good',
  'half-good': 'half-bad',
};

/** The other one of a pair; undefined for what needs none. */
export function otherHalf(kind: CountKind): HalfKind | undefined {
  return otherHalves[kind as HalfKind];
}

/** What is not in stock as the rest is, and of goods may be what they are: broken tea, a wine `Reservado`, a preorder. */
const perhapsBad = [
  ...list(
    'broken|bad|ng|qi|scrap|waste|return|returns|hold|repair|picked|packed|reservado|reservada|réservé',
  ),
  ...list('réservée|roto|rota|rotto|rotta|예약|수리'),
];

const wordsOf: Readonly<Record<CountKind | 'perhaps-bad' | 'failed', readonly string[]>> = {
  in: [
    ...list(
      'in|inbound|stock in|goods in|goods receipt|goods received|stock receipt|stock received|incoming',
    ),
    ...list(
      'inward|inwards|transfer in|purchase receipt|입고|반입|입고수량|들어옴|入庫|入荷|入库|入库单|进货|進貨',
    ),
    ...list(
      'zugang|wareneingang|lagerzugang|einlagerung|einlagern|zubuchung|entrée en stock|entrée de stock',
    ),
    ...list('entrée stock|приход|поступление|przyjęcie'),
  ],
  out: [
    ...list('out|outbound|stock out|goods out|goods issue|goods issued|stock issue|stock issued|shipped'),
    ...list('shipped out|outgoing|outward|outwards|transfer out|dispatched|despatched|출고|반출'),
    ...list('출고수량|출고완료|배송중|배송완료|나감|出庫|出荷|出荷済|出荷済み|出库|出库单|出货|出貨|abgang'),
    ...list(
      'warenausgang|lagerabgang|auslagerung|auslagern|abbuchung|ausgeliefert|versendet|sortie de stock',
    ),
    ...list('sortie stock|расход|отгрузка|списание|wydanie'),
  ],
  'half-in': [
    ...list('receipt|receipts|receive|received|receiving|purchase|purchases|buy|add|addition|increase'),
    ...list('replenish|replenishment|restock|check in|checkin|putaway|gain|gr|transfer|purchase order'),
    ...list(
      '매입|입하|구매|입|증가|仕入|進|入|einkauf|eingang|plus|lieferung|we|entrada|entradas|entrée|entrées',
    ),
    ...list(
      'carico|achat|achats|réception|compra|compras|ingreso|ingresos|acquisto|acquisti|entrata|закупка',
    ),
    ...list('pz|giriş|alış|inkoop|ontvangst'),
  ],
  'half-out': [
    ...list('issue|issues|issued|ship|shipment|shipments|sale|sales|sell|remove|removal|decrease|consume'),
    ...list(
      'consumption|usage|withdrawal|check out|checkout|pick|loss|gi|delivered|delivery note|sales order|매출|판매',
    ),
    ...list(
      '출하|출|감소|소모|売上|販売|出|verkauf|ausgang|verbrauch|minus|wa|entnahme|salida|salidas|sortie',
    ),
    ...list(
      'sorties|scarico|vente|ventes|venta|ventas|egreso|egresos|venda|vendas|saída|saídas|vendita|vendite',
    ),
    ...list('uscita|реализация|продажа|wz|çıkış|satış|verkoop|levering'),
  ],
  'half-good': [
    ...list(
      'good|ok|normal|available|sellable|usable|intact|unrestricted|pass|passed|released|frei|verfügbar',
    ),
    ...list(
      '정상|양품|양호|가용|판매가능|良品|正常|正品|可用|disponible|disponibile|disponível|bon|bueno|buono',
    ),
  ],
  'half-bad': [],
  unavailable: [
    ...list('damaged|damage|defective|defect|defects|faulty|unsellable|unsaleable|not sellable|non sellable'),
    ...list('unfulfillable|unavailable|not available|blocked|blocked stock|quarantine|quarantined|on hold'),
    ...list(
      'qc hold|qa hold|quality hold|scrapped|write off|written off|bad stock|damaged stock|damaged goods',
    ),
    ...list('in repair|under repair|recalled|expired|returned|reserved|allocated|committed|in transit'),
    ...list('in transfer|sold|lost|missing|stolen|not ok|unusable|quality inspection|in inspection'),
    ...list(
      'customer damaged|warehouse damaged|carrier damaged|distributor damaged|restricted use|not for sale',
    ),
    ...list(
      '불량|불량품|불량재고|파손|파손품|파손재고|폐기|폐기대상|폐기예정|폐기완료|반품|반품재고|보류|격리',
    ),
    ...list('불용|불용재고|하자|하자품|훼손|훼손품|손상|손상품|오염|변질|수리중|as중|a/s|a/s중|유통기한경과'),
    ...list(
      '기한만료|유통기한만료|분실|도난|망실|예약재고|할당|이동중|운송중|판매완료|판매불가|비가용|가용불가',
    ),
    ...list(
      '출고대기|출하대기|검수중|검사중|不良|不良品|不良在庫|破損|破損品|破損あり|汚損|汚損品|故障|故障品',
    ),
    ...list(
      '廃棄|廃棄予定|返品|保留|引当|引当済|引当済み|輸送中|期限切れ|修理中|検品中|紛失|出荷待ち|损坏|破损',
    ),
    ...list(
      '残次|残次品|残品|坏品|次品|报废|冻结|退货|在途|预留|锁定|不可用|不可售|待检|已过期|維修中|维修中',
    ),
    ...list(
      '損壞|報廢|凍結|退貨|defekt|beschädigt|gesperrt|sperrbestand|sperrlager|gesperrter bestand|ausschuss',
    ),
    ...list('retoure|retouren|reserviert|unterwegs|kaputt|mangelhaft|verschrottet|in reparatur|abgelaufen'),
    ...list(
      'quarantäne|verkauft|qualitätsprüfung|in qualitätsprüfung|qualitätsprüfbestand|endommagé|endommagée',
    ),
    ...list(
      'défectueux|défectueuse|bloqué|bloquée|abîmé|abîmée|cassé|cassée|périmé|en transit|en réparation',
    ),
    ...list('dañado|dañada|defectuoso|defectuosa|bloqueado|bloqueada|averiado|averiada|caducado'),
    ...list('en tránsito|danificado|danificada|avariado|em trânsito|danneggiato|danneggiata|difettoso'),
    ...list('scaduto|bloccato|impegnato|in transito|брак|поврежден|повреждён|просрочен|в пути|uszkodzony'),
    ...list(
      'uszkodzone|wadliwy|zablokowany|zarezerwowany|przeterminowany|hasarlı|kusurlu|arızalı|beschadigd',
    ),
    ...list('geblokkeerd|gereserveerd'),
  ],
  'perhaps-bad': perhapsBad,
  failed: list('fail|failed|reject|rejected|불합격|不合格|nicht bestanden'),
};

const kinds: ReadonlyMap<string, keyof typeof wordsOf> = new Map(
  (Object.keys(wordsOf) as (keyof typeof wordsOf)[]).flatMap((kind) =>
    wordsOf[kind].map((word) => [word, kind] as const),
  ),
);

/** `판매출고`, `移動入庫`, `采购入库`: what came or went, and by which cause. A new arrival (`신규입고`) is not a movement. */
const CAUSE_PATTERN =
  /^(?:이동|구매|매입|생산|반품|조정|기타|판매|폐기|외주|수입|移動|返品|調整|生産|製造|販売|購入|購買|仕入|売上|その他|采购|销售|生产|退货|调拨|盘盈|盘亏|其他|领料|採購|銷售|生產|調撥)(?:(?<in>입고|入庫|入荷|入库)|출고|出庫|出荷|出库)[单單]?$/u;
/** Of the terms of trade as well: what a shop has bought is its own, beside what it has on commission. */
const TRADE_TERM = '매입';

const NOTE_PATTERN = /\s*[(（[][^()（）[\]]*[)）\]]$/u;

/**
 * Kinds of records, one of which in all rows makes them a list of these. Others are kinds of goods as well: for sale (`판매`, `Verkauf`),
 * bought and not on consignment (`매입`), an issue of a magazine.
 */
const recordKinds: ReadonlySet<string> = new Set([
  ...list('sale|sales|sales order|purchase order|delivery note|shipment|shipments|매출|売上'),
  ...list('vente|ventes|venta|ventas|venda|vendas|vendita|vendite|продажа|реализация|satış'),
]);

/** Whether a cell of such a column is the kind of a record, and of nothing else if all rows have it. */
export function isRecordKind(cell: string): boolean {
  return recordKinds.has(plainKind(cell));
}

/** What a cell of such a column shows a count to be of; undefined for whatever else kinds and states there are. */
export function countKind(cell: string, of: KindColumnOf): CountKind | undefined {
  const plain = plainKind(cell);
  if (of === 'flag') return YES_PATTERN.test(plain) ? 'unavailable' : undefined;
  const kind = kinds.get(plain) ?? kinds.get(plain.replaceAll(' ', '')) ?? causeOf(plain);
  if (kind === 'failed') return of === 'grade' ? 'unavailable' : undefined;
  const isOfGood = of === 'state' || of === 'grade';
  const mayBeGood = of === 'kind' || of === 'grade';
  if (kind === 'perhaps-bad') return mayBeGood ? 'half-bad' : 'unavailable';
  if (kind === 'half-good') return mayBeGood ? kind : undefined;
  if (kind === 'half-in' || kind === 'half-out') {
    const isAlone = of === 'movement' && plain !== TRADE_TERM;
    if (isAlone) return kind === 'half-in' ? 'in' : 'out';
  }
  return isOfGood && (kind === 'in' || kind === 'half-in' || kind === 'half-out') ? undefined : kind;
}

function plainKind(cell: string): string {
  return cell
    .normalize('NFKC')
    .toLowerCase()
    .replace(NOTE_PATTERN, '')
    .replace(/[\s_-]+/gu, ' ')
    .trim();
}

function causeOf(plain: string): 'in' | 'out' | undefined {
  const cause = CAUSE_PATTERN.exec(plain);
  if (cause === null) return undefined;
  return cause.groups?.in === undefined ? 'out' : 'in';
}
