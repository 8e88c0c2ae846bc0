/**
 * First names and surnames that are common in Norway and Sweden, written by hand and checked against word lists of bokmål,
 * nynorsk, Swedish and English for words that mean something else. Lower case, ø as ö and æ as ä, as `fold` gives them.
 */
const set = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

/** Names and nothing else: found in any case, anywhere. */
export const FIRST_NAMES = set(`
  ada adam adrian agnes agneta agnieszka ahmad ahmed aina aisha aksel albert albin aleksander aleksandra alexander alexandra alf
  alfred ali alice alicia alma amalie amanda amina amira anders andrea andreas andrzej anette anita anja anne annelie annette
  annie annika anniken anton arild arne arnfinn arnt arthur arvid asbjörn aslak aslaug astrid augusta ayse barbro beate
  beatrice bendik benedikte bengt benjamin bente bernt bertil berit birger birgit birgitta birgitte bjarne bjarte björg börge
  börje camilla carina carl carola caroline casper cathrine cecilia cecilie charlotte christer christian christina christine
  christoffer dagfinn dagmar dagny daniel daniela david denise dennis diana ebba edith edvard edvin einar eirik eirin eivind elias
  elin elina eline elisabet elisabeth elise ellen ellinor elsa emelie emil emilia emilie emily emma emmanuel erik erika erland
  erlend erling ernst eskil espen eva evelina fatima fatma felicia felix filip filippa fredrik fredrikke frida frode gabriel
  gabriella georg gerd gerda göran grete grethe gudrun gunhild gunilla gunnar gunvor gustaf gustav guro håkon haakon håkan hallvard
  halvard hampus hanna hannah hanne harald harriet hassan håvard hedda hedvig hege heidi helena helene henning henny henriette henrik
  herman hermine hilde hildegunn hjalmar hugo hussein ibrahim ida ingeborg ingegerd ingemar ingrid ingunn ingvar ingvild irene irma
  isabel isabella isak iselin ivan ivar jacob jakob janne jeanette jennifer jenny jens jeppe jesper jessica jimmy joachim joakim
  johan johanna johanne johannes john johnny jonas jonathan jörgen jörn jorunn josef josefin josefine joseph judit julia julian julie
  kajsa kamilla kåre kari karianne karin karina karoline karolina karsten katarina katarzyna katherine kathrine katja katrine kenneth
  kerstin ketil khadija khalid kirsten kirsti kjartan kjell kjersti kjetil konrad kristian kristin kristina kristine kristoffer kurt
  laila lars lasse laura leif leila lennart leonora liam lillian linnea linnéa linus lisa lisbet lisbeth lise louise lovisa
  lucas ludvig lukas lydia madeleine mads magda magdalena magne magnhild magnus mahmoud maja malin margareta margaretha margit
  margrete margrethe maria mariam marianne marie marit marita marius marko markus marcus marlene marta marte martha marthe martin
  martine maryam mathea mathias mathilda mathilde matthias matilda matilde mattias mehmet merete michael michaela michelle mikael
  mikaela mikkel miriam mohamed mohamad mohammad mohammed mona monica monika morten muhammad mustafa nadia nadja natalia natalie
  nathalie nicklas nicolai nicolas nicole nikolai niklas nils nina njål nora oddbjörn oddgeir oddmund oddny oddvar olaf
  olav ole ola olena olga oliver olivia olof omar oscar oskar otto öivind öistein öystein öyvind öyvor oksana pål patricia patrick
  patrik paula peder pernilla pernille peter petra petter philip piotr pontus ragna ragnar ragnhild rakel randi rannveig rasmus
  rebecca rebecka rebekka reidar reidun richard rikard robert roland rolf ronja ronny ruben runar ruth salma samir samira samuel
  sandra sara sarah sebastian selma severin sigbjörn sigfrid sigmund sigrid sigrun sigurd silje simen simon simone sindre sissel sivert
  sixten snorre sofia sofie solfrid solveig solvei sonja sophia sophie staffan ståle stefan steffen steinar stian stina stine sunniva
  susann susanna susanne svante svein sven sverre svetlana svitlana synne synnöve sylvia tanja tarjei tatjana terese therese thea
  theodor thomas thor thorbjörn tilda tobias tomas tommy tonje torbjörn tord torfinn torgeir torgunn torhild torill torkel torleif
  tormod torodd torstein torsten torunn torvald trond trygve turid tyra ulf ulrik ulrika ulrikke unni ursula vanessa vegard veronica
  veronika vetle vibeke victoria vidar vigdis viggo viktor viktoria vilhelm vilma vincent vivian wenche wilhelm william wilma yasmin
  ylva yngvar yngve yusuf yvonne zahra zainab zeynep åge åse åsa åshild åsmund åke aase aage örjan öyunn abdi abdullah ismail
  tariq bilal karim hamid farid farida shirin malgorzata pawel tomasz krzysztof grzegorz jovana zoran goran dusan emir elvira jasna
  lillemor ingalill siw hjördis torborg sigvard sigge anneli hjördís nasrin samia hodan ayaan najma fadumo fartun zuzanna monique
`);

/** Also words, but hardly ever with a capital: found when capitalised, or before a surname. */
export const CAPITAL_NAMES = set(`
  ann anna albertine aurora axel aslög birk björnar britt carsten edel ella else ester eira geir gitte
  gunn gullan halvor helen helge hilda inge inger jack james jim jasmin jasmine jon josefina kaia kaisa kalle karen karl kim kine klas
  knut lea lena lene leo leon linn lill linda lotta malene mari mats mia mikkeline moa noa noah noel olle ove paul pelle pia preben
  rachel regina rikke robin roger runa sander sanna stella sondre sture svenn tage tea theo thora tilde tina tindra toril tora tore tove
  trine trude ulla una valter victor wilmer
`);

/** Common words too (per, stein, liv, even, mina …): found only beside another name. */
export const WORD_NAMES = set(`
  alva art ask aud bill björn bo brede brit conny dag dean dina dino edle elle emmy endre even falk finn frank fride gisle grace gro
  grant gun guy hans helga helle hope inga iris iver jan jo joar joy june kai kaj kent klara klaus kristen lilly line liv live lotte
  lucia mai maiken maj mark max mina milla mille milo odd odin otto östen pat per ray rene rita roar rob rose roy rune rut saga said
  signe sigve siri siv sol stein sten stig storm sue tim tine tom tone tor trym tuva unn urban valborg vera vilde vilja ville viola
  vår will åsta
`);

/** Surnames and nothing else: found in any case, anywhere. */
export const SURNAMES = set(`
  aasen abrahamsen abrahamsson adolfsson ahlberg alexandersson amundsen andersen anderson andersson andreassen andreasson antonsen
  arnesen arnesson arntzen arvidsson axelsson bengtsson bergqvist bergström berglund bjerke björklund björkman blomqvist boström bråten
  bratland carlsen carlsson christensen christiansen christiansson claesson claussen dahlberg dahlgren dahlström danielsen danielsson
  davidsen davidsson edvardsen ekström ekman eklund ekeberg ekberg eliassen eliasson ellingsen engebretsen engström eriksen eriksson
  erlandsson evensen fjeldstad forsberg forsman fossum fransson fredriksen fredriksson gabrielsen gabrielsson gulbrandsen gunnarsson
  gustafsson gustavsen gustavsson haglund hagström halvorsen halvorsson hansen hansson haugland hedlund heggelund helgesen hellström
  henriksen henriksson hermansen hermansson höglund holmberg holmgren holmqvist holmström hussain isaksen isaksson iversen jakobsen
  jakobsson jacobsen jansen jansson jensen jenssen johannessen johannesen johannesson johansen johansson johnsen johnsson jonassen
  jonasson jonsson jönsson jörgensen josefsson karlsen karlsson kjellberg klausen knudsen knutsen knutsson kristensen kristiansen
  kristoffersen larsen larsson lindahl lindberg lindblom lindgren lindholm lindqvist lindström ljungberg löfgren lorentzen lövås lundberg
  lundgren lundkvist lundqvist lundström magnusson magnussen malmberg markussen martinsen martinsson mathisen mattsson mikalsen mikkelsen
  mohlin monsen månsson mortensen myklebust myrvold möller nguyen nielsen nilsen nilssen nilsson nordahl nordström nygaard nygård
  nyberg nyström näss ödegård ödegaard ohlsson olsen olsson olofsson opsahl oscarsson österberg ottosson paulsen paulsson pedersen
  persson pettersen petersen pettersson petersson rasmussen reitan rönning rosenberg ruud säther sandberg samuelsen samuelsson sjöberg
  sjögren sjölander smith söderberg söderlund söderström sörensen stenberg stensrud strandberg strömberg sundberg sundqvist sundström
  svendsen svensen svenssen svensson syversen thomassen thorsen thoresen tönnessen torgersen torgersson ulriksen
  wahlström wallin westerberg westerlund wiberg wikström yilmaz åberg åkerlund åkesson åström öberg östlund bergman danielson skoglund
  myhre amundsson mushtaq warsame kowalski nowak popescu ivanova kovac petrovic jovanovic hoang
`);

/** Words and places too (Berg, Lund, Strand, Norberg …): found only after a first name, an initial or a title. */
export const WORD_SURNAMES = set(`
  aas ahmed ali alm almås aune bakke bakken bakker bang berg berge bergan birkeland björk blom boe borg brekke bruun brun bryn dahl dal dale
  dahlen eide eidem ek enger engen eng falk fjeld foss franzen frost gran grande grönn haga hagen hammer hassan haug hauge haugen
  hegge heggen hoff holen holm holmen holt hovland husby khan krogh kvam kvåle lie lien lilleby lind linden lindh lund lundby lunde
  lundin lunden ly moberg moe moen mohamed mohammed molin myhr myr myran nass nes nilsby nordby nordin nordmann nordberg norberg norén
  norman nyman nymoen ravn roos rosen rud rustad sandvik sand sande sahlin skar skaar skog solberg solbakken solheim solli sten
  stokke storm strand ström sund sunde sveen svärd tangen tran tveit vang vestby vik vike viken wiik wold ås åsen östby ruth
`);

/** Words that stand before a person's name: sentences go on with a name after them, or with a word that is no capital. */
export const TITLES = set(`
  herr fru fröken mr mrs ms miss dr doktor doktoren lege legen läkare läkaren rektor rektorn lärer läreren lärar
  läraren lärare lektor lektoren adjunkt professor professorn sykepleier sykepleieren sjukepleiar sjukepleiaren sjuksköterska
  sjuksköterskan doctor nurse teacher headteacher principal mayor ordförer ordföreren ordförar ordföraren rådmann rådmannen byråd
  byråden kommunedirektör kommunedirektören kommunalråd kommunalrådet borgermester advokat advokaten saksbehandler saksbehandleren
  sakshandsamar sakshandsamaren handläggare handläggaren elev eleven pupil student studenten pasient pasienten patient patienten
  brukeren brukaren beboer beboeren bebuar bebuaren vikar vikaren kollega kollegaen kollegan kollegaer
  nabo naboen grannen sönnen sonen datteren dattera dottera dottern broren brodern söstera systern mammaen pappaen onkel tante
  gutten guten pojken jenta jenten flickan hilsen helsing mvh hälsning hälsningar regards sincerely journalist journalisten
`);

/** A person spoken of, three words or fewer before "heter": "ein elev som heiter Tuva". */
export const PERSONS = set(`
  elev eleven elever gutt gutten gut guten jente jenta jenten barn barnet dame dama damen mann mannen kvinne kvinna kvinnen kollega kollegaen
  kollegan pasient pasienten patient patienten patienten beboer beboeren bruker brukeren brukare brukaren brukar mor mora moren far faren mamma
  pappa sönn sönnen datter dattera son sonen dotter dottern pojke pojken flicka flickan person personen ansatt ansatte anställd anställda lärer
  läreren läraren lärare lärar boy girl man woman child pupil student employee colleague teacher resident son daughter mother father
  innbygger innbyggeren innbyggjar invånare invånaren somebody someone noen nokon någon vikar vikaren han hun ho hon he she
`);
export const CALLED = set('heter heiter hette heitte het hetar called named kallas kalles kallast');
export const AND = set('og och and samt');
