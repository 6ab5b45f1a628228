/** Words of products in the code page in which a language's files come, as its shops write them in small letters. */
export interface ProductWords {
  /** Of `Intl`, for its capitals. */
  readonly locale: string;
  readonly encoding: string;
  readonly words: readonly string[];
  /** Written in capitals only: materials, sizes, standards. */
  readonly abbreviations: readonly string[];
}

const list = (words: string): string[] => words.split('|');

export const productWords: Readonly<Record<string, ProductWords>> = {
  Russian: {
    locale: 'ru',
    encoding: 'windows-1251',
    words: list(
      'чайник|кофеварка|утюг|пылесос|лампа|лампочка|розетка|выключатель|кабель|удлинитель|батарейка|аккумулятор|наушники|колонка|клавиатура|мышь|монитор|принтер|бумага|тетрадь|ручка|карандаш|ластик|линейка|клей|скотч|ножницы|степлер|папка|конверт|мыло|шампунь|щётка|паста|полотенце|мочалка|зеркало|расчёска|порошок|губка|ведро|швабра|веник|тряпка|перчатки|мешок|пакет|фольга|плёнка|салфетки|тарелка|чашка|кружка|ложка|вилка|нож|сковорода|кастрюля|крышка|миска|доска|тёрка|дуршлаг|поднос|стакан|бутылка|термос|банка|хлеб|масло|сыр|молоко|сметана|творог|йогурт|колбаса|сосиски|яйцо|рис|гречка|мука|сахар|соль|перец|чай|кофе|какао|мёд|варенье|печенье|конфеты|шоколад|сок|вода|носки|шапка|шарф|куртка|рубашка|брюки|юбка|платье|туфли|сапоги|ремень|сумка|рюкзак|кошелёк|зонт|очки|часы|мяч|кукла|кубики|краски|кисть|гвоздь|шуруп|саморез|болт|гайка|шайба|молоток|отвёртка|пила|дрель|сверло|рулетка|труба|кран|вентиль|фильтр|прокладка|цемент|шпатлёвка|грунтовка|обои|плинтус|ламинат|подшипник|ёлка|ёрш|щипцы|хомут|штуцер|муфта|фланец|шланг|насос|жгут|втулка',
    ),
    abbreviations: list(
      'ПВХ|ЯМЗ|МДФ|ДСП|ЛДСП|ГОСТ|СМС|УФА|ЖК|ГАЗ|ЗИЛ|КАМАЗ|УАЗ|ВАЗ|МАЗ|ТЭН|УШМ|ГВЛ|ГКЛ|ППУ|ППР|ХПВХ|ДВП|ОСБ|ЭВМ|ЭПРА|ДНАТ|ДРЛ|ЛЭД|СИП|ВВГ|ПВС|ШВВП|АВВГ|КГ|ПУГВ|УЗО|АВР|ИБП|АКБ|СВЧ|ЖБИ|ХЛ|ЭКО|ЦПС|ЩЦ|ШРУС|ГРМ|ЭБУ|ТНВД|ПЖД|ЦПГ|КПП|ГУР|ДМРВ|ДВС|ЧПУ|СОЖ|ЮЖ|ЩРН|ЩМП|ЯТП|АЗС|ЭЦП|ЯУ',
    ),
  },
  Ukrainian: {
    locale: 'uk',
    encoding: 'windows-1251',
    words: list(
      'чайник|кавоварка|праска|пилосос|лампа|лампочка|розетка|вимикач|кабель|подовжувач|батарейка|акумулятор|навушники|колонка|клавіатура|миша|монітор|принтер|папір|зошит|ручка|олівець|гумка|лінійка|клей|скотч|ножиці|степлер|тека|конверт|мило|шампунь|щітка|паста|рушник|мочалка|дзеркало|гребінець|порошок|губка|відро|швабра|віник|ганчірка|рукавички|мішок|пакет|фольга|плівка|серветки|тарілка|чашка|кухоль|ложка|виделка|ніж|сковорода|каструля|кришка|миска|дошка|тертка|друшляк|таця|склянка|пляшка|термос|банка|хліб|олія|сир|молоко|сметана|йогурт|ковбаса|сосиски|яйце|рис|гречка|борошно|цукор|сіль|перець|чай|кава|какао|мед|варення|печиво|цукерки|шоколад|сік|вода|шкарпетки|шапка|шарф|куртка|сорочка|штани|спідниця|сукня|туфлі|чоботи|ремінь|сумка|рюкзак|гаманець|парасолька|окуляри|годинник|мʼяч|лялька|кубики|фарби|пензель|цвях|шуруп|болт|гайка|шайба|молоток|викрутка|пилка|дриль|свердло|рулетка|труба|кран|вентиль|фільтр|прокладка|цемент|шпаклівка|ґрунтівка|шпалери|плінтус|ламінат|підшипник|ґудзик|ґанок|їжачок|єнот|ґніт|їстівна',
    ),
    abbreviations: list(
      'ПВХ|ЯМЗ|МДФ|ДСП|ДСТУ|ҐУДЗИК|ЛЕД|УКРЗ|ПЕТ|ЇЖА|ЄС|ТМ|ГОСТ|ЗАЗ|КРАЗ|ЛАЗ|ДВП|ОСБ|ХАДО|УФ|ШРУС|АКБ|ДБЖ|ПЗВ|ВВГ|ПВС|СІП|ЕПРА|ЄВРО|ЩРН|ЮНІ|ҐНІТ',
    ),
  },
  Czech: {
    locale: 'cs',
    encoding: 'windows-1250',
    words: list(
      'žárovka|zásuvka|vypínač|prodlužovačka|sluchátka|klávesnice|myš|tiskárna|papír|sešit|tužka|guma|pravítko|lepidlo|nůžky|sešívačka|složka|obálka|mýdlo|šampon|kartáč|kartáček|ručník|žínka|zrcadlo|hřeben|prášek|houbička|kbelík|mop|koště|hadřík|rukavice|pytel|sáček|fólie|ubrousky|talíř|šálek|hrnek|lžíce|lžička|vidlička|nůž|pánev|hrnec|poklička|miska|prkénko|struhadlo|cedník|tác|sklenice|láhev|termoska|plechovka|chléb|máslo|sýr|mléko|smetana|tvaroh|jogurt|párky|vejce|rýže|pohanka|mouka|cukr|sůl|pepř|čaj|káva|kakao|džem|sušenky|bonbóny|čokoláda|šťáva|voda|ponožky|čepice|šála|košile|kalhoty|sukně|šaty|boty|pásek|taška|batoh|peněženka|deštník|brýle|míč|barvy|štětec|hřebík|šroub|vrut|matice|podložka|kladivo|šroubovák|pila|vrtačka|vrták|svinovací metr|trubka|kohoutek|ventil|těsnění|tmel|tapeta|lišta|ložisko|příruba|čerpadlo|řetěz|svíčka|ťuhýk|ďáblík|ňadra|měď|žehlička|ořechy|křeslo|židle|stůl|postel|polštář|peřina|povlečení|záclona|závěs|koberec|skříň|police|věšák|zámek|klíč|řemen|zástrčka|čistič|škrabka|žebřík|šňůra|hadice|ždímač|žlab',
    ),
    abbreviations: list(
      'ŇŤĎ|ČSN|ŠKODA|ČR|ČD|ŽB|ŘK|PŘÍVOD|KČ|ČKD|ŽĎAS|ŽB|ŽS|ŠÍŘ|VÝŠ|TLOUŠŤ|Č|Ř|ZŠ|NÁHR|SŮL|NŮŽ',
    ),
  },
  Polish: {
    locale: 'pl',
    encoding: 'windows-1250',
    words: list(
      'żarówka|gniazdko|wyłącznik|przedłużacz|słuchawki|głośnik|mysz|drukarka|zeszyt|długopis|ołówek|gumka|linijka|klej|taśma|nożyczki|zszywacz|mydło|szczoteczka|ręcznik|gąbka|lusterko|grzebień|proszek|wiadro|miotła|ścierka|rękawice|worek|torebka|folia|serwetki|talerz|filiżanka|łyżka|łyżeczka|widelec|nóż|patelnia|garnek|pokrywka|miska|deska|tarka|durszlak|szklanka|butelka|słoik|puszka|masło|ser żółty|mleko|śmietana|twaróg|kiełbasa|parówki|jajko|ryż|mąka|cukier|sól|pieprz|herbata|kawa|miód|dżem|ciastka|czekolada|sok|skarpetki|czapka|szalik|kurtka|koszula|spodnie|spódnica|sukienka|buty|pasek|plecak|portfel|parasol|okulary|zegarek|piłka|lalka|klocki|farby|pędzel|gwóźdź|śruba|wkręt|nakrętka|podkładka|młotek|śrubokręt|piła|wiertarka|wiertło|miarka|rura|kran|zawór|uszczelka|szpachla|tapeta|listwa|łożysko|kołnierz|pompa|łańcuch|świeca|miedź|żelazko|orzechy|fotel|krzesło|stół|łóżko|poduszka|kołdra|pościel|firanka|zasłona|dywan|szafa|półka|wieszak|zamek|klucz|wąż|źdźbło|żwir|ćwiek|środek|płyn|chusteczki|szczotka|pończochy|żółć|gęś|święconka|źrebię',
    ),
    abbreviations: list(
      'PŁYTA|ŁÓDŹ|PÓŁ|ŻÓŁ|ŚR|DŁ|SZER|ŹR|ŻEL|PŁ|ŚW|ZŁ|MĄŻ|GĘŚ|ŁĄ|ŻAR|WĄŻ|RÓŻ|BIAŁ|ŻŁÓB|SÓL|ŁÓJ',
    ),
  },
  Hungarian: {
    locale: 'hu',
    encoding: 'windows-1250',
    words: list(
      'villanykörte|égő|kapcsoló|hosszabbító|fülhallgató|billentyűzet|egér|nyomtató|papír|füzet|ceruza|radír|vonalzó|ragasztó|olló|tűzőgép|boríték|szappan|sampon|kefe|fogkefe|törölköző|szivacs|tükör|fésű|mosópor|vödör|felmosó|seprű|rongy|kesztyű|zsák|zacskó|fólia|szalvéta|tányér|csésze|bögre|kanál|villa|kés|serpenyő|fazék|fedő|tál|vágódeszka|reszelő|szűrő|tálca|pohár|üveg|termosz|konzerv|kenyér|vaj|sajt|tej|tejföl|túró|joghurt|kolbász|virsli|tojás|rizs|liszt|cukor|só|bors|tea|kávé|kakaó|méz|lekvár|keksz|cukorka|csokoládé|gyümölcslé|víz|zokni|sapka|sál|kabát|ing|nadrág|szoknya|ruha|cipő|csizma|öv|táska|hátizsák|pénztárca|esernyő|szemüveg|óra|labda|baba|festék|ecset|szög|csavar|anya|alátét|kalapács|csavarhúzó|fűrész|fúró|mérőszalag|cső|csap|szelep|tömítés|tapéta|léc|csapágy|karima|szivattyú|lánc|gyertya|réz|vasaló|dió|fotel|szék|asztal|ágy|párna|takaró|ágynemű|függöny|szőnyeg|szekrény|polc|fogas|zár|kulcs|tömlő|hűtő|sütő|főzőlap|őrlő|ülőke|őszibarack|űrhajó|üdítő|ütvefúró|kötőfék',
    ),
    abbreviations: list('ŐŰ|BŐR|FŰ|TŰ|NŐI|CSŐ|ŐR|HŰTŐ|ÖV|ŰR|LÉ|DB ŐSZI|ÜV|GYŰRŰ|SZŰRŐ|KŐ|SÓ|ÉGŐ|ÍJ|ÓL|ŐZ'),
  },
  German: {
    locale: 'de',
    encoding: 'windows-1252',
    words: list(
      'glühbirne|verlängerungskabel|kopfhörer|lautsprecher für küche|schlüssel|schlüsselanhänger|drucker für büro|büroklammer|füller|füllfederhalter|radiergummi für schüler|bürste|zahnbürste|handtücher|schwämme|spülmittel|spülbürste|geschirrspültabs|müllbeutel|müllsäcke|tüte|frischhaltetüte|schüssel|löffel|kochlöffel|teelöffel|käsereibe|töpfe|bräter|gläser|gewürzmühle|brötchen|käse|frischkäse|schafskäse|möhren|äpfel|birnensaft naturtrüb|nüsse|walnüsse|gemüsebrühe|grünkohl|grüner tee|kräutertee|früchtetee|süßstoff|süßigkeiten|weißbrot|weißwein|weißbier|soße|grillsoße|müsli|honig flüssig|öl|olivenöl|rapsöl|sonnenblumenöl|fußball|fußmatte|strümpfe|söckchen|mütze|gürtel|gürteltasche|hüte|röcke|blusen für damen|anzüge|schuhe größe|größe|maß|maßband|nägel|dübel|dübelset|schraubenschlüssel|säge|stichsäge|bohrer für stein|hämmer|türgriff|türstopper|türklinke|rohrkrümmer|abflüsse|spülkasten|wärmflasche|wärmepumpe|kühlschrank|gefriertüte|kühltasche|fön|bügeleisen|bügelbrett|wäscheklammer|wäschekorb|möbelpolitur|stühle|bürostuhl|bücherregal|bücher|sägeblatt|schläuche|gartenschläuche|blumenkübel|übertopf|erdöl|düngemittel|dünger|gießkanne|straßenkarte|spaß|gruß|grußkarte|geschenktüte|schleifen für päckchen|spülschwamm|zündkerze|zündschlüssel|ölfilter|auspuffkrümmer|lüfter|kühler|kühlerfrostschutz|stoßdämpfer|stoßstange|außenspiegel|heißkleber|heißluft|schweißgerät|weiß|grün|fünfzig|zwölf|überzug|änderung|ärmel',
    ),
    abbreviations: list('TÜV|VÖ|ÖPNV|GRÖSSE|ÖL|MÜ|FÜR|DÜ|STÜCK|STÜ|WÄ|RÖ|KÜ|ÜWG|BÜ|MÖ|HÖHE|LÄNGE|ÄÖÜ|SÄGE'),
  },
  French: {
    locale: 'fr',
    encoding: 'windows-1252',
    words: list(
      'café|thé|théière|cafetière|crème|crème brûlée|crêpe|pâté|pâtes|gâteau|goûter|pêche|poêle|bière|bœuf|œuf|œufs|cœur|sœur|nœud|maïs|noël|rôti|mûre|mûres|prêt|forêt|fenêtre|vêtement|tête|tête de lit|étagère|écharpe|éponge|épice|épices|étui|étoile|étiquette|écran|écouteurs|électrique|élastique|émail|évier|équerre|éclairage|ampoule à vis|lampe à huile|lame à bois|câble|clé|clé à molette|clé usb|clavier sans fil doré|télé|télécommande|télévision|vidéo|stéréo|réveil|réfrigérateur|réglette|règle|cahier à spirale|stylo à bille|matériel|papier à lettres|crayon à papier|trousse d’école|ciseaux à ongles|savon à barbe|shampooing bébé|bébé|brosse à dents|dentifrice à la menthe|séchoir|sèche-cheveux|fer à repasser|aérosol|désodorisant|détergent|détachant|dégraissant|javel concentrée|poubelle à pédale|sacs résistants|aluminium ménager|assiette à dessert|cuillère|couteau à pain|râpe|théâtre|plateau laqué|bouteille isolée|pain d’épeautre|beurre salé|lait écrémé|fromage râpé|jambon fumé|poulet rôti|blé|farine de blé|sucre glacé|sel marin fumé|poivre moulu séché|purée|miel crémeux|confiture allégée|chocolat fourré|jus pressé|bonnet côtelé|veste matelassée|chemise rayée|robe plissée|élégante|soirée|soulier ciré|ceinture tressée|parapluie pliant léger|lunettes teintées|poupée|peinture à l’eau|clou à tête plate|écrou|vis à métaux|marteau forgé|scie à métaux|perceuse à percussion|mètre|tuyau coudé|vanne à bille|joint torique huilé|plâtre|moquette épaisse|chaîne|bougie parfumée|cuivre étamé|hameçon|garçon|façade|leçon|reçu|glaçon|glaçons|caleçon',
    ),
    abbreviations: list(
      'CAFÉ|THÉ|PÂTÉ|ÉTÉ|CLÉ|PRÊT|ÉCO|N°|DÉO|BÉBÉ|MÉTAL|ŒUFS|BŒUF|CŒUR|NOËL|MAÏS|ÉL|RÉF|QTÉ|DÉS|À|Ç|PVC É|GÉNÉ|RÉ',
    ),
  },
  Spanish: {
    locale: 'es',
    encoding: 'windows-1252',
    words: list(
      'jamón|salchichón|chorizo ibérico|piña|café|té|té verde|azúcar|limón|melón|melocotón|plátano|plátanos|maíz|arroz integral ecológico|atún|salmón|camarón|jabón|champú|algodón|pañal|pañales|pañuelo|pañuelos|niño|niña|bebé|paño|paños|baño|bañador|tamaño|año|cañería|caña|cañas|lápiz|lápices|cuaderno pequeño|bolígrafo|tijeras pequeñas|cartón|cinturón|pantalón|camisón|calcetín|calcetines de niño|botín|bolsón|mochila de montaña|reloj analógico|balón|muñeca|muñeco|camión|avión|tiburón|ratón|ratón óptico|teclado mecánico|batería|cámara|teléfono|móvil|televisión|vídeo|electrónica|lámpara|bombilla de bajo consumo ecológica|eléctrico|eléctrica|enchufe múltiple|extensión|ferretería|tornillo métrico|martillo de peña|sartén|colchón|almohadón|edredón|sillón|cojín|cajón|jarrón|estantería|rincón|jardín|jardinería|césped|pulverizador a presión|manguera de jardín|válvula|tubería|desagüe|cigüeñal|pingüino|paragüero|paraguas plegable mágico|cera líquida|líquido|detergente líquido|lejía|estropajo de níquel|níquel|cinc galvánico|plástico|plástica|metálico|cerámica|porcelana fría|cristalería|cubertería|cuchillo jamonero pequeño|tenedor clásico|tazón|vaso cónico|botella térmica|galletería|turrón|mazapán|bombón|caramelo ácido|miel orgánica|vinagre balsámico|orégano|pimentón|azafrán|comino en polvo fino añejo|vino añejo|ron añejo|whisky de malta única|ñora|ñoquis|bañera|araña|uña|esmalte de uñas|leña|piñata|acordeón|violín|tacón|sostén|poliéster|nailon elástico|único',
    ),
    abbreviations: list(
      'AÑO|NIÑO|CAÑA|N.º|ÑU|TÉ|ÚN|JABÓN|JAMÓN|PIÑA|UÑA|MÁX|MÍN|ÁREA|LÁM|DÍA|ÓPT|ELÉC|CÓD|NÚM|PEÑA',
    ),
  },
  Turkish: {
    locale: 'tr',
    encoding: 'windows-1254',
    words: list(
      'çaydanlık|kahve öğütücü|ütü|süpürge|ampul|priz|şalter|uzatma kablosu|pil|kulaklık|hoparlör|klavye|fare|yazıcı|kâğıt|kağıt|defter|kalem|silgi|cetvel|yapıştırıcı|makas|zımba|dosya|zarf|sabun|şampuan|fırça|diş fırçası|diş macunu|havlu|lif|ayna|tarak|deterjan|sünger|kova|paspas|süpürge sopası|bez|eldiven|çuval|poşet|folyo|streç|peçete|tabak|fincan|kupa|kaşık|çatal|bıçak|tava|tencere|kapak|kâse|tahta|rende|süzgeç|tepsi|bardak|şişe|termos|kavanoz|ekmek|tereyağı|peynir|süt|yoğurt|sucuk|sosis|yumurta|pirinç|bulgur|un|şeker|tuz|biber|çay|kahve|kakao|bal|reçel|bisküvi|çikolata|meyve suyu|su|çorap|şapka|atkı|mont|gömlek|pantolon|etek|elbise|ayakkabı|çizme|kemer|çanta|sırt çantası|cüzdan|şemsiye|gözlük|saat|top|bebek|boya|çivi|vida|cıvata|somun|pul|çekiç|tornavida|testere|matkap|metre|boru|musluk|vana|filtre|conta|çimento|macun|duvar kâğıdı|süpürgelik|rulman|flanş|pompa|zincir|mum|bakır|ceviz|koltuk|sandalye|masa|yatak|yastık|yorgan|nevresim|perde|halı|dolap|raf|askı|kilit|anahtar|hortum|buzdolabı|fırın|ocak|değirmen|üzüm|incir|fındık|fıstık|badem|zeytin|zeytinyağı|ağaç|göğüs|ığdır',
    ),
    abbreviations: list('ÇAY|SÜT|YAĞ|TIĞ|ÖZ|ŞEK|AĞ|DİŞ|GÜÇ|İPEK|ÜTÜ|IŞIK|TÜP|KÖŞ|ÇİV|ŞİŞ|ÖN|ÇÖP|SAÇ|BAĞ'),
  },
  Greek: {
    locale: 'el',
    encoding: 'windows-1253',
    words: list(
      'λάμπα|πρίζα|διακόπτης|καλώδιο|μπαταρία|ακουστικά|ηχείο|πληκτρολόγιο|ποντίκι|οθόνη|εκτυπωτής|χαρτί|τετράδιο|στυλό|μολύβι|γόμα|χάρακας|κόλλα|ψαλίδι|συρραπτικό|φάκελος|σαπούνι|σαμπουάν|βούρτσα|οδοντόβουρτσα|οδοντόκρεμα|πετσέτα|σφουγγάρι|καθρέφτης|χτένα|απορρυπαντικό|κουβάς|σφουγγαρίστρα|σκούπα|πανί|γάντια|σακούλα|αλουμινόχαρτο|μεμβράνη|χαρτοπετσέτες|πιάτο|φλιτζάνι|κούπα|κουτάλι|πιρούνι|μαχαίρι|τηγάνι|κατσαρόλα|καπάκι|μπολ|τρίφτης|σουρωτήρι|δίσκος|ποτήρι|μπουκάλι|θερμός|κονσέρβα|ψωμί|βούτυρο|τυρί|γάλα|γιαούρτι|λουκάνικο|αυγά|ρύζι|αλεύρι|ζάχαρη|αλάτι|πιπέρι|τσάι|καφές|κακάο|μέλι|μαρμελάδα|μπισκότα|σοκολάτα|χυμός|νερό|κάλτσες|καπέλο|κασκόλ|μπουφάν|πουκάμισο|παντελόνι|φούστα|φόρεμα|παπούτσια|μπότες|ζώνη|τσάντα|σακίδιο|πορτοφόλι|ομπρέλα|γυαλιά|ρολόι|μπάλα|κούκλα|τουβλάκια|μπογιά|πινέλο|καρφί|βίδα|παξιμάδι|ροδέλα|σφυρί|κατσαβίδι|πριόνι|δράπανο|τρυπάνι|μέτρο|σωλήνας|βρύση|βαλβίδα|φίλτρο|φλάντζα|τσιμέντο|στόκος|ταπετσαρία|ρουλεμάν|αντλία|αλυσίδα|κερί|χαλκός|σίδερο|καρύδια|πολυθρόνα|καρέκλα|τραπέζι|κρεβάτι|μαξιλάρι|πάπλωμα|σεντόνι|κουρτίνα|χαλί|ντουλάπα|ράφι|κλειδαριά|κλειδί|λάστιχο|ψυγείο|φούρνος|ελαιόλαδο|ελιές',
    ),
    abbreviations: list(
      'ΦΠΑ|ΕΛΟΤ|ΠΒΧ|ΔΕΗ|ΟΤΕ|ΚΤΕΛ|ΑΕ|ΕΠΕ|ΓΑΛΑ|ΤΣΑΙ|ΜΕΛΙ|ΖΩΝΗ|ΦΙΣ|ΨΩΜΙ|ΞΥΛΟ|ΛΕΝΤ|ΩΡΑ|ΗΧΟΣ|ΡΥΖΙ|ΧΑΛΙ',
    ),
  },
  Korean: {
    locale: 'ko',
    encoding: 'cp949',
    words: list(
      '주전자|커피메이커|다리미|청소기|전구|콘센트|스위치|케이블|멀티탭|건전지|배터리|이어폰|헤드폰|스피커|키보드|마우스|모니터|프린터|복사지|공책|볼펜|연필|지우개|자|풀|테이프|가위|스테이플러|파일|봉투|비누|샴푸|칫솔|치약|수건|때수건|거울|빗|세제|수세미|양동이|대걸레|빗자루|걸레|고무장갑|쓰레기봉투|비닐|호일|랩|냅킨|접시|찻잔|머그컵|숟가락|젓가락|포크|칼|프라이팬|냄비|뚜껑|그릇|도마|강판|체|쟁반|유리컵|물병|보온병|통조림|식빵|버터|치즈|우유|요구르트|소시지|계란|쌀|메밀|밀가루|설탕|소금|후추|홍차|녹차|커피|코코아|꿀|딸기잼|과자|사탕|초콜릿|주스|생수|양말|모자|목도리|점퍼|셔츠|바지|치마|원피스|구두|장화|벨트|가방|배낭|지갑|우산|안경|시계|공|인형|블록|물감|붓|못|나사|볼트|너트|와셔|망치|드라이버|톱|드릴|줄자|파이프|수도꼭지|밸브|필터|패킹|시멘트|퍼티|벽지|장판|베어링|펌프|쇠사슬|양초|구리|호두|의자|책상|침대|베개|이불|커튼|카펫|옷장|선반|옷걸이|자물쇠|열쇠|호스|냉장고|오븐|떡볶이|쫄면|꽈배기|빵|찌개|뻥튀기|꿔바로우|똠양꿍|펲시|숖백|햄찌|곰팡이 제거제|쌍화탕|깻잎|찹쌀떡|뽁뽁이|쭈꾸미|꼬막|뼈해장국',
    ),
    abbreviations: list(
      'ㅋㅋ|Øㅋ|ㄱ자|ㄷ자 앵글|α형|β형|Ⅱ형|①번|㈜|Ø10|φ8|㎏|㎜|±5℃|×2|대/중/소|上|中|下|大|小|新|特|男|女|無|A4용지|USB케이블|LED등|3단|½인치',
    ),
  },
  Japanese: {
    locale: 'ja',
    encoding: 'shift_jis',
    words: list(
      'やかん|コーヒーメーカー|アイロン|掃除機|電球|コンセント|スイッチ|ケーブル|延長コード|乾電池|バッテリー|イヤホン|ヘッドホン|スピーカー|キーボード|マウス|モニター|プリンター|コピー用紙|ノート|ボールペン|鉛筆|消しゴム|定規|のり|テープ|はさみ|ホッチキス|ファイル|封筒|石けん|シャンプー|歯ブラシ|歯磨き粉|タオル|鏡|くし|洗剤|スポンジ|バケツ|モップ|ほうき|雑巾|ゴム手袋|ごみ袋|ビニール|ホイル|ラップ|ナプキン|皿|湯のみ|マグカップ|スプーン|箸|フォーク|包丁|フライパン|鍋|ふた|茶碗|まな板|おろし金|ざる|お盆|グラス|水筒|魔法瓶|缶詰|食パン|バター|チーズ|牛乳|ヨーグルト|ソーセージ|卵|米|そば粉|小麦粉|砂糖|塩|胡椒|紅茶|緑茶|コーヒー|ココア|蜂蜜|いちごジャム|クッキー|飴|チョコレート|ジュース|天然水|靴下|帽子|マフラー|上着|シャツ|ズボン|スカート|ワンピース|革靴|長靴|ベルト|鞄|リュック|財布|傘|眼鏡|腕時計|ボール|人形|積み木|絵の具|筆|釘|ねじ|ボルト|ナット|座金|金づち|ドライバー|のこぎり|ドリル|巻尺|パイプ|蛇口|バルブ|フィルター|パッキン|セメント|パテ|壁紙|床材|軸受|ポンプ|鎖|ろうそく|銅線|胡桃|椅子|机|寝台|枕|布団|カーテン|絨毯|箪笥|棚|ハンガー|南京錠|鍵|ホース|冷蔵庫|オーブン|醤油|味噌|海苔|梅干し|煎餅|饅頭|羊羹|蒟蒻|豆腐|納豆|鰹節|昆布|抹茶',
    ),
    abbreviations: list(
      'ﾊﾞｯｸﾞ|ﾀｵﾙ|ｶﾊﾞﾝ|ﾈｼﾞ|ﾎﾞﾙﾄ|ﾅｯﾄ|ﾃｰﾌﾟ|㈱|①|②|Ⅲ|㎏|㎜|φ8|×2|大|中|小|男|女|新|特|赤|青|白|黒|A4用紙|LED電球|USBケーブル|Tシャツ|2個入|α型|単3',
    ),
  },
  Chinese: {
    locale: 'zh',
    encoding: 'gb18030',
    words: list(
      '水壶|咖啡机|熨斗|吸尘器|灯泡|插座|开关|电缆|接线板|电池|充电器|耳机|音箱|键盘|鼠标|显示器|打印机|复印纸|笔记本|圆珠笔|铅笔|橡皮|尺子|胶水|胶带|剪刀|订书机|文件夹|信封|肥皂|洗发水|牙刷|牙膏|毛巾|镜子|梳子|洗衣粉|海绵|水桶|拖把|扫帚|抹布|手套|垃圾袋|塑料袋|锡纸|保鲜膜|餐巾纸|盘子|茶杯|马克杯|勺子|筷子|叉子|菜刀|平底锅|砂锅|锅盖|碗|砧板|擦菜板|漏勺|托盘|玻璃杯|水瓶|保温杯|罐头|面包|黄油|奶酪|牛奶|酸奶|香肠|鸡蛋|大米|荞麦|面粉|白糖|食盐|胡椒|红茶|绿茶|咖啡|可可|蜂蜜|草莓酱|饼干|糖果|巧克力|果汁|矿泉水|袜子|帽子|围巾|夹克|衬衫|裤子|裙子|连衣裙|皮鞋|靴子|皮带|书包|背包|钱包|雨伞|眼镜|手表|足球|娃娃|积木|颜料|毛笔|钉子|螺丝|螺栓|螺母|垫圈|锤子|螺丝刀|锯子|电钻|卷尺|水管|水龙头|阀门|滤芯|密封圈|水泥|腻子|墙纸|地板|轴承|水泵|链条|蜡烛|铜线|核桃|椅子|书桌|床垫|枕头|被子|窗帘|地毯|衣柜|架子|衣架|挂锁|钥匙|软管|冰箱|烤箱|酱油|豆腐|紫菜|火锅底料|饺子|馒头|粽子|月饼|榨菜|螃蟹|鲫鱼|蘑菇|芝麻|枸杞|燕窝',
    ),
    abbreviations: list(
      '①|②|Ⅲ|㎏|㎜|φ8|×2|大|中|小|男|女|新|特|红|蓝|白|黑|A4纸|LED灯|USB线|T恤|α型|5号|双|只|套|箱|℃|±5|（大）|【新】',
    ),
  },
};

/** Each word in small letters, in capitals, and with a capital first, and the abbreviations. */
export function spellings({ words, abbreviations, locale }: ProductWords): string[] {
  const all = words.flatMap((word) => [
    word,
    word.toLocaleUpperCase(locale),
    word.slice(0, 1).toLocaleUpperCase(locale) + word.slice(1),
  ]);
  return [...new Set([...all, ...abbreviations])];
}
