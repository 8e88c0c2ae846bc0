/**
 * First names and surnames that are common in Norway and Sweden, written by hand and checked against word lists of bokmål,
 * nynorsk, Swedish and English for words that mean something else. Lower case, ø as ö and æ as ä, as `fold` gives them.
 */
const set = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

/** Names and nothing else: found in any case, anywhere. */
export const FIRST_NAMES = set(`
  aage aase abdi abdullah ada adam adrian agnes agneta agnieszka ahmad ahmed aina aisha aksel albert albin aleksander
  aleksandra alexander alexandra alf alfred ali alice alicia alma alva amalie amanda amina amira anders andrea andreas
  andrzej anette anita anja anne anneli annelie annette annie annika anniken anton arild arne arnfinn arnt arthur arvid
  asbjörn aslak aslaug astrid augusta ayaan ayse barbro beate beatrice bendik benedikte bengt benjamin bente berit bernt
  bertil bilal birger birgit birgitta birgitte bjarne bjarte björg börge börje camilla carina carl carola caroline carsten
  casper cathrine cecilia cecilie charlotte christer christian christina christine christoffer dagfinn dagmar dagny daniel
  daniela david denise dennis diana dusan ebba edith edvard edvin einar eirik eirin eivind elias elin elina eline elisabet
  elisabeth elise ellen ellinor elsa elvira emelie emil emilia emilie emily emir emma emmanuel emmy erik erika erland erlend
  erling ernst eskil espen eva evelina fadumo farid farida fartun fatima fatma felicia felix filip filippa fredrik fredrikke
  frida frode gabriel gabriella georg gerd gerda goran grete grethe grzegorz gudrun gunhild gunilla gunnar gunvor guro
  gustaf gustav göran haakon hallvard halvard hamid hampus hanna hannah hanne harald harriet hassan hedda hedvig hege heidi
  helena helene henning henny henriette henrik herman hermine hilde hildegunn hjalmar hjördis hjördís hodan hugo hussein
  håkan håkon håvard ibrahim ida ingalill ingeborg ingegerd ingemar ingrid ingunn ingvar ingvild irene irma isabel isabella
  isak iselin ismail ivan ivar jacob jakob janne jasna jeanette jennifer jenny jens jeppe jesper jessica jimmy joachim
  joakim johan johanna johanne johannes john johnny jonas jonathan jorunn josef josefin josefina josefine joseph jovana
  judit julia julian julie jörgen jörn kaisa kajsa kamilla kari karianne karim karin karina karolina karoline karsten
  katarina katarzyna katherine kathrine katja katrine kenneth kerstin ketil khadija khalid kine kirsten kirsti kjartan kjell
  kjersti kjetil klaus konrad kristian kristin kristina kristine kristoffer krzysztof kurt kåre laila lars lasse laura leif
  leila lennart leon leonora liam lillemor lillian linnea linnéa linus lisa lisbet lisbeth lise louise lovisa lucas ludvig
  lukas lydia madeleine mads magda magdalena magne magnhild magnus mahmoud maiken maja malgorzata malin marcus margareta
  margaretha margit margrete margrethe maria mariam marianne marie marit marita marius marko markus marlene marta marte
  martha marthe martin martine maryam mathea mathias mathilda mathilde matilda matilde matthias mattias mehmet merete mia
  michael michaela michelle mikael mikaela mikkel milla miriam mohamad mohamed mohammad mohammed mona monica monika monique
  morten muhammad mustafa nadia nadja najma nasrin natalia natalie nathalie nicklas nicolai nicolas nicole niklas nikolai
  nils nina njål noah nora oddbjörn oddgeir oddmund oddny oddvar oksana ola olaf olav ole olena olga oliver olivia olof omar
  oscar oskar otto patricia patrick patrik paul paula pawel peder pernilla pernille peter petra petter philip pia piotr
  pontus preben pål rachel ragna ragnar ragnhild rakel randi rannveig rasmus rebecca rebecka rebekka reidar reidun richard
  rikard robert roland rolf ronja ronny ruben runar ruth salma samia samir samira samuel sandra sara sarah sebastian selma
  severin shirin sigbjörn sigfrid sigge sigmund sigrid sigrun sigurd sigvard sigve silje simen simon simone sindre sissel
  sivert siw sixten snorre sofia sofie solfrid solvei solveig sonja sophia sophie staffan stefan steffen steinar stian stina
  stine ståle sunniva susann susanna susanne svante svein sven sverre svetlana svitlana sylvia synne synnöve tanja tariq
  tarjei tatjana terese thea theo theodor therese thomas thor thora thorbjörn tilda tobias tomas tomasz tommy tonje torbjörn
  torborg tord torfinn torgeir torgunn torhild toril torill torkel torleif tormod torodd torstein torsten torunn torvald
  trond trygve trym turid tyra ulf ulrik ulrika ulrikke unni ursula vanessa vegard veronica veronika vetle vibeke victoria
  vidar vigdis viggo viktor viktoria vilhelm vilma vincent vivian wenche wilhelm william wilma wilmer yasmin ylva yngvar
  yngve yusuf yvonne zahra zainab zeynep zoran zuzanna åge åke åsa åse åshild åsmund öistein öivind örjan öystein öyunn
  öyvind öyvor
`);

/** Also words, but hardly ever with a capital: found when capitalised, or before a surname. */
export const CAPITAL_NAMES = set(`
  albertine ann anna aslög aud aurora axel birk björnar britt conny edel eira ella else ester geir gitte gullan gunn halvor
  helen helge hilda inge inger jack james jasmin jasmine jim jon kaia kalle karen karl kent kim klas knut lea lena lene leo
  lill lilly linda linn lotta malene mari mats mikkeline milo moa noa noel odin olle ove pelle regina rikke robin roger roy
  runa sander sanna sondre stella sture svenn tage tea tilde tina tindra tora tore tove trine trude ulla una valter victor
`);

/** Common words too (per, stein, liv, even, mina …): found only beside another name. */
export const WORD_NAMES = set(`
  art ask bill björn bo brede brit dag dean dina dino edle elle endre even falk finn frank fride gisle grace grant gro gun
  guy hans helga helle hope inga iris iver jan jo joar joy june kai kaj klara kristen line liv live lotte lucia mai maj mark
  max mille mina odd pat per ray rene rita roar rob rose rune rut saga said signe siri siv sol stein sten stig storm sue tim
  tine tom tone tor tuva unn urban valborg vera vilde vilja ville viola vår will åsta östen
`);

/** Surnames and nothing else: found in any case, anywhere. */
export const SURNAMES = set(`
  aasen abrahamsen abrahamsson adolfsson ahlberg alexandersson almås amundsen amundsson andersen anderson andersson
  andreassen andreasson antonsen arnesen arnesson arntzen arvidsson axelsson bengtsson berglund bergman bergqvist bergström
  bjerke björklund björkman blomqvist boström bratland bråten carlsen carlsson christensen christiansen christiansson
  claesson claussen dahl dahlberg dahlen dahlgren dahlström danielsen danielson danielsson davidsen davidsson edvardsen
  ekberg ekeberg eklund ekman ekström eliassen eliasson ellingsen engebretsen engström eriksen eriksson erlandsson evensen
  fjeldstad forsberg forsman fossum fransson franzen fredriksen fredriksson gabrielsen gabrielsson gulbrandsen gunnarsson
  gustafsson gustavsen gustavsson haglund hagström halvorsen halvorsson hansen hansson haugland hedlund heggelund helgesen
  hellström henriksen henriksson hermansen hermansson hoang holmberg holmgren holmqvist holmström hussain höglund isaksen
  isaksson ivanova iversen jacobsen jakobsen jakobsson jansen jansson jensen jenssen johannesen johannessen johannesson
  johansen johansson johnsen johnsson jonassen jonasson jonsson josefsson jovanovic jönsson jörgensen karlsen karlsson
  kjellberg klausen knudsen knutsen knutsson kovac kowalski kristensen kristiansen kristoffersen krogh kvåle larsen larsson
  lindahl lindberg lindblom lindgren lindh lindholm lindqvist lindström ljungberg lorentzen lundberg lundgren lundin
  lundkvist lundqvist lundström löfgren lövås magnussen magnusson malmberg markussen martinsen martinsson mathisen mattsson
  mikalsen mikkelsen moberg mohlin molin monsen mortensen mushtaq myhr myhre myklebust myrvold månsson möller nguyen nielsen
  nilsen nilssen nilsson nordahl nordin nordström norén nowak nyberg nygaard nygård nyman nyström näss ohlsson olofsson
  olsen olsson opsahl oscarsson ottosson paulsen paulsson pedersen persson petersen petersson petrovic pettersen pettersson
  popescu rasmussen reitan rosenberg ruud rönning samuelsen samuelsson sandberg sjöberg sjögren sjölander skaar skoglund
  smith stenberg stensrud strandberg strömberg sundberg sundqvist sundström svendsen svensen svenssen svensson syversen
  säther söderberg söderlund söderström sörensen thomassen thoresen thorsen torgersen torgersson tönnessen ulriksen
  wahlström wallin warsame westerberg westerlund wiberg wiik wikström yilmaz åberg åkerlund åkesson åström öberg ödegaard
  ödegård österberg östlund
`);

/** Words and places too (Berg, Lund, Strand, Norberg …): found only after a first name, an initial or a title. */
export const WORD_SURNAMES = set(`
  aas ahmed ali alm aune bakke bakken bakker bang berg bergan berge birkeland björk blom boe borg brekke brun bruun bryn dal
  dale eide eidem ek eng engen enger falk fjeld foss frost gran grande grönn haga hagen hammer hassan haug hauge haugen
  hegge heggen hoff holen holm holmen holt hovland husby khan kvam lie lien lilleby lind linden lund lundby lunde lunden ly
  moe moen mohamed mohammed myr myran nass nes nilsby norberg nordberg nordby nordmann norman nymoen ravn roos rosen rud
  rustad sahlin sand sande sandvik skar skog solbakken solberg solheim solli sten stokke storm strand ström sund sunde sveen
  svärd tangen tran tveit vang vestby vik vike viken wold ås åsen östby
`);

/** Words that stand before a person's name: sentences go on with a name after them, or with a word that is no capital. */
export const TITLES = set(`
  adjunkt advokat advokaten beboer beboeren bebuar bebuaren borgermester brodern broren brukaren brukeren byråd byråden
  dattera datteren doctor doktor doktoren dottera dottern dr elev eleven flickan fru fröken grannen guten gutten handläggare
  handläggaren headteacher helsing herr hilsen hälsning hälsningar jenta jenten journalist journalisten kollega kollegaen
  kollegaer kollegan kommunalråd kommunalrådet kommunedirektör kommunedirektören lege legen lektor lektoren läkare läkaren
  lärar lärare läraren lärer läreren mammaen mayor miss mr mrs ms mvh nabo naboen nurse onkel ordförar ordföraren ordförer
  ordföreren pappaen pasient pasienten patient patienten pojken principal professor professorn pupil regards rektor rektorn
  rådmann rådmannen saksbehandler saksbehandleren sakshandsamar sakshandsamaren sincerely sjukepleiar sjukepleiaren
  sjuksköterska sjuksköterskan sonen student studenten sykepleier sykepleieren systern sönnen söstera tante teacher vikar
  vikaren
`);

/** A person spoken of, three words or fewer before "heter": "ein elev som heiter Tuva". */
export const PERSONS = set(`
  ansatt ansatte anställd anställda barn barnet beboer beboeren boy brukar brukare brukaren bruker brukeren chef child
  colleague dama dame damen datter dattera daughter dotter dottern eg elev eleven elever employee far faren father flicka
  flickan girl gut guten gutt gutten han he ho hon hun innbygger innbyggeren innbyggjar invånare invånaren jag jeg jenta
  jente jenten kollega kollegaen kollegan kvinna kvinne kvinnen leder leiar lärar lärare läraren lärer läreren mamma man
  mann mannen mor mora moren mother noen nokon någon pappa pasient pasienten patient patienten person personen pojke pojken
  pupil resident she sjef somebody someone son sonen student sönn sönnen teacher venn vikar vikaren vän woman
`);
export const CALLED = set('heter heiter hette heitte het hetar called named kallas kalles kallast');
export const AND = set('og och and samt');
