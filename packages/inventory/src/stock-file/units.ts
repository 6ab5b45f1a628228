/** What one of a unit is. */
export type Unit =
  /** One piece, of whatever name. */
  | { readonly kind: 'piece'; readonly key: 'piece' }
  /** The cell is empty: a piece, most likely. */
  | { readonly kind: 'none'; readonly key: '' }
  /** What a good is weighed or measured in. */
  | { readonly kind: 'measure'; readonly key: string; readonly quantity: string }
  /** Several pieces: how many, where its name has the number. */
  | { readonly kind: 'package'; readonly key: string; readonly pieces: number | undefined }
  /** How much is in a package, of whatever number: see {@link parseContents}. */
  | { readonly kind: 'contents'; readonly key: 'contents' }
  | { readonly kind: 'unknown'; readonly key: string };

const list = (names: string): readonly string[] => names.split('|');

/** One piece, in the languages and scripts that have names of columns, and what each counts some goods in. */
export const pieceWords: readonly string[] = [
  ...list('pcs|pc|pce|pces|piece|pieces|ea|each|unit|units|u|item|items|single|singles'),
  ...list('stk|stck|stück|stücke|stueck|stückzahl|st|einheit|einheiten|einzeln'),
  ...list(
    'pièce|pièces|unité|unités|unidad|unidades|ud|uds|pieza|piezas|pza|pzas|pz|pezzo|pezzi|peça|peças|un',
  ),
  ...list('stuks|stuk|styck|szt|sztuk|sztuka|ks|kus|kusů|db|darab|шт|штук|штука|adet|buc'),
  ...list('개|낱개|점|장|대|병|권|벌|단위|매|본|자루|마리|송이|그루|알|통|봉|롤'),
  ...list('個|点|枚|台|本|冊|着|単位|バラ|ピース|単品|ケ|ヶ|コ|こ|巻|匹|丁|膳|袋|瓶|个|件|只|支|块'),
  ...list('bottle|bottles|roll|rolls|sheet|sheets|bag|bags|flasche|flaschen|rolle|rollen|blatt|beutel'),
  ...list('can|cans|jar|jars|tube|tubes|stick|sticks|bar|bars|tablet|tablets|dose|dosen|tüte|tüten'),
  ...list('캔|봉지|포기|튜브|缶|株|張|张|根|條|条|把|辆|部'),
];

/** The same where it is not in the name of a column: a count by the book is another figure. */
const pieceCodes = list(
  'c62|h87|no|nos|nr|num|qty|count|book|books|copy|copies|pot|pots|tin|tins|head|heads|권수|매수|und|unds|unid|unids|unite|unites|ad|cad|pç',
);

/** Measures, by what they measure: kg and g are one. */
export const measureWords: Readonly<Record<string, readonly string[]>> = {
  mass: list('kg|g|mg|lb|lbs|oz|그램|킬로그램|キロ|グラム|kilo|kilos|kilogramm|gramm|公斤|克|斤|кг|г'),
  volume: list('l|liter|liters|litre|litres|ml|cl|dl|리터|リットル|升|毫升|л|мл'),
  length: list('m|cm|mm|meter|meters|metre|metres|ft|yd|미터|メートル|米|厘米|м|см'),
};

/** The same where it is not in the name of a column: codes of UN/ECE Recommendation 20, areas, hours. */
const measureCodes: Readonly<Record<string, readonly string[]>> = {
  mass: list('kgs|kgm|grm|lbr|t|to|ton|tons|tonne|tonnes|tne|톤|トン|吨|т|тн'),
  volume: list('ltr|ltrs|lt|mlt|hl|gal|gallon|gallons|m3|cbm|mtq|루베|立米|立方米|м3|куб.м'),
  length: list('mtr|mtrs|cmt|mmt|km|kmt|inch|inches|inh|feet|foot|fot|yard|yards|yds|lfm|mb|км|мм|пог.м'),
  area: list('m2|sqm|sq m|sq.m|qm|mtk|cm2|ft2|sqft|sq ft|sq.ft|ftk|ha|평|평방미터|坪|平米|平方米|м2|кв.м'),
  time: list('h|hr|hrs|hour|hours|hur|std|stunde|stunden|시간|時間|小时|ч|час'),
};

/** Names of one measure. */
const sameMeasures: readonly (readonly string[])[] = [
  list('kg|kgs|kgm|kilo|kilos|kilogramm|킬로그램|キロ|公斤|кг'),
  list('g|grm|gramm|그램|グラム|克|г'),
  list('lb|lbs|lbr'),
  list('t|to|ton|tons|tonne|tonnes|tne|톤|トン|吨|т|тн'),
  list('l|lt|ltr|ltrs|liter|liters|litre|litres|리터|リットル|升|л'),
  list('ml|mlt|毫升|мл'),
  list('gal|gallon|gallons'),
  list('m3|cbm|mtq|루베|立米|立方米|м3|куб.м'),
  list('m|mtr|mtrs|meter|meters|metre|metres|lfm|mb|미터|メートル|米|м|пог.м'),
  list('cm|cmt|厘米|см'),
  list('mm|mmt|мм'),
  list('km|kmt|км'),
  list('inch|inches|inh'),
  list('ft|feet|foot|fot'),
  list('yd|yds|yard|yards'),
  list('m2|sqm|sq m|sq.m|qm|mtk|평방미터|平米|平方米|м2|кв.м'),
  list('ft2|sqft|sq ft|sq.ft|ftk'),
  list('평|坪'),
  measureCodes.time!,
];

/** Units that a number has to be multiplied by, and by how much, where that is always the same. */
const packageWords: readonly (readonly [pieces: number | undefined, words: readonly string[]])[] = [
  [12, list('dozen|dozens|doz|dutzend|dtzd|다스|타스|타|ダース|打')],
  [144, list('gross')],
  [100, list('hundred|hundreds|hundert|백|백개|百|百個')],
  [1_000, list('k|thousand|thousands|tsd|tausend|천|천개|千|千個|千个')],
  [10_000, list('만|만개|万|万個|万个')],
  [1_000_000, list('million|millions|mio|백만')],
  [2, list('pair|pairs|켤레|足|双')],
  [
    undefined,
    [
      ...list(
        'carton|cartons|ctn|box|boxes|case|cases|pack|packs|package|packages|pallet|pallets|crate|crates',
      ),
      ...list('bundle|bundles|set|sets|karton|kartons|kiste|kisten|paket|pakete|palette|paletten'),
      ...list('박스|상자|팩|묶음|팔레트|세트|箱|ケース|パック|パレット|セット|カートン|盒|包'),
    ],
  ],
];

/** Words of {@link packageWords}, for the names of columns. */
export const multipliers: readonly string[] = packageWords.flatMap(([, words]) => words);

/**
 * Codes and words that only a column of units has: those of UN/ECE Recommendation 20, of SAP and of ERP systems. In the name of a
 * column they may stand for anything else.
 */
const packageCodes: readonly (readonly [pieces: number | undefined, words: readonly string[]])[] = [
  [12, list('dz|dzn|dpc|docena|docenas|douzaine|douzaines|dozzina|dúzia|duzia|dozijn|tucet|düzine|дюжина')],
  [144, list('gro|grs')],
  [1_000, list('mil|mille|mll|th|тыс')],
  [2, list('pr|prs|paa|paar|paire|par|pares|paio|쌍|對|对|пара')],
  [20, list('축|두름')],
  [
    undefined,
    [
      ...list(
        'bx|bxs|ca|car|cas|cs|cse|ct|cta|kar|krt|krtn|kt|pk|pks|pkg|pkt|pac|pak|pck|packet|packets|pal|plt|pl',
      ),
      ...list('pf|bd|bdl|be|bndl|bale|bales|ream|reams|tray|trays|kit|kits|inner|outer|ve|vpe|gebinde'),
      ...list('packung|packungen|kasten|kästen|träger|steige|steigen|stiege|schachtel|bund'),
      ...list(
        'caja|cajas|caisse|caisses|boîte|boîtes|boite|colis|palet|scatola|scatole|cartone|cartoni|confezione',
      ),
      ...list('caixa|caixas|cx|fardo|pacote|paquete|paquetes|doos|kolli|colli|låda|kasse|förpackning'),
      ...list('opakowanie|opak|op|zgrzewka|balení|bal|krabice|csomag|doboz|koli|kutu'),
      ...list('упак|уп|упаковка|коробка|кор|ящик|пачка|пач|компл|комплект|набор|паллета'),
      ...list(
        '카톤|케이스|파렛트|파레트|줄|단|갑|보루|판|포|포대|망|접|톳|쾌|연|조|入|甲|束|組|套|组|捆|板|托',
      ),
    ],
  ],
];

const pieces: ReadonlySet<string> = new Set([...pieceWords, ...pieceCodes]);
const measures: ReadonlyMap<string, string> = new Map(
  [measureWords, measureCodes].flatMap((byQuantity) =>
    Object.entries(byQuantity).flatMap(([quantity, words]) => words.map((word) => [word, quantity] as const)),
  ),
);
const measureKeys: ReadonlyMap<string, string> = new Map(
  sameMeasures.flatMap((words) => words.map((word) => [word, words[0]!] as const)),
);
const packages: ReadonlyMap<string, number | undefined> = new Map(
  [...packageWords, ...packageCodes].flatMap(([each, words]) => words.map((word) => [word, each] as const)),
);

const besideNumbers: ReadonlySet<string> = new Set(list('x|er|입|개입|개들이|입수|入|個入|本入|枚入|per'));

/** What programs and people write where there is no unit. */
const nothingWords: ReadonlySet<string> = new Set(
  list('n/a|na|null|nan|none|nil|undefined|blank|leer|없음|해당없음|해당 없음|なし|無|无'),
);

/** Shorter ones are abbreviations: `cs`. */
const MIN_PLURAL_LENGTH = 4;
const pluralEnds = [/es$/, /[sne]$/];

/** `500g`, `1.5 l`, `20 m2`: how much is in a piece. */
const SIZE_PATTERN = /^\d+(?:[.,]\d+)?\s*(\p{L}+[23]?)$/u;
/** `Unit 12`, `No. 3`, `unit-12a`: a numbered place, if the word is that of a piece. */
const NUMBERED_PATTERN = /^(\p{L}+)[\s.#-]{0,3}\p{N}+\p{L}?$/u;
/** `Unit(s)`, `Stück(e)`. */
const PLURAL_NOTE_PATTERN = /(?<=\p{L})\((?:s|es|e|n|en)\)$/u;
/** `EA(1)`: one piece. */
const ONE_PIECE_PATTERN = /^(\p{L}+)\s*[(/x]\s*1$/u;
/** `6x330ml`, `30 x 40 cm`: what a good is, not what is counted. */
const SIZES_PATTERN = /^\d+(?:[.,]\d+)?\s*[x×*]\s*\d/u;

/** Reads the cell of a column of units; undefined for a number, which is none. */
export function parseUnit(cell: string): Unit | undefined {
  const plain = cell.normalize('NFKC').toLowerCase().trim();
  const word = plain
    .replace(PLURAL_NOTE_PATTERN, '')
    .replace(/^1\s*(?=\p{L})/u, '')
    .replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}\p{M}]+$/gu, '')
    .replace(/\^(?=[23]$)/, '');
  if (word === '' || nothingWords.has(word)) return { kind: 'none', key: '' };
  if (/^[\d.,]+$/.test(word)) return undefined;
  if (pieces.has(word) || measures.has(SIZE_PATTERN.exec(word)?.[1] ?? ''))
    return { kind: 'piece', key: 'piece' };
  const quantity = measures.get(word);
  if (quantity !== undefined) return { kind: 'measure', key: measureKeys.get(word) ?? word, quantity };
  if (packages.has(word)) return packageOf(word);
  if (pieces.has(ONE_PIECE_PATTERN.exec(word)?.[1] ?? '')) return { kind: 'piece', key: 'piece' };
  if (SIZES_PATTERN.test(word)) return { kind: 'unknown', key: word };
  if (pieces.has(NUMBERED_PATTERN.exec(word)?.[1] ?? '')) return { kind: 'unknown', key: word };
  const words = word.match(/\p{L}+/gu) ?? [];
  return /\p{N}/u.test(word) && words.some((each) => isUnitWord(each))
    ? { kind: 'package', key: word, pieces: undefined }
    : { kind: 'unknown', key: word };
}

/**
 * Reads the cell of a column of packages: `10 pcs` and `box (24)` describe a good, and leave open what is counted. Undefined for a
 * size, or one piece.
 */
export function parseContents(cell: string): Unit | undefined {
  const unit = parseUnit(cell);
  if (!/\p{N}/u.test(cell)) return unit;
  return unit?.kind === 'package' ? { kind: 'contents', key: 'contents' } : undefined;
}

/** Packages of one number of pieces are the same, and those of one name: box, boxes. */
function packageOf(word: string): Unit {
  const count = packages.get(word);
  if (count !== undefined) return { kind: 'package', key: String(count), pieces: count };
  const singular =
    word.length < MIN_PLURAL_LENGTH
      ? undefined
      : pluralEnds.map((end) => word.replace(end, '')).find((one) => one !== word && packages.has(one));
  return { kind: 'package', key: singular ?? word, pieces: undefined };
}

/** Whether a word beside a number makes a package of it: 12입, 6-pack, box(24). */
function isUnitWord(word: string): boolean {
  return pieces.has(word) || packages.has(word) || measures.has(word) || besideNumbers.has(word);
}

/** Names of columns that have the unit of a count. */
const unitColumns: ReadonlySet<string> = new Set([
  ...list('uom|unitofmeasure|unitofmeasurement|unitsofmeasure|measureunit|measurementunit|baseunit|baseuom'),
  ...list('baseunitofmeasure|stockunit|stockuom|stockingunit|stockunitofmeasure|qtyunit|quantityunit|qtyuom'),
  ...list('countunit|inventoryunit|inventoryuom|unitname|unittype|unitcode|uomcode|uomname|uomdescription'),
  ...list('단위|수량단위|재고단위|기본단위|관리단위|단위명|단위코드|unitofissue|issueunit|unitofissuecode'),
  ...list('単位|数量単位|在庫単位|基本単位|管理単位|単位名|单位|計量單位|计量单位|單位|基本单位|库存单位'),
  ...list('mengeneinheit|basismengeneinheit|basiseinheit|bme|lagereinheit|unitédemesure|unidaddemedida'),
  ...list('unitàdimisura|unidadedemedida|jednostkamiary|едизм|единицаизмерения|ölçübirimi|bestandseinheit'),
  ...list(
    '상품단위|품목단위|제품단위|재고관리단위|보관단위|계량단위|측정단위|商品単位|計量単位|在庫管理単位',
  ),
]);
/** Names that may be of another column as well: they count where a unit that is known stands in it. */
const perhapsUnitColumns: ReadonlySet<string> = new Set([
  ...list('unit|units|um|me|jm|measure|einheit|unité|unidad|unidade|unità|eenheid|enhet|jednostka|ед'),
  ...list('единица|birim|itemunit|productunit|artikeleinheit'),
]);
/** Units in which goods are sold or packed. The count is in them where no column of those above has another one. */
const otherUnitColumns: ReadonlySet<string> = new Set([
  ...list('salesuom|saleuom|salesunitofmeasure|sellinguom|unitofsale|unitofsales|verkaufsmengeneinheit'),
  ...list('판매단위|매출단위|출고단위|불출단위|販売単位|出荷単位|出庫単位|销售单位|銷售單位|unidaddeventa'),
  ...list('unitédevente'),
]);
/** The unit of a company may be called so as well. */
const perhapsOtherUnitColumns: ReadonlySet<string> = new Set([
  ...list('salesunit|saleunit|sellingunit|sellunit|verkaufseinheit|ausgabeeinheit'),
]);
/** Packages: they have units in them, or what each good consists of. */
const packageColumns: ReadonlySet<string> = new Set([
  ...list('packtype|packagetype|packagingtype|荷姿|verpackungseinheit|packunit|packingunit|packageunit'),
  ...list('packagingunit|포장단위|包装単位|包装单位'),
]);
const perhapsPackageColumns: ReadonlySet<string> = new Set([
  ...list('package|packaging|pack|packs|packing|gebinde|ve|vpe|verpackung|포장|包装'),
]);

/** Columns whose own unit may stand behind them. */
const sizeColumns: ReadonlySet<string> = new Set([
  ...list(
    'size|packsize|weight|netweight|grossweight|volume|content|contents|netcontent|length|width|height',
  ),
  ...list(
    '규격|용량|중량|무게|내용량|サイズ|重量|容量|内容量|规格|größe|gewicht|inhalt|packungsgröße|taille|poids',
  ),
]);

/** Whether a column has the size of each good, by its name, given as its key: measures behind it are of that. */
export function isSizeColumn(key: string): boolean {
  return sizeColumns.has(key);
}

/** What a column of units is by its name. */
export interface UnitColumnKind {
  /** Whether the name is that of nothing else. */
  readonly isCertain: boolean;
  /** Whether its units are not those of the count where another column has these. */
  readonly isOther: boolean;
  /** Whether it may have what is in each package. */
  readonly hasContents: boolean;
}

/** Whether a column has units by its name, given as its key. */
export function unitColumnKind(key: string): UnitColumnKind | undefined {
  const isCertain = unitColumns.has(key) || otherUnitColumns.has(key) || packageColumns.has(key);
  const hasContents = packageColumns.has(key) || perhapsPackageColumns.has(key);
  const isOther = hasContents || otherUnitColumns.has(key) || perhapsOtherUnitColumns.has(key);
  return isCertain || isOther || perhapsUnitColumns.has(key)
    ? { isCertain, isOther, hasContents }
    : undefined;
}
