/** Words as shops of a language have them: its stores, and what is on their shelves. */
export interface ShopWords {
  readonly stores: readonly string[];
  readonly items: readonly string[];
}

const list = (words: string): string[] => words.split('|');

export const shopWords: Readonly<Record<string, ShopWords>> = {
  ko: {
    stores: list('서울 강남점|부산 해운대|대구|인천 송도|광주점|수원|제주 공항|종로 본점|판교|잠실 롯데'),
    items: list(
      '에코 플러스|무선 이어폰|스마트 전구|커피잔|두꺼운 양말|여행용 가방|키보드|충전 케이블|손전등|우산|냄비 뚜껑|칫솔|물티슈|운동화 270|된장찌개 양념|김치 500g|딸기잼|볼펜 (검정)|책갈피|텀블러',
    ),
  },
  ja: {
    stores: list('東京本店|大阪店|札幌|名古屋駅前|福岡|横浜みなとみらい|京都四条|神戸|仙台|広島'),
    items: list(
      'ワイヤレスイヤホン|充電ケーブル|傘（黒）|電球|コーヒーカップ|靴下|旅行かばん|歯ブラシ|醤油 500ml|緑茶|ボールペン|手帳|洗濯用洗剤|枕カバー|お弁当箱|懐中電灯|ドライヤー|カメラ|スニーカー|冷蔵庫',
    ),
  },
  'zh-Hans': {
    stores: list('北京西单店|上海浦东|广州|深圳南山|成都|杭州西湖|武汉|南京路|重庆|西安钟楼'),
    items: list(
      '无线耳机|充电线|雨伞|节能灯泡|咖啡杯|棉袜|旅行箱|牙刷|酱油|绿茶|圆珠笔|笔记本|洗衣液|枕套|饭盒|手电筒|吹风机|照相机|运动鞋|电冰箱',
    ),
  },
  'zh-Hant': {
    stores: list('臺北信義店|高雄|臺中|新竹|臺南|桃園機場|基隆|花蓮|板橋|香港旺角'),
    items: list(
      '無線耳機|充電線|雨傘|省電燈泡|咖啡杯|棉襪|旅行箱|牙刷|醬油|綠茶|原子筆|筆記本|洗衣精|枕頭套|便當盒|手電筒|吹風機|照相機|運動鞋|電冰箱',
    ),
  },
  de: {
    stores: list('Köln|München|Zürich|Düsseldorf|Nürnberg|Münster|Lübeck|Göttingen|Würzburg|Saarbrücken'),
    items: list(
      'Käse|Brötchen|Weißbier|Äpfel|Schlüsselanhänger|Tür|Größe 42|Fön|Kühlschrank|Gemüse|Öl 1 l|Süßigkeiten|Bücher|Müsli|Spülmittel|Hähnchen|Nähgarn|Glühbirne|Möbelpolitur|Straßenkarte',
    ),
  },
  fr: {
    stores: list('Orléans|Besançon|Nîmes|Saint-Étienne|Béziers|Angoulême|Genève|Liège|Évry|Châteauroux'),
    items: list(
      'Café moulu|Crème brûlée|Thé à la menthe|Écharpe|Clé USB|Pâtes|Bière|Gâteau|Lampe à pétrole|Théière|Rôti|Maïs|Œufs frais|Étagère|Cœur en chocolat|Vêtements bébé|Poêle|Crêpes|Sèche-cheveux|Hameçon',
    ),
  },
  es: {
    stores: list('Málaga|Córdoba|Cádiz|León|A Coruña|Logroño|México|Bogotá|Medellín|Asunción'),
    items: list(
      'Jamón|Piña|Café|Champú|Lápiz|Cinturón|Cañas de pescar|Azúcar|Melón|Paño|Sartén|Cargador rápido|Camión|Algodón|Muñeca|Jabón|Almohadón|Té verde|Colchón|Bañador',
    ),
  },
  pt: {
    stores: list('São Paulo|Brasília|Évora|Setúbal|Guimarães|Fundão|Belém|Goiânia|Maceió|Portimão'),
    items: list(
      'Pão|Maçã|Café|Feijão|Açúcar|Calção|Sabão|Lâmpada|Chapéu|Água|Limão|Óleo|Relógio|Lençol|Coração|Chá|Sutiã|Fogão|Colchão|Pêssego',
    ),
  },
  it: {
    stores: list('Forlì|Cefalù|Mondovì|Nardò|Cantù|Patti Città|Roma Città|Lanciano Università|Santhià|Salò'),
    items: list(
      'Caffè|Tè verde|Tiramisù|Purè|Ragù|Lampada per metà|Più luce|Menù|Bidè|Sofà|Bignè|Papà mug|Gilè|Canapè|Comò|Baccalà|Caraffa metà|Paltò|Tè nero|Qualità extra',
    ),
  },
  sv: {
    stores: list('Göteborg|Malmö|Västerås|Örebro|Linköping|Jönköping|Umeå|Gävle|Borås|Växjö'),
    items: list(
      'Smör|Ägg|Köttbullar|Ost på bit|Träsked|Glödlampa|Räkor|Sängkläder|Tandkräm|Fåtölj|Kaffebönor|Äpple|Hårtork|Stövlar|Bröd|Ljusstake på fot|Nötter|Tvål|Mössa|Lök',
    ),
  },
  da: {
    stores: list('København|Århus|Ålborg|Køge|Næstved|Sønderborg|Hillerød|Holbæk|Rødovre|Tønder'),
    items: list(
      'Smør|Rugbrød|Æbler|Øl|Tæppe|Kødboller|Blå trøje|Håndsæbe|Nødder|Tørklæde|Pære|Strømper|Hørhat|Brød|Sengetøj|Lygte på fod|Løg|Fløde|Grøntsager|Køleskab',
    ),
  },
  pl: {
    stores: list('Łódź|Kraków|Gdańsk|Poznań|Wrocław|Białystok|Częstochowa|Rzeszów|Toruń|Zielona Góra'),
    items: list(
      'Żarówka|Książka|Chleb żytni|Masło|Mąka|Ręcznik|Szczoteczka do zębów|Łyżka|Pościel|Świeca|Jabłka|Śruba|Młotek|Krzesło|Kołdra|Piłka nożna|Kawa mielona późna|Dżem truskawkowy|Źródlana woda|Żółty ser',
    ),
  },
  cs: {
    stores: list(
      'Plzeň|České Budějovice|Ústí nad Labem|Hradec Králové|Jindřichův Hradec|Zlín|Třebíč|Děčín|Přerov|Znojmo náměstí',
    ),
    items: list(
      'Žárovka|Chléb|Máslo|Ručník|Zubní kartáček|Lžíce|Svíčka|Švestky|Křeslo|Kávovar|Čaj|Hřebíky|Mléko|Ponožky šedé|Džem|Měď|Láhev|Konvička|Rýže|Sýr eidam',
    ),
  },
  hu: {
    stores: list(
      'Győr|Pécs|Székesfehérvár|Nyíregyháza|Kecskemét|Szombathely főtér|Békéscsaba|Érd|Sopron Belső|Hódmezővásárhely',
    ),
    items: list(
      'Kenyér|Túró|Tejföl|Törölköző|Fogkefe kemény|Gyertya fehér|Égő|Szőnyeg|Cipő|Könyv|Esernyő|Sör|Füzet|Hűtő|Kávéfőző|Körte|Őszibarack|Üveg|Kötél|Zöldség',
    ),
  },
  ru: {
    stores: list('Москва|Санкт-Петербург|Казань|Екатеринбург|Новосибирск|Самара|Омск|Тверь|Уфа|Пермь'),
    items: list(
      'Чайник|Наушники|Зонт|Лампочка|Кофейная чашка|Носки|Чемодан|Зубная щётка|Соевый соус|Зелёный чай|Ручка|Блокнот|Стиральный порошок|Наволочка|Фонарик|Фен|Фотоаппарат|Кроссовки|Холодильник|Хлеб',
    ),
  },
  uk: {
    stores: list('Київ|Львів|Харків|Одеса|Дніпро|Запоріжжя|Вінниця|Чернівці|Полтава|Івано-Франківськ'),
    items: list(
      'Чайник|Навушники|Парасолька|Лампочка|Кавова чашка|Шкарпетки|Валіза|Зубна щітка|Соєвий соус|Зелений чай|Ручка|Записник|Пральний порошок|Наволочка|Ліхтарик|Фен|Їжа для котів|Кросівки|Холодильник|Ґудзик',
    ),
  },
  el: {
    stores: list('Αθήνα|Θεσσαλονίκη|Πάτρα|Ηράκλειο|Λάρισα'),
    items: list('Καφές|Ομπρέλα|Λάμπα|Κάλτσες|Βαλίτσα|Οδοντόβουρτσα|Τσάι|Στυλό|Σαπούνι|Ψωμί'),
  },
  tr: {
    stores: list('İstanbul|İzmir|Muğla|Şanlıurfa|Eskişehir'),
    items: list('Çay|Ampul sarı|Şemsiye|Diş fırçası|Kışlık çorap|Yoğurt|Öğrenci çantası|Ütü|Tişört|Peçete'),
  },
  he: {
    stores: list('תל אביב|ירושלים|חיפה|באר שבע|אילת'),
    items: list('קפה|מטריה|נורה|גרביים|מזוודה|תה ירוק|עט|סבון|לחם|מקרר'),
  },
  ar: {
    stores: list('القاهرة|الرياض|دبي|بغداد|تونس'),
    items: list('قهوة|مظلة|مصباح|جوارب|حقيبة سفر|شاي أخضر|قلم|صابون|خبز|ثلاجة'),
  },
  th: {
    stores: list('กรุงเทพ|เชียงใหม่|ภูเก็ต|ขอนแก่น|พัทยา'),
    items: list('กาแฟ|ร่ม|หลอดไฟ|ถุงเท้า|กระเป๋าเดินทาง|แปรงสีฟัน|ชาเขียว|ปากกา|สบู่|ขนมปัง'),
  },
  lv: {
    stores: list('Rīga|Jūrmala|Liepāja|Rēzekne|Cēsis'),
    items: list(
      'Kafija maltā|Lietussargs zaļš|Spuldze|Zeķes|Čemodāns|Zobu birste mīksta|Tēja|Pildspalva|Ziepes šķidrās|Maize rudzu kviešu',
    ),
  },
};
