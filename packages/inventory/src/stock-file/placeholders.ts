/*
 * What a spreadsheet shows in a cell until its value has come: exported at that moment, it is in the file instead. Google
 * Sheets writes it in the language of its user.
 */

const words = [
  'loading|loading data|calculating|fetching data|requesting data|retrieving data|please wait',
  'wird geladen|lädt|laden|daten werden geladen|chargement|chargement en cours|cargando|caricamento|caricamento in corso',
  'carregando|a carregar|wczytywanie|ładowanie|načítání|betöltés|yükleniyor|laddar|läser in|indlæser|laster|laster inn|ladataan',
  'загрузка|завантаження|로드 중|로딩 중|로드중|로딩중|불러오는 중|読み込み中|読み込んでいます|ロード中|正在加载|加载中|正在載入|載入中',
].join('|');
const PLACEHOLDER_PATTERN = new RegExp(
  `^(?:(?:${words}) ?(?:\\.{3}|…)|retrieving data\\. wait a few seconds.*)$`,
  'iu',
);

export const PLACEHOLDER_HELP =
  'is what a spreadsheet shows while it loads a value; wait until it has it, and export the file again';

/** Whether a cell shows that its value had not come. */
export function isPlaceholder(cell: string): boolean {
  return PLACEHOLDER_PATTERN.test(cell);
}
