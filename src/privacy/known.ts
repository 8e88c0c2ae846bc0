/**
 * Capitalised words that are no person's: places, authorities, laws, platforms, calendar and the trade's own vocabulary.
 * A question must stay useful after masking, so these win over "two capitals in a row".
 * Lower case, ø as ö and æ as ä, as `fold` gives them; written by hand.
 */
const set = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

/** Municipalities, counties, cities and countries that a question may name, several-word names word by word. */
export const PLACES = set(`
  halden moss sarpsborg fredrikstad hvaler råde våler skiptvet indre östfold rakkestad marker aremark bärum asker lilleström
  nordre follo ullensaker nesodden frogn vestby ås enebakk lörenskog rälingen aurskog höland aurskog-höland nes gjerdrum
  nittedal lunner jevnaker nannestad eidsvoll hurdal oslo akershus kongsvinger hamar lillehammer gjövik ringsaker löten
  stange nord-odal sör-odal eidskog grue åsnes elverum trysil åmot stor-elvdal rendalen engerdal tolga tynset alvdal folldal
  os dovre lesja skjåk lom vågå nord-fron sel sör-fron ringebu öyer gausdal östre vestre toten gran söndre land sör-aurdal
  etnedal nord-aurdal slidre öystre vang innlandet drammen kongsberg ringerike hole lier övre eiker modum krödsherad flå
  nesbyen gol hemsedal ål hol sigdal flesberg rollag nore uvdal buskerud horten holmestrand tönsberg sandefjord larvik
  färder vestfold telemark porsgrunn skien notodden siljan bamble kragerö drangedal nome midt-telemark seljord hjartdal tinn
  kviteseid nissedal fyresdal tokke vinje risör grimstad arendal kristiansand lindesnes farsund flekkefjord gjerstad
  vegårshei tvedestrand froland lillesand birkenes åmli iveland evje hornnes bygland valle bykle vennesla åseral lyngdal
  hägebostad kvinesdal sirdal agder rogaland eigersund stavanger haugesund sandnes sokndal lund bjerkreim hå klepp time
  gjesdal sola randaberg strand hjelmeland suldal sauda kvitsöy bokn tysvär karmöy utsira vindafjord vestland bergen kinn
  etne sveio bömlo stord fitjar tysnes kvinnherad ullensvang eidfjord ulvik voss kvam samnanger björnafjorden austevoll
  öygarden asköy vaksdal modalen osteröy alver austrheim fedje masfjorden gulen solund hyllestad höyanger vik sogndal
  aurland lärdal årdal luster askvoll fjaler sunnfjord bremanger stad gloppen stryn möre romsdal kristiansund molde ålesund
  vanylven sande heröy ulstein hareid örsta stranda sykkylven sula giske vestnes rauma aukra averöy gjemnes tingvoll sunndal
  surnadal smöla aure volda fjord hustadvika haram tröndelag trondheim steinkjer namsos fröya osen oppdal rennebu röros
  holtålen midtre gauldal melhus skaun malvik selbu tydal meråker stjördal frosta levanger verdal snåsa lierne röyrvik
  namsskogan grong höylandet overhalla flatanger leka inderöy fosen heim hitra örland åfjord orkland näröysund rindal
  nordland bodö narvik bindal sömna brönnöy vega vevelstad alstahaug leirfjord vefsn grane hattfjelldal dönna nesna hemnes
  rana luröy träna rödöy melöy gildeskål beiarn saltdal fauske sörfold steigen lödingen evenes röst väröy flakstad vestvågöy
  vågan hadsel bö öksnes sortland andöy moskenes hamaröy troms tromsö harstad kväfjord tjeldsund ibestad gratangen lavangen
  bardu salangen målselv sörreisa dyröy senja balsfjord karlsöy lyngen storfjord kåfjord skjervöy nordreisa kvänangen
  finnmark alta hammerfest sör-varanger vadsö karasjok kautokeino loppa hasvik måsöy nordkapp porsanger lebesby gamvik tana
  berlevåg båtsfjord vardö nesseby svalbard longyearbyen jan-mayen viken botkyrka danderyd ekerö haninge huddinge järfälla
  lidingö nacka norrtälje nykvarn nynäshamn salem sigtuna sollentuna solna stockholm sundbyberg södertälje tyresö täby
  upplands-bro upplands bro väsby vallentuna vaxholm värmdö österåker åkersberga enköping heby håbo knivsta tierp uppsala
  älvkarleby östhammar eskilstuna flen gnesta katrineholm nyköping oxelösund strängnäs trosa vingåker södermanland boxholm
  finspång kinda linköping mjölby motala norrköping söderköping vadstena valdemarsvik ydre åtvidaberg ödeshög östergötland
  aneby eksjö gislaved gnosjö habo jönköping mullsjö nässjö sävsjö tranås vaggeryd vetlanda värnamo alvesta lessebo ljungby
  markaryd tingsryd uppvidinge växjö älmhult kronoberg borgholm emmaboda hultsfred högsby kalmar mönsterås mörbylånga nybro
  oskarshamn torsås vimmerby västervik gotland karlshamn karlskrona olofström ronneby sölvesborg blekinge bjuv bromölla
  burlöv båstad eslöv helsingborg hässleholm höganäs hörby höör klippan kristianstad kävlinge landskrona lomma malmö osby
  perstorp simrishamn sjöbo skurup staffanstorp svalöv svedala tomelilla trelleborg vellinge ystad åstorp ängelholm
  örkelljunga östra västra norra södra göinge skåne falkenberg halmstad hylte kungsbacka laholm varberg halland ale alingsås
  bengtsfors bollebygd borås dals-ed essunga falköping färgelanda grästorp gullspång göteborg götene herrljunga hjo härryda
  karlsborg kungälv lerum lidköping lilla edet lysekil mariestad mark mellerud munkedal mölndal orust partille skara skövde
  sotenäs stenungsund strömstad svenljunga tanum tibro tidaholm tjörn tranemo trollhättan töreboda uddevalla ulricehamn vara
  vårgårda vänersborg åmål öckerö götaland arvika eda filipstad forshaga grums hagfors hammarö karlstad kil kristinehamn
  munkfors storfors sunne säffle torsby årjäng värmland askersund degerfors hallsberg hällefors karlskoga kumla laxå
  lekeberg lindesberg ljusnarsberg örebro arboga fagersta hallstahammar kungsör köping norberg sala skinnskatteberg
  surahammar västerås västmanland avesta borlänge falun gagnef hedemora leksand ludvika malung-sälen mora orsa rättvik
  smedjebacken säter vansbro älvdalen dalarna bollnäs gävle hofors hudiksvall ljusdal nordanstig ockelbo ovanåker sandviken
  söderhamn gävleborg härnösand kramfors sollefteå sundsvall timrå ånge örnsköldsvik västernorrland berg bräcke härjedalen
  krokom ragunda strömsund åre östersund jämtland bjurholm lycksele malå nordmaling norsjö robertsfors skellefteå sorsele
  storuman umeå vindeln vännäs åsele västerbotten arjeplog arvidsjaur boden gällivare haparanda jokkmokk kalix kiruna luleå
  pajala piteå älvsbyn överkalix övertorneå norrbotten norge noreg norway norga spania spanien spain frankrike france italia
  italien italy polen poland tyskland germany england storbritannia storbritannien britain skottland scotland nederland
  nederländerna netherlands belgia belgien belgium sveits schweiz switzerland österrike austria syria syrien somalia eritrea
  etiopia etiopien afghanistan irak iraq iran tyrkia turkiet turkey india indien pakistan vietnam thailand filippinene
  filippinerna estland latvia lettland litauen romania rumänien bulgaria bulgarien hellas grekland greece portugal ungarn
  ungern hungary afrika africa asia asien australia canada brasil israel palestina gaza preussen sverige sverike sweden svea
  göta danmark denmark finland island europa europe norden usa amerika america kina china irland ireland russland ryssland
  russia ukraina ukraine brussel bryssel brussels luxembourg dublin köbenhavn köpenhamn helsinki london paris nord sör öst
  aust vest norr söder väst nedre gamle gamla nye nya store stora lille nord-norge sápmi sapmi
`);

/** Platforms, products, authorities, organisations, laws and court cases. */
export const BODIES = set(`
  facebook instagram insta tiktok tik tok github gitlab snapchat snap linkedin youtube twitter threads messenger whatsapp
  signal telegram pinterest reddit discord twitch flickr myspace delicious digg bilddagboken mastodon bluesky wikipedia
  google gmail hotmail outlook yahoo bing meta microsoft teams slack zoom office windows sharepoint copilot chatgpt openai
  amazon apple android iphone spotify netflix vimeo canva mailchimp hootsuite visma vigilo transponder unikum infomentor
  schoolsoft vklass altinn bankid vipps swish helsenorge digipost kommunekari siteimprove acos public360 websak elements
  ephorte arcgis getty images stock istock shutterstock quest gemini minecraft javascript wordpress episerver optimizely
  azure aws oracle adobe fagråd datatilsynet datainspektionen integritetsskyddsmyndigheten imy edpb edps eös eu-domstolen
  eu-kommisjonen eu-kommissionen personvernnemnda personvernkommisjonen personverndagen personvernundersökelsen
  teknologirådet sivilombudet sivilombod sivilombodet nav skatteetaten politiet polisen skolverket socialstyrelsen
  riksarkivet riksdagen stortinget regjeringen regjeringa regeringen nkom medietilsynet utdanningsdirektoratet
  helsedirektoratet digitaliseringsdirektoratet digdir kommunal kommunenes kommunesektorens landsting regioner sveriges
  sametinget justitieombudsmannen justitiekanslern barneombudet barnombudsmannen diskrimineringsombudet forbrukertilsynet
  forbrukerrådet helsetilsynet statsforvalteren statsforvaltaren länsstyrelsen kammarrätten förvaltningsrätten höyesterett
  högsterett lagmannsretten tingretten schrems noyb privacy shield framework safe harbour harbor datenschutz atlantic
  transatlantic grunnloven grunnlova personopplysningsloven personopplysingslova offentleglova offentliglova
  forvaltningsloven arkivloven arkivlova åndsverkloven oppläringslova barnelova barneloven kommuneloven kommunelova
  europakonventionen dataskyddsförordningen dataskyddslagen upphovsrättslagen arkivlagen skollagen kommunallagen
  tryckfrihetsförordningen konstitusjonen constitution röde kors cross red rädda redd barna barnen unicef amnesty röda
  korset mental helse frelsesarmeen pride black friday halloween jul julen påske påsken pinse pinsen midtsommer midsommar
  sankthans lucia valborg ramadan eid diwali hanukka rosa movember oktober luciatåg grunnlovsdagen stortingsvalget
  kommunevalget nrk svt tv aftenposten vg dagbladet expressen aftonbladet norsk norske norskt svensk svenske svenska svenskt
  nordisk nordiska nordic bokmål nynorsk engelsk engelska english swedish norwegian danish irish american german french
  european samisk samiska finsk finska dansk danska tysk tyska arabisk arabiska polsk polska somali somalisk ukrainsk
  ukrainska russisk ryska spansk fransk kurdisk persisk tigrinja urdu lulesamisk nordsamisk januar februar mars april mai
  juni juli august september november desember januari februari maj augusti december january february march may june july
  october mandag tirsdag onsdag torsdag fredag lördag söndag måndag tysdag laurdag sundag tisdag monday tuesday wednesday
  thursday saturday sunday gud jesus allah bibelen koranen herren god
`);

/** Words of the trade that headings and English titles write with a capital. */
export const TRADE = set(`
  dag dagen unge gruppe grön grönn grönne gröna röd rödt blå mänskliga rättigheter hjärtans menneskerettigheter kino radio
  ansvar act acts additional automatic member members minister nations official officials prime processing protocol state
  states united annex archives article assessment assessments authority best board business charter child children city code
  commission committee communication communications community conditions consent constitution controller convention council
  county court data day days dear department digital director document education family form freedom general government
  group guide guideline guidelines hate head health help home hospital house human identity impact information insights
  institute internal international internet kommune kommun law life list local management manager market markets media
  ministry model municipality national notation object office officer ombud ombudsman open page pages parliament
  parliamentary party plan play policy post posts practice praksis press prior privacy procedure project protection public
  quality really record records regulation regulations report rich right rights risk rule rules safety school second
  security service services simple site social speech standard statement story stories suite summary support syndication
  team terms tool top town union university web website week work world year young youth analytics studio ads library
  creative commons reels shorts live pixel login analyst chief executive kunstig intelligens artificial intelligence machine
  learning avis bilag bilde bilder bild film foto galleri kafe kultur miljö musikk nettside nyhet nyheter oppsett plakat
  rapport rettet risikobank sektor generell stat telefon tips tittel vedlegg versjon video tjenester tjenesten avdeling
  enhet seksjon rådhus rådhuset servicetorg servicetorget stadshuset kommunehuset kommunhuset kommunestyret
  kommunefullmäktige fullmäktige fylkestinget nämnden styret styrelsen partiet höyre venstre arbeiderpartiet
  fremskrittspartiet senterpartiet moderaterna socialdemokraterna centerpartiet vänsterpartiet sverigedemokraterna
  liberalerna kristdemokraterna miljöpartiet rödt
`);

/** Beginnings of words that make the whole word ordinary: "Facebookgruppe", "Personvernerklæring", "Skolplattformen". */
export const ORDINARY_START =
  /^(?:facebook|instagram|tiktok|snapchat|youtube|twitter|linkedin|google|meta-|person(?:v|o|u|a|data)|data(?:skydd|v|b|i|t)|dataskydd|kommun|fylke|skol|skul|barne|barnh|barna|ungdom|elev|medi(?:e|u|a)|sosial|social|digital|rettle|rettn|retningslin|veiled|vägled|riktlin|risiko|risk|informa|kommunika|offent|samtyk|samtyc|publis|publicer|behandl|administra|redaks|redaktö|regel|rutine?r?|arkiv|ytring|yttrande|upphov|opphav|statlig|internas|teknolog|universit|höyskole|högskol|politi|forvalt|förvalt|helse|hälso|sjuk|syke|eldre|äldre|omsorg|opplär|utdann|utbild|undervis|bibliotek|kultur|idrett|idrotts|europ|nordisk|norsk|svensk|engelsk|vurdering|bedömning|konsekvens|krise|kris[ei]|beredskap|innbyg|invån|ansatt|anställ|tilsett|barneh|förskol|grundskol|gymnas)/;

/** Words that stand before or after the name of a place where people work or meet: "Solbakken sykehjem", "förskolan Linden". */
export const INSTITUTIONS = set(`
  skole skolen skoler skolene skule skulen skular skulane skola skolan skolor skolorna school barneskole barneskolen
  barneskule barneskulen ungdomsskole ungdomsskolen ungdomsskule ungdomsskulen grundskola grundskolan gymnasium gymnasiet
  gymnasieskola gymnas videregående vidaregåande friskole friskola kulturskole kulturskolen kulturskule kulturskulen
  kulturskola kulturskolan musikkskole musikskola folkehögskole folkehögskule folkhögskola barnehage barnehagen barnehager
  barnehagene barnehagar barnehave förskola förskolan förskolor kindergarten nursery sfo aks fritids fritidshem
  fritidshemmet fritidsklubb fritidsgård fritidsgården ungdomsklubb ungdomshus ungdomshuset sykehjem sykehjemmet sjukeheim
  sjukeheimen aldersheim aldershjem bosenter bosenteret omsorgssenter omsorgssenteret äldreboende äldreboendet vårdboende
  gruppbostad bofellesskap bufellesskap sykehus sykehuset sjukehus sjukehuset sjukhus sjukhuset hospital barnsjukhus
  legekontor legekontoret legesenter legesenteret helsestasjon helsestasjonen helsehus helsehuset vårdcentral vårdcentralen
  bibliotek biblioteket folkebibliotek stadsbibliotek library museum museet kulturhus kulturhuset teater teatret kommune
  kommunen kommun municipality fylke fylkeskommune län region bydel stadsdel kirke kirken kyrkje kyrkja kyrka kyrkan church
  menighet sokn församling domkirke domkyrka moské moske hall idrettshall idretthall arena stadion svömmehall simhall badhus
  idrettslag idrettsforening skolekorps park parken festival festivalen universitet universitetet högskole högskolen
  höyskole höyskolen högskola university college hotell hotel senter senteret center centrum centre torg stasjon stasjonen
  gård gården gard garden camping slott slottet prisen stiftelse stiftelsen
`);
/** Company forms, which are words too in lower case ("as", "da", "if"). */
export const COMPANY = set('as asa ab hf ks ba da il if ik fk bk sk ltd inc');

/** Endings that make one word an institution's name: "Nordbyskolen", "Björkgården", "Kommunikasjonsenheten". */
export const INSTITUTION_END =
  /\p{L}{2}(?:skole[nr]?|skule[nr]?|skola[n]?|barnehage[nr]?|förskola[n]?|sykehjem(?:met)?|sjukeheim(?:en)?|heimen|hjemmet|hemmet|boendet?|senteret?|centret|central(?:en)?|bibliotek(?:et)?|kommunen?s?|rådet|nemnda|nämnden|utvalget|utskottet|tilsynet|verket|styrelsen|styret|direktoratet|myndighet(?:en)?|avdelinga?|avdelingen|eininga?|enhet(?:en)?|kontoret|teamet|tjenesten|tenesta|tjänsten|forvaltningen?|förvaltningen|gården|garden|parken|huset|kirken|kyrkan|kyrkja|hallen|banken|loven|lova|lagen|forskriften|förordningen|konventionen|konvensjonen|domstolen|partiet|laget|klubben|foreningen|föreningen|museet|teatret|festivalen|marsjen|prisen|dagen|ringen|gruppen|gruppa|uken|veckan|veka)s?$/u;
