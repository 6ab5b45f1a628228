import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/*
 * Makes the tables by which the reader of stock files computes how plausible a text is in a language: how many bits a
 * letter costs after another one, and a character of Korean, Japanese and Chinese by itself. They are made of the names
 * of countries, languages, currencies, units, months and time zones that Node brings with it in each language: the
 * Unicode Common Locale Data Repository, under the Unicode License v3. Short texts of our own are added to that, with more
 * weight: such names lack the endings and the words of other texts.
 *
 *     node scripts/make-letter-tables.ts
 */

/** Languages written in an alphabet: the decoys of encodings that are not read are among them. */
const alphabetic = [
  'en,de,fr,es,pt,it,nl,sv,da,nb,fi,is,ca,ga,sq,pl,cs,sk,hu,ro,hr,sl,ru,uk,bg,sr,be,mk',
  'el,tr,et,lv,lt,vi,he,ar,fa,th,ka,hy,kk,az',
].flatMap((list) => list.split(','));
const characterwise = ['ko', 'ja', 'zh-Hans', 'zh-Hant'];

/**
 * Texts of our own, of the kind that shops write. The names of countries and currencies alone lack endings and words that
 * such texts have.
 */
const texts: Readonly<Record<string, string>> = {
  en: 'Please count every shelf before the doors open. The delivery from the warehouse arrives on Tuesday morning, and whatever is missing will be ordered again. Boxes that were damaged go back to the supplier. Ask your colleague if the label is not readable. Women’s and men’s sizes are kept in separate drawers; children’s shoes stand near the window. Don’t mix old and new stock.',
  de: 'Bitte zählen Sie vor der Öffnung jedes Regal. Die Lieferung aus dem Lager kommt am Dienstagmorgen, und was fehlt, wird nachbestellt. Beschädigte Schachteln gehen zurück an den Händler. Über die Größen entscheidet die Verkäuferin. Für Rückfragen genügt ein kurzer Anruf; außerdem hängt die Liste an der Tür. Wir führen Geschirr, Wäsche, Körbe, Möbel, Schlösser, Füller, Hüte, Gürtel, Töpfe, Löffel, Teekännchen, Übergrößen, Strümpfe und Blumenkübel. Täglich geöffnet, Samstag geschlossen. Grüße aus Österreich, dem Süden und der Nähe.',
  fr: 'Veuillez compter chaque rayon avant l’ouverture du magasin. La livraison de l’entrepôt arrive mardi matin, et ce qui manque sera commandé à nouveau. Les boîtes abîmées sont renvoyées au fournisseur. Où sont les étiquettes ? Elles ont été imprimées hier, à côté de la caisse. Nous vendons des chaînes, des bouées, des sœurs de poupée, des nœuds, du bœuf séché, des œillets, des manœuvres, des tâches ménagères, du lait entier, des légumes, des fenêtres, des forêts de sapins, des vélos, des clôtures, des modèles réduits, des pièces détachées et des bougies parfumées. Déjà fermé le dimanche, même l’été, très tôt. Après Noël, père et mère reçoivent le reçu. Ça coûte cher, voilà.',
  es: 'Cuente cada estante antes de abrir la tienda. La entrega del almacén llega el martes por la mañana, y lo que falta se pedirá otra vez. Las cajas dañadas vuelven al proveedor. ¿Dónde están las etiquetas? Están detrás del mostrador, según el señor Núñez. Vendemos cuadernos, ratón inalámbrico, teléfono móvil, batería, niños, niñas, años, montaña, araña, español, pequeño, baño, leña, sueño, otoño, compañía, lámpara, música, plástico, eléctrico, bebé, sofá, autobús, café molido, atención, dirección, habitación, avión, balcón, corazón, limón, jardín, algún, según, común, inglés, francés, después, también, además, así, aquí, allí, días, país, fácil, árbol, útil.',
  pt: 'Conte cada prateleira antes de abrir a loja. A entrega do armazém chega na terça de manhã, e o que falta será pedido de novo. As caixas danificadas voltam ao fornecedor. Não há etiquetas? Estão atrás do balcão. Vendemos botões, cartões, calças, laços, peças, cabeça, coleção, promoção, estação, mão, irmão, irmã, avião, verão, camarão, algodão, sabonete, lâmpadas, câmera, índice, máquina, família, bebê, você, três, português, inglês, mês, avó, avô, só, número, público, açougue, caça, força, preço, serviço, espaço, braço, coração, amanhã, lã, maçãs, pães, corações, limões, milhões, televisões, à vista, às vezes, é, está, também, até, pé, já, lá, fácil, difícil, óculos, móveis, lençóis.',
  it: 'Si prega di contare ogni scaffale prima dell’apertura. La merce arriva dal magazzino martedì mattina, e ciò che manca verrà ordinato di nuovo. Le scatole rotte tornano al fornitore. Perché non c’è l’etichetta? È già stata stampata, lì, accanto alla cassa. Lunedì, mercoledì, giovedì, venerdì. Abbiamo quantità, novità, qualità, città, libertà, felicità, varietà, età, unità, attività, verità, metà prezzo, caffè, tè, cioè, però, può, più, giù, virtù, tribù, gioventù, laggiù, falò, oblò, comò, così, sì, dì, né, sé, affinché, poiché, benché, perciò, andrà, sarà, farà, potrà, parlò, andò, portò, là, qua e là, papà, sofà, baccalà, babà, bontà, società, università, pubblicità, è, lunedì.',
  nl: 'Tel elk schap voordat de winkel opengaat. De levering uit het magazijn komt dinsdagochtend, en wat ontbreekt wordt opnieuw besteld. Beschadigde dozen gaan terug naar de leverancier. Eén, twee, drieën, zeeën, ideeën, coördinatie, geïnd, reünie, café, crème, hè, vóór, België, Israël, categorieën, financiële, officiële, patiënt, ruïne, poëzie, egoïst, naïef.',
  sv: 'Räkna varje hylla innan affären öppnar. Leveransen från lagret kommer på tisdag morgon, och det som saknas beställs igen. Skadade lådor går tillbaka till leverantören. Frågor? Ring någon på kontoret; numret står på dörren. Vi säljer skålar, påsar, stövlar, kläder, möbler, böcker, gåvor, blåbär, åkerbär, träd, båtar, dörrmattor, läsglasögon, hängslen, påslakan, målarfärg, trådar, spår, år, få, gå, två, små, blå, grå, rå, så, då, när, där, här, många, ål, fågel, hår, vår, får, år efter år, väg, fönster, öl, ö, röd, grön, större, möte, söndag, lördag, måndag, torsdag, våning, ångpanna, åtta.',
  da: 'Tæl hver hylde, før butikken åbner. Leveringen fra lageret kommer tirsdag morgen, og det, der mangler, bestilles igen. Beskadigede æsker går tilbage til leverandøren. Spørgsmål? Ring til kontoret; nummeret står på døren. Vi sælger skåle, poser, støvler, tøj, møbler, bøger, gaver, blåbær, træ, både, måtter, læsebriller, tråd, spår, år, få, gå, to, små, blå, grå, så, når, dér, hér, mange, fugl, hår, vår, ørred, ål, vej, vinduer, øl, ø, rød, grøn, større, møde, søndag, lørdag, nøgle, æg, æble, kølig, børn, kærlighed, værelse, læder, glæde, æske, sø, sød, køb, mælk, ønske, åben.',
  nb: 'Tell hver hylle før butikken åpner. Leveringen fra lageret kommer tirsdag morgen, og det som mangler bestilles igjen. Skadde esker går tilbake til leverandøren. Spørsmål? Ring kontoret; nummeret står på døren. Vi selger skåler, støvler, klær, møbler, bøker, blåbær, trær, båter, matter, tråd, år, få, gå, små, blå, grå, så, når, der, her, fugl, hår, vår, øl, øy, rød, grønn, større, møte, søndag, lørdag, nøkkel, ærlig, kjølig, brød, pære, vær, lær.',
  fi: 'Laske jokainen hylly ennen kuin kauppa avataan. Toimitus varastosta tulee tiistaiaamuna, ja puuttuvat tavarat tilataan uudelleen. Vaurioituneet laatikot palautetaan toimittajalle. Kysymyksiä? Soita meille; numero on ovessa. Myymme pöytiä, tuoleja, äänitteitä, käsineitä, kenkiä, hyödykkeitä, öljyä, tyttö, yö, työ, pää, sää, jää, näkö, mökki, lämpö, väri, höyry.',
  is: 'Teljið hverja hillu áður en búðin opnar. Sendingin af lagernum kemur á þriðjudagsmorgun og það sem vantar verður pantað aftur. Skemmdir kassar fara til baka. Spurningar? Hringið á skrifstofuna. Við seljum skálar, föt, bækur, báta, þræði, ár, við, það, því, þetta, eða, með, góður, maður, veður, æði, öxl, tíð, dýr, hús.',
  pl: 'Proszę policzyć każdą półkę przed otwarciem sklepu. Dostawa z magazynu przychodzi we wtorek rano, a to, czego brakuje, zostanie zamówione ponownie. Uszkodzone pudełka wracają do dostawcy. Gdzie są etykiety? Leżą obok kasy, zostały wydrukowane wczoraj. Sprzedajemy książeczki, ołówki, szkło, łóżka, stół, gałązki, żółć, źródło, ćwiczenia, święta, dźwięk, kość, gość, miłość, radość, noc, więcej, mniejszy, większość, ręka, ząb, dąb, mąż, też, już, coś, ktoś, dziś, jeśli, będzie, są, idą, mogę, proszę, dziękuję, wyśmienity, świeże, późno, różne, góry, wózki, ósmy, około, było, mała, całość, płyta, głośnik, łatwy, złoty, słodki, mydło, światło, szczęście, tysiąc, miesiąc, pieniądze, początek.',
  cs: 'Před otevřením obchodu prosím spočítejte každou polici. Dodávka ze skladu přijde v úterý ráno a to, co chybí, se objedná znovu. Poškozené krabice se vracejí dodavateli. Kde jsou štítky? Leží vedle pokladny, vytištěné včera. Prodáváme židle, stůl, skříň, dveře, světlo, květiny, hračky, kůže, růže, můj, dům, vůz, stůl, nůž, kůň, píseň, báseň, dlaň, síň, teď, loď, síť, pět, děti, město, věc, měsíc, něco, člověk, těžký, nejlepší, větší, řeka, moře, tři, čtyři, příští, pondělí, středa, čtvrtek, pátek, neděle, říjen, září, červen, účet, úřad, žena, život, muži, koše, myš, naše, šest, něžný, zelený, červený, žlutý, bílý, černý, hnědý, dárky, sýry, boty, ponožka, přístroj, čistič, prášek.',
  sk: 'Pred otvorením obchodu spočítajte každú policu. Dodávka zo skladu príde v utorok ráno a to, čo chýba, sa objedná znova. Poškodené krabice sa vracajú dodávateľovi. Kde sú štítky? Ležia vedľa pokladnice. Predávame stoličky, stôl, skriňu, dvere, kôň, môj, nôž, veľký, ľahký, učiteľ, soľ, ďalší, ťažký, päť, deväť, mäso, kvetiny, hračky, kĺb, vŕba, dĺžka, tŕň, čižmy, žltý, šesť.',
  hu: 'Kérjük, nyitás előtt számoljon meg minden polcot. A raktári szállítmány kedden reggel érkezik, és ami hiányzik, azt újra megrendeljük. A sérült dobozok visszamennek a szállítóhoz. Hol vannak a címkék? A pénztár mellett, tegnap lettek kinyomtatva. Árulunk székeket, asztalt, szekrényt, ajtót, fényt, virágot, játékot, bőrt, rózsát, házat, kést, lovat, gyűrűt, fűt, nőt, időt, erdőt, mezőt, tetőt, felhőt, esőt, hűvös, gyönyörű, szőlő, fűszer, tűz, műszer, hús, kút, út, szívet, víz, tíz, hívás, első, második, között, fölött, után, előtt, szükséges, különböző, üzlet, ünnep, ökör, őz, őr, örök, öltöny, ősz, újság, út, hétfő, szerda, csütörtök, péntek, vasárnap, készülék, tisztító, kávé, tea, kenyérpirító, sajtok, gyümölcsök.',
  ro: 'Numărați fiecare raft înainte de deschiderea magazinului. Livrarea din depozit sosește marți dimineața, iar ceea ce lipsește va fi comandat din nou. Cutiile deteriorate se întorc la furnizor. Unde sunt etichetele? Lângă casă. Vindem scaune, masă, dulap, ușă, lumină, flori, jucării, piele, țară, oraș, ţeavă, şapte, băiat, fată, câine, pâine, mână, lână, încă, între, înalt, însă, când, cât, să, că, fără, după, până.',
  hr: 'Prebrojite svaku policu prije otvaranja trgovine. Isporuka iz skladišta stiže u utorak ujutro, a ono što nedostaje ponovno se naručuje. Oštećene kutije vraćaju se dobavljaču. Gdje su naljepnice? Pokraj blagajne. Prodajemo stolice, vrata, svjetlo, cvijeće, igračke, kožu, ružu, kuću, nož, konja, noć, moć, veće, još, džep, đak, žlica, šešir, čaša, ključ, više, četvrtak, srijeda, nedjelja.',
  sl: 'Preštejte vsako polico pred odprtjem trgovine. Dostava iz skladišča pride v torek zjutraj, kar manjka, se znova naroči. Poškodovane škatle gredo nazaj. Kje so nalepke? Poleg blagajne. Prodajamo stole, vrata, luč, cvetje, igrače, usnje, vrtnice, hiše, nož, žlice, čaše, ključ, več, še, že, četrtek, nedelja.',
  ru: 'Пожалуйста, пересчитайте каждую полку до открытия магазина. Поставка со склада приходит во вторник утром, а то, чего не хватает, будет заказано снова. Повреждённые коробки возвращаются поставщику. Где этикетки? Они лежат рядом с кассой. Мы продаём стулья, столы, шкафы, двери, свет, цветы, игрушки, кожу, розы, ножи, мыло, щипцы, объём, съёмный, ещё, электрический, этот, эти, июнь, июль, ящики, яблоки, юбки, вещи, жёлтый, чёрный, шёлк, счёт.',
  uk: 'Будь ласка, перерахуйте кожну полицю до відкриття крамниці. Постачання зі складу приходить у вівторок вранці, а те, чого бракує, буде замовлено знову. Пошкоджені коробки повертаються постачальнику. Де етикетки? Вони лежать поруч із касою. Ми продаємо стільці, столи, шафи, двері, світло, квіти, іграшки, шкіру, троянди, ножі, мило, п’ять, дев’ять, їжа, її, є, ґрунт, ґанок, щітки, об’єм, життя, знання, ще, вже.',
  bg: 'Моля, пребройте всеки рафт преди отварянето на магазина. Доставката от склада пристига във вторник сутринта, а това, което липсва, ще бъде поръчано отново. Повредените кутии се връщат на доставчика. Къде са етикетите? До касата. Продаваме столове, маси, шкафове, врати, светлина, цветя, играчки, кожа, рози, ножове, сапун, път, ръка, първи, също, още, вкъщи, ъгъл, щанд.',
  tr: 'Lütfen mağaza açılmadan önce her rafı sayın. Depodan gelen teslimat salı sabahı ulaşır, eksik olan yeniden sipariş edilir. Hasarlı kutular tedarikçiye geri gider. Etiketler nerede? Kasanın yanında. Sandalye, masa, dolap, kapı, ışık, çiçek, oyuncak, deri, gül, bıçak, sabun, kaşık, çatal, şişe, gömlek, ağaç, yeşil, sarı, kırmızı, büyük, küçük, güneş, yağmur, değil, iğne, öğle, üç, dört, altı, yirmi, İyi, İlk.',
  ko: '매장을 열기 전에 모든 선반을 세어 주세요. 창고에서 오는 물건은 화요일 아침에 도착하고 모자라는 것은 다시 주문합니다. 상자가 찢어졌으면 거래처로 돌려보냅니다. 가격표는 계산대 옆에 있습니다. 의자 책상 옷장 문 조명 꽃 장난감 가죽 장미 칼 비누 수건 숟가락 젓가락 그릇 접시 컵 병 바지 치마 셔츠 모자 장갑 신발 가방 지갑 시계 안경 반지 목걸이 과자 사탕 빵 우유 치즈 고기 생선 쌀 국수 라면 물 주스 차 맥주 소주 약 연필 지우개 공책 종이 풀 가위 테이프 전화기 컴퓨터 화면 건전지 어댑터 스피커 마이크 카드 세트 대용량 소형 대형 검은색 흰색 빨간색 파란색 노란색 초록색 어린이 여성용 남성용 할인 품절 입고 출고 반품 점검 본사 지사 시장 백화점 역 터미널',
  ja: '店を開ける前にすべての棚を数えてください。倉庫からの荷物は火曜日の朝に届き、足りないものはもう一度注文します。箱が破れていたら取引先に返します。値札はレジの横にあります。椅子 机 本棚 扉 照明 花 おもちゃ 革 石けん タオル スプーン 箸 皿 瓶 ズボン スカート シャツ 帽子 手袋 くつ 財布 時計 めがね 指輪 お菓子 あめ パン 牛乳 チーズ 肉 魚 米 うどん 水 ジュース 紅茶 ビール 薬 鉛筆 消しゴム ノート 紙 はさみ テープ 電話 パソコン 画面 乾電池 アダプター スピーカー マイク カード セット 大容量 小型 大型 黒 白 赤 青 黄色 緑 子供用 女性用 男性用 割引 品切れ 入荷 出荷 返品 本社 支店 市場 百貨店 駅前 中央 北 南 東 西 新',
  'zh-Hans':
    '开店以前请把每个货架都数一遍。仓库的货星期二早上到，缺少的东西会再订。箱子破了就退给供应商。标签在收银台旁边。椅子 桌子 柜子 门 灯 花 玩具 皮 玫瑰 刀 肥皂 毛巾 勺子 筷子 碗 盘子 瓶子 裤子 裙子 衬衫 帽子 手套 鞋 包 钱包 手表 眼镜 戒指 项链 饼干 糖 面包 牛奶 奶酪 肉 鱼 米 面条 水 果汁 茶 啤酒 药 铅笔 橡皮 纸 剪刀 胶带 电话 电脑 屏幕 电池 适配器 音箱 卡 套装 大号 小号 黑色 白色 红色 蓝色 黄色 绿色 儿童 女士 男士 打折 缺货 入库 出库 退货 总部 分店 市场 百货 车站 中心 北 南 东 西 新 路 街 区 县 省 市 店 号 只 个 件 双 盒 包装 家用 厨房 卫生 洗 干净 新鲜 水果 蔬菜',
  'zh-Hant':
    '開店以前請把每個貨架都數一遍。倉庫的貨星期二早上到，缺少的東西會再訂。箱子破了就退給供應商。標籤在收銀臺旁邊。椅子 桌子 櫃子 門 燈 花 玩具 皮 玫瑰 刀 肥皂 毛巾 湯匙 筷子 碗 盤子 瓶子 褲子 裙子 襯衫 帽子 手套 鞋 包 錢包 手錶 眼鏡 戒指 項鍊 餅乾 糖 麵包 牛奶 起司 肉 魚 米 麵條 水 果汁 茶 啤酒 藥 鉛筆 橡皮擦 紙 剪刀 膠帶 電話 電腦 螢幕 電池 變壓器 喇叭 卡 套裝 大號 小號 黑色 白色 紅色 藍色 黃色 綠色 兒童 女士 男士 打折 缺貨 入庫 出庫 退貨 總部 分店 市場 百貨 車站 中心 北 南 東 西 新 路 街 區 縣 省 市 店 號 隻 個 件 雙 盒 包裝 家用 廚房 衛生 洗 乾淨 新鮮 水果 蔬菜',
};

const path = fileURLToPath(
  new URL('../packages/inventory/src/stock-file/detection/language-tables.json', import.meta.url),
);

/** Half bits, so that a cost fits one digit of base 36. */
function digitOf(probability: number): string {
  return Math.min(35, Math.max(0, Math.round(-2 * Math.log2(probability)))).toString(36);
}

function phrasesOf(locale: string): string[] {
  const phrases = new Set<string>();
  const names = (type: 'region' | 'language' | 'currency', codes: readonly string[]): void => {
    const display = new Intl.DisplayNames(locale, { type, fallback: 'none' });
    for (const code of codes) {
      const name = display.of(code);
      if (name !== undefined) phrases.add(name);
    }
  };
  const letters = Array.from('abcdefghijklmnopqrstuvwxyz');
  const pairs = letters.flatMap((a) => letters.map((b) => a + b));
  names(
    'region',
    pairs.map((pair) => pair.toUpperCase()),
  );
  names('language', [...pairs, ...pairs.flatMap((pair) => letters.map((c) => pair + c))]);
  names('currency', Intl.supportedValuesOf('currency'));
  for (const unit of Intl.supportedValuesOf('unit')) {
    for (const value of [1, 2, 5])
      phrases.add(
        new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' })
          .formatToParts(value)
          .filter(({ type }) => type === 'unit')
          .map((part) => part.value)
          .join(' '),
      );
  }
  for (let month = 0; month < 12; month++) {
    const date = new Date(Date.UTC(2026, month, month + 1));
    for (const style of ['long', 'short'] as const)
      phrases.add(new Intl.DateTimeFormat(locale, { month: style, weekday: style }).format(date));
  }
  for (const timeZone of Intl.supportedValuesOf('timeZone'))
    phrases.add(
      new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'longGeneric' })
        .formatToParts(0)
        .find(({ type }) => type === 'timeZoneName')?.value ?? '',
    );
  return [...phrases].map((phrase) => phrase.normalize('NFC'));
}

/** How often the words of our own texts count. */
const TEXT_WEIGHT = 4;

function allPhrases(locale: string): string[] {
  const own = texts[locale]?.normalize('NFC').split(/\s+/) ?? [];
  return [...phrasesOf(locale), ...Array.from({ length: TEXT_WEIGHT }, () => own).flat()];
}

/** For each letter after each other one, `_` being the edge of a word, the cost as a digit. */
function pairTable(locale: string): { letters: string; bits: string } {
  const words = allPhrases(locale).flatMap((phrase) => phrase.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? []);
  const frequency = new Map<string, number>();
  for (const word of words)
    for (const letter of word) frequency.set(letter, (frequency.get(letter) ?? 0) + 1);
  const total = words.reduce((sum, word) => sum + word.length, 0);
  const letters = [...frequency]
    .filter(([letter, count]) => letter.length === 1 && count >= 3 && count / total > 0.00002)
    .map(([letter]) => letter)
    .sort();
  const all = ['_', ...letters];
  const index = new Map(all.map((letter, i) => [letter, i]));
  const single = new Float64Array(all.length).fill(0.5);
  const pairs = all.map(() => new Float64Array(all.length));
  for (const word of words) {
    let before = 0;
    for (const letter of [...Array.from(word), '_']) {
      const at = index.get(letter) ?? 0;
      single[at]! += 1;
      pairs[before]![at]! += 1;
      before = at;
    }
  }
  const sum = single.reduce((a, b) => a + b, 0);
  let bits = '';
  for (const row of pairs) {
    const rowSum = row.reduce((a, b) => a + b, 0);
    row.forEach((count, i) => {
      bits += digitOf((count + (8 * single[i]!) / sum) / (rowSum + 8));
    });
  }
  return { letters: letters.join(''), bits };
}

/** Characters by their cost; those that the text does not have cost what their standard's level makes of them. */
function characterTable(locale: string): Record<string, string> {
  const frequency = new Map<string, number>();
  let total = 0;
  for (const phrase of allPhrases(locale))
    for (const character of phrase.match(/[\p{sc=Han}\p{sc=Hangul}\p{sc=Hiragana}\p{sc=Katakana}ー]/gu) ??
      []) {
      frequency.set(character, (frequency.get(character) ?? 0) + 1);
      total++;
    }
  const byCost: Record<string, string> = {};
  // A quarter is kept for the characters that these texts happen to lack.
  for (const [character, count] of [...frequency].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const digit = digitOf((0.75 * count) / total);
    byCost[digit] = (byCost[digit] ?? '') + character;
  }
  return byCost;
}

const tables = {
  source: 'Unicode CLDR, Unicode License v3; made by scripts/make-letter-tables.ts',
  pairs: Object.fromEntries(alphabetic.map((locale) => [locale, pairTable(locale)])),
  characters: Object.fromEntries(characterwise.map((locale) => [locale, characterTable(locale)])),
};
writeFileSync(path, `${JSON.stringify(tables)}\n`);
