/**
 * Words by which two questions of one kind part ways: which platform, about whom, doing what, with what, and what is asked for. Each line is one notion in
 * bokmål, nynorsk, Swedish and English together; the first word names it. Folded as search folds them (ø is ö, æ is ä).
 */
export const NOTIONS = {
  platform: `
facebook, fb, facebook*, facebok, ansiktsboka
instagram, insta, ig, instagram*, insta-konto*, instakonto*, reel, reels
tiktok, tiktok*, tik-tok, tik tok
snapchat, snap, snapchat*, snapp
youtube, youtube*
linkedin, linkedin*
messenger, messenger*
whatsapp, whatsapp*, what's app
teams, teams*, teams-chat
twitter, twitter*, x-konto*, tweet*, tvitr*
zoom, zoom-*, videosamtale*, videosamtal*, video call*
discord, discord*
threads
bluesky
vimeo
google, google*, søkemotor*, sökmotor*, søkjemotor*, search engine*
ai, ki, chatgpt, chat gpt, copilot, kunstig intelligens, kunstig intelligens*, artificiell intelligens, artificial intelligence, ki-*, ai-*, generert, genererad*
website, nettside*, nettsted*, nettstad*, heimeside*, hjemmeside*, webb, webben, webbplats*, hemsida*, web page*
newspaper, avis*, lokalavis*, tidning*, presse*, pressen, journalist*, media, bladet`,
  whom: `
child, barn, barnet, barna, borna, barns, barnas, children, kid, kids, sønn*, son, sons, hans son, datter*, dotter*, daughter*, gutten, guten, jenta, pojken, flickan, baby*, spedbarn*, småbarn*, barnehagebarn*
pupil, elev, elever, elevar, eleven, eleva, elevene, elevane, eleverna, elevers, pupils, student, students, skolebarn*, skuleborn*, skolklass*, klassen, åk
teenager, ungdom*, tenåring*, tonåring*, teenagers, youth, young people, minderårig*, underårig*, minor, minors
employee, ansatt, ansatte, ansattes, tilsett, tilsette, medarbeider*, medarbeidar*, medarbetar*, anställd*, personal, personalen, personell, kollega*, colleague*, employees, staff, kollegor, kollegaer
teacher, lærer*, lærar*, lärare*, läraren, teachers, pedagog*
manager, leder*, leiar*, sjef*, chef, chefen, enhetschef*, rektor*, head, rådmann*, kommunedirektør*, kommundirektör*, managers, boss, principal
resident, beboer*, bebuar*, boende, brukar*, brukere, pasient*, patient*, pårørende, sykehjem*, sjukeheim*, äldreboende*, omsorgsboende*, eldre, äldre, elderly, senior*, care home*, nursing home*, hjemmetjeneste*, heimeteneste*, hemtjänst*, demens*, dementia
parent, forelder*, foreldre*, føresett*, foresatt*, vårdnadshavar*, förälder*, föräldr*, mamma*, pappa*, mor, mora, moren, far, faren, mother, father, parents, guardian*, mum, dad
politician, politiker*, politikar*, ordfører*, ordførar*, kommunalråd*, kommunestyre*, fullmäktig*, councillor*, council meeting*, parti, partiet, partier, partia, party, parties, mayor*, politisk*, political
citizen, innbygger*, innbyggjar*, invånare*, medborgare*, citizens, folk, publikum, visitor*, besøkende, besøkjande, besökare*, followers, følgere, fylgjarar, følgjarar, följare, somebody
volunteer, frivillig*, volunteers, volontär*, unpaid
artist, kunstner*, kunstnar*, konstnär*, artists, musiker*, musikar*, forfatter*, forfattar*, författare*
temp, vikar*, temps, substitute*, praktikant*, intern, interns, sommarvikarie*
association, forening*, foreining*, förening*, idrettslag*, idrottsförening*, club, clubs, lag, association*
company, firma*, bedrift*, butikk*, företag*, butik*, company, business*, shop*, næringsliv*`,
  act: `
delete, slett*, fjern*, ta bort, tar bort, tas bort, tok bort, ta ned, tas ned, må ned, bort, raderar, radera*, remove*, deleted, take it down, taken down, take down, ta vekk, vekk
hide, skjul*, gøym*, dölj*, gömma, hidden, hiding, hides
block, blokker*, blocker*, utesteng*, spärra*, spärrar, banna, ban, blocked, blocking, kaste ut
close, stenge, stenger, stengje, steng, stäng*, slå av, skru av, skrur av, stänger av, legge ned, leggje ned, lägga ned, lagt ned, avslutte, avslutt*, avslut*, shut down, close down, closes, closing, turn off, switch off
open, opprett*, starte, startar, starta, lage, skaffe, skaffa, åpne, opne, öppna, opna, create, set up, start, launch, opening a, startar
answer, svar, svare, svarer, svara, svarar, svart, besvar*, reply, replies, replying, answer*, respond*, response
publish, publiser*, publicer*, publish*, legge ut, leggje ut, legger ut, legg ut, lägga ut, lägger ut, lagt ut, poste, poster, posta, postar, post pictures, upload*, put out, putting out
share, dele, deler, dela, delar, repost*, share, shared, sharing, videreformidl*, vidareformidl*
link, lenke*, lenkje*, linke*, länk*, link, links, linking
archive, arkiv*, journalfør*, diarief*, diari*, bevar*, bevaras, lagre*, lagra*, spara, sparas, sparar, ta vare på, archive*, preserve*, keep a copy, record keeping
film, filme, filmer, filma, filmar, filming, video, videoer, videoar, videon, videosnutt*, film, filmen, filmsnutt*, inspelning*, opptak*, record a, recorded
photograph, bilde*, bilete*, bileta, biletet, bild, bilder, bilderna, bilden, foto*, fotografer*, photo*, picture*, image*
stream, direktesend*, direktesending*, livesend*, livesänd*, live, live stream*, livestream*, streame*, strømme*, strøyme*, strömma*
approve, godkjen*, godkänn*, approv*, sign off, signs off, tillate, si ja, seie ja, ja til, vedta
report, meld*, anmeld*, anmäl*, varsle*, varsl*, report*, rapporter*, polisanmäl*, politianmeld*
correct, endre, endra, redigere, redigera, ändra, rette, retta, edit, edits, correct*, korriger*
advertise, annons*, reklame*, reklam, advert*, ad, ads, booste, boosta, boost, sponse*, sponsa, promot*
use, bruke, bruker, brukar, bruka, använd*, nytte, nytta, use, using
tag, tagge, tagga, tagging, märka ut, merke, tag
moderate, moderer*, overvåk*, övervak*, sjekk*, sjekke, kontroller*, monitor*, supervis*, watch, se etter, sjå etter
evaluate, risiko*, risk*, dpia, personvernkonsekvens*, konsekvensbedömning*, konsekvensvurder*, impact assessment
hack, hack*, hacket, kapa*, kapad, kapat, kapra, hijack*, tatt over, tagit över, taken over, stjålet, stolen
impersonate, falsk*, fake, fakes, utgir seg, gjev seg ut, låtsas, pretend*, impersonat*`,
  thing: `
comment, kommentar*, komment*, comment*, tråd*, thread*
post, innlegg*, inlägg*, post, posts, oppslag*
message, melding*, meldingar, meddeland*, direktmeddel*, message*, dm, dms, chat, chatt*, chatten, innboks*, inkorg*, inbox*
account, konto*, kontot, konton, side, siden, sida, sidan, sidor, sider, profil*, account*, page, pages, profile*, kanal*, channel*
group, gruppe*, grupp, gruppen, grupper, group, groups
password, passord*, lösenord*, password*, pålogg*, innlogg*, inlogg*, login, log-in, logins, tofaktor*, tvåfaktor*
consent, samtykk*, samtyck*, consent*, løyve*, tillatelse*, tillåtelse*, permission*, underskrift*
music, musik*, låt, låten, låter, låtar, sang*, song*, music
name, navn*, namn*, name, names
figures, statistikk*, statistik, tall, figures, statistics, antall
rules, regler*, reglar*, retningslinj*, riktlinj*, policy, policies, guideline*, guidelines, rutine*, rutin*, strategi*, strategy, plan, planer
contract, avtale*, avtal, avtalet, agreement*, contract*, vilkår*, villkor*, terms
threat, trusl*, trugsm*, truer, trugar, hot, hotar, hotfull*, threat*, threaten*, hate*, hat, hatprat*, hatefull*, hets*, hatisk*
swearing, bann*, svordom*, swear*, svor*, curs*
spam, spam*, nettroll*, troll, trolls
criticism, kriti*, critici*, klag*, complain*
praise, ros, beröm, praise*, snällt, compliment*, skryt*
building, lokal, lokalene, lokalar, lokaler, lokalerna, bygning*, byggnad*, building*, premises
drone, drone*, drönar*, luftbild*, luftbilet*, aerial
contest, konkurrans*, tävling*, trekke en vinner, premie*, contest*, competition*, prize*, giveaway*, vinner*, vinnar*
vote, valg, valget, valet, valkamp*, valgkamp*, valrörelse*, stemme, røyste, rösta, röstar, election*, vote, voting
job, stilling*, vikarar, rekrutter*, ledig*, vacanc*, job, jobs, recruit*
language, språk*, dialekt*, engelsk*, engelska, polsk*, finska, english, polish, language*, translat*, omsetje, oversett*, översätt*
subtitle, undertekst*, tekst*, tekste, texta, textning*, caption*, subtitle*, alt-text, alt-tekst, alttekst*, syntolk*
emergency, krise*, kris, kriser, beredskap*, emergenc*, flaum*, flom*, flood*, strømbrudd*, blackout*, kokevarsel*, drikkevann*
case, sak, saka, saken, byggesak*, ärende*, bygglov*, søknad*, ansökan, application*, vedtak*, beslut, case, klagesak*
phone, telefon*, mobil*, phone*, jobbmobil*
identity number, fødselsnummer*, personnummer*, identity number*, national id*
birthday, bursdag*, fødselsdag*, gebursdag*, födelsedag*, birthday*, 50-årsdag*, jubileum*, jubilé*, anniversary
death, død, døde, døden, død*, avdød*, avliden, avlidna, gått bort, avgått*, omkom*, died, dead, deceased, passed away, dies, minneord*, minnesord*, obituary
illness, syk, sykdom*, sjuk, sjukdom*, sykmeld*, sjukmeld*, sjukskriv*, ill, illness, sick, sick leave, diagnos*, helseopplysning*, hälsouppgift*, health
pregnancy, gravid*, pregnan*, permisjon*, föräldraledig*, foreldrepermisjon*, maternity, parental leave
profile picture, profilbild*, profilbilete*, avatar*, profile picture*, profile photo*
cover image, forsidebild*, omslagsbild*, framsidebilete*, toppbild*, cover image*, cover picture*, cover photo*, header image*
logo, logo*, våpen*, vapen, vapnet, kommunevåpen*, kommunvapen*, crest, coat of arms, emblem*, byvåpen*
design, designmanual*, grafisk*, visuell*, visual identity, skrifttype*, typsnitt*, font*, fonts, farge*, fargar*, färg*, colour*, colours, color*
hashtag, hashtag*, emneknagg*, hashtagg*
poll, avstemning*, avrøysting*, røysting*, omröstning*, poll, polls, spørreundersøk*, enkät*, survey*
event, arrangement*, evenemang*, event, events, tilstelning*, tilskiping*
story, story, storyer, storys, stories, storyn
newsletter, nyhetsbrev*, nyhendebrev*, newsletter*
podcast, podkast*, podcast*, podd*
admin, administrator*, administratör*, admin*, adminrett*, behörighet*, tilgang, tilgangen, tilgangar*, access, rights to the page
lost device, mistet, mista, tappat, borte, stjålet, stjålne, lost, stolen, stulen
breach, avvik*, personuppgiftsincident*, incident*, breach*, brudd på personvern*, brot på personvern*, lekket, läckt, leak*, på avveie, på avvegar, ved en feil, ved eit uhell, av misstag, by mistake, råkade
data law, gdpr, personvernforordning*, dataskyddsförordning*, personopplysningslov*
processor, databehandleravtal*, personuppgiftsbiträd*, biträdesavtal*, processing agreement*, processor agreement*, processor
access request, innsyn, innsynskrav*, registerutdrag*, subject access*, right of access, få se allt, vite alt, kopi av
erase, gløymd, glemt, glömd, forgotten, erase, erased, erasure, radering*
officer, personvernombud*, personvernombod*, dataskyddsombud*, data protection officer, dpo
authority, datatilsynet, imy, integritetsskyddsmyndigheten, tilsynsmynd*, tillsynsmynd*, supervisory*
personal data, personopplysning*, personuppgift*, personal data, personal details, personal information, opplysninger om, opplysningar om, uppgifter om
secrecy, taushet*, teieplikt*, sekretess*, tystnadsplikt*, confidential*, fortrolig*, hemlig*, secrecy
hidden identity, hemmelig adresse, hemmeleg adresse, skyddad identitet, skyddade, skjult adresse, protected identity, kode 6, fortrolig adresse
home address, adresse*, adressen, adress*, address*, bosted*, bustad*, bosatt
location, stedsdata, stadsdata, gps*, posisjon*, plats*, location*, geotag*, koordinat*
metadata, metadata*, exif*
surveillance, overvåkningskamera*, overvakingskamera*, övervakningskamera*, övervakningsfilm*, cctv, surveillance*
screenshot, skjermbilde*, skjermbilete*, skjermdump*, skärmbild*, skärmdump*, screenshot*, screen shot*, screen capture
face, ansikt*, andlet*, fjes*, face, faces, gjenkjenn*, kjenne igjen, kjenne att, igenkänn*, recogni*, identifi*
blur, sladd*, maske*, suddas, sudda*, suddig*, uskarp*, blur*, anonymiser*, avidentifi*, uigjenkjenn*, oigenkänn*, uleselig*, oläslig*
behind, bakfra, bakfrå, bakifrån, from behind, ryggen, their backs, back of
background, bakgrunn*, bakgrund*, background*, tilfeldig*, tillfällig*, i forbifarten, forbipasserende, passers-by, walk by, går forbi
registration plate, bilskilt*, registreringsnummer*, registreringsskylt*, skiltnummer*, number plate*, licence plate*, plates
copyright, opphavsrett*, upphovsrätt*, copyright*, rettighet*, rettigheit*, rättighet*, rights to, owns the, eier bild*, eig bilet*, äger bild*, åndsverk*, eigarskap*
licence, lisens*, licens*, licence*, license*, tono, stim, koda
photographer, fotograf, fotografen, fotografar*, photographer*
stock photo, bildebank*, bildebyrå*, biletbank*, bildbank*, bildbyrå*, stock photo*, image bank*, picture library, shutterstock*
found online, google-bild*, fra nettet, frå nettet, på nettet, från nätet, på nätet, from the internet, off the internet, from google, hittar på google
meme, meme*, mem, memer, memar*, memes
emoji, emoji*, smilefjes*, smiley*, smilis*
art, kunstverk*, konstverk*, skulptur*, statue*, artwork*, tegning*, teikning*, teckning*, drawing*, elevarbeid*, elevarbete*
article, artikkel*, artikel*, article*, nyhetssak*, story in the paper, avisutklipp*, lokalavis*
book, bok, boken, boka, bøker, böcker, book, books, bokomslag*, dikt, dikter*, poem*, poet*
follower, følger*, følgere, fylgjar*, følgjar*, följare*, follower*, følgetall*
like, likes, like, liker, likar, gillar, gilla, tommel*, thumbs up, reaksjon*
reach, rekkevidde*, nå ut, nå fram, når ut, reach, reaches, visning*, spredning*
target, målrett*, målgruppe*, riktad*, rikta, target*, aldersgruppe*, åldersgrupp*
influencer, influenser*, influencer*, påverkare*, blogger*, bloggar*
sponsor, sponsor*, sponsrad*, støttet av, støtta av
fundraising, innsamling*, insamling*, fundrais*, samle inn penger, donasjon*, gåve*, charity, veldedig*, välgörenhet*
rumour, rykte*, ryktar*, rumour*, rumor*, usant*, løgn*, lögn*, falsk nyhet*, desinformasjon*, misinform*, untrue*, osann*, stemmer ikke, stemmer ikkje, stämmer inte, feil i en kommentar
accusation, anklag*, beskyld*, skulda for, accus*, ærekrenk*, førtal, förtal*, defam*, injurie*, henges ut, hänger ut, hengt ut, uthenging*
racism, rasist*, racist*, rasism*, racism*, antisemit*, slurs, hets mot
bullying, mobb*, trakass*, bully*, bullied, harass*, plager, plagar, plaga*, sjikane*
nudity, naken*, nakne*, nude, nudity, porno*, explicit
suicide, selvmord*, sjølvmord*, självmord*, suicid*, ta livet, kill themselves, take their own life
police, politi*, polis, polisen, police*
weather, ekstremvær*, storm*, orkan*, uvær*, oväder*, weather*, snøfall*, farevarsel*
drinking water, drikkevann*, kokevarsel*, vannlekkasje*, vasslekkasje*, dricksvatten*, vattenläck*, boil notice, water supply, drinking water
power cut, strømbrudd*, straumbrot*, strømmen går, straumen går, strömavbrott*, blackout*, power cut*, outage*
accident, ulykke*, ulukke*, olycka*, olyckor, accident*, crash*, bilulykke*, brann, brannen, husbrann*, brand, villabrand*, fire
missing person, savnet, sakna, saknad*, försvunn*, missing, etterlys*, efterlys*
opening hours, åpningstid*, opningstid*, öppettid*, opening hours, svartid*, svarstid*, bemannet, bemanna*, bemannad*, staffed
automatic reply, autosvar*, automatisk svar*, auto-reply*, automatic repl*, chatbot*, chatbott*, robot*
email, epost*, e-post*, mejl*, email*, e-mail*
form, skjema*, formulär*, blankett*, form, forms
website, nettside*, nettsted*, hjemmeside*, heimeside*, hemsida*, webb*, website*, web page*, intranett*, intranät*
complaint, klage*, klagar*, klagomål*, overklag*, överklag*, appeal*, påklag*, reklamasjon*
register, journalfør*, diarieför*, postjournal*, registrer*, register*, journal*, diariet
retention, hvor lenge må, bevaringsplan*, gallra*, gallring*, kassasjon*, kassere*, retention*, disposal*
public record, offentlig dokument*, allmän handling*, allmänna handlingar*, public record*, saksdokument*, freedom of information
debate, debatt*, debate*, diskusjon*, diskussion*, argue, krangle*, krangel*
opinion, mening, meininga*, meninger, meiningar, mine egne, mina egna, mitt eige, åsikt*, synspunkt*, opinion*, views, ytre seg, uttale seg, uttala sig, state my, ytring*, yttrande*
freedom of speech, ytringsfrihet*, ytringsfridom*, yttrandefrihet*, freedom of speech, freedom of expression
employer, arbeidsgiver*, arbeidsgjevar*, arbetsgivar*, employer*, arbeidsplass*, arbetsplats*, workplace*, jobbar i kommunen, jobber i kommunen, work for the
work hours, arbeidstid*, arbetstid*, i jobben, på jobb, på jobben, at work, working hours, work hours, jobbtid*
overtime, overtid*, övertid*, overtime*, lønn, løn, lön, paid for, betalt for å
training, kurs, kurset, opplæring*, utbildning*, utbilda*, utdann*, training, trained, lære opp, lærer opp, opplærd*, lärs upp, course*
guidelines, retningslin*, riktlinj*, guideline*, husregl*, ordningsregl*, house rules, spilleregl*, retningslinje*, policy*
editor, redaktør*, redaktör*, editor*, redaksjon*, nettredaktør*, kontoansvarig*
strategy, strategi*, strategy*, handlingsplan*, kommunikasjonsplan*, kommunikationsplan*, content plan*
evaluation, evaluer*, utvärder*, evaluat*, måle, måler, mäter, measure*, følge opp, følgje opp, følja upp, følger opp, följer upp, analys*
accessibility, universell*, tilgjengelig*, tilgjenge*, tillgäng*, accessib*, uu-krav*, blind, blinde, synshemm*, synsnedsatt*, ser dårlig, ser dårleg, ser ikke, cannot see, inte ser
sign language, tegnspråk*, teiknspråk*, teckenspråk*, sign language*
plain language, klarspråk*, klart språk, enkelt språk, lettlest*, lättläst*, plain language*, klart og enkelt, stammespråk*, facktermer*, fagord*, jargon*
dialect, dialekt*, dialect*, slik eg snakkar, slik jeg snakker, normert*
length, hvor langt, kor langt, hur långt, how long should a, lengde*, ord, words
tone, tone, tonen, ton, tonen*, humor*, morsom*, skämta, skjemt*, tulle*, ironi*, vits*, jokes, joke, funny, humour*, informal*, uformell*
signature, undertegn*, signer*, signatur*, underskriv*, sign our, signature*, eget navn, eige namn, eget namn
page name, hete, heter, heite, heiter, kalle, kallast, döpa, döper, what to call, called
verification, verifiser*, verifier*, blått merke, blå hake, blue tick*, verified badge*, verification*
scam, svindel*, svindl*, bedrag*, bedrägeri*, scam*, fraud*, phishing*, lure folk, lurer folk, lurar folk
parody, parodi*, satire*, gjøn, parody*, gör narr
third-party tool, verktøy*, verktyg*, tool, tools, hootsuite*, canva*, planlegge innlegg, schemalägg*, tidsstyr*, tidfest*, schedul*, forhåndspubliser*
agency, byrå*, reklamebyrå*, agency*, agencies, innleid*, innleigd*, inhyrd*, konsulent*, consultant*, firma frå, utanfrå, outside firm
friend, venn, venner, ven, vener, vän, vänner, venneforespørsel*, vänförfrågan*, friend*
fake account, falsk konto*, falsk profil*, falskt konto*, falska kont*, utgir seg, gjev seg ut, utger sig, fake account*, fake profile*, impersonat*, falske profil*
child death, dødfødt*
photo shoot, fotograferingen*, fotodag*, klassebilde*, klassebilete*, klassfoto*, skolefoto*, class photo*, group photo*, gruppebild*, gruppebilete*, gruppfoto*
withdraw, trekke tilbake, trekkje attende, trekkje tilbake, tar tillbaka, ta tillbaka, återkall*, angrer, angrar, ångrar, withdraw*, revoke*
both parents, begge foreldre*, begge føresett*, båda föräld*, båda vårdnads*, both parents, uenige, usamde, oense, oeniga, disagree
vehicle, bil, bilen, biler, bilar, car, cars, buss, bussen, bus
dog, hund*, hunden, katt*, dog, dogs, cat, cats, pet*`,
  place: `
library, bibliotek*, library, libraries, librarian*
school, skole*, skolen, skule*, skulen, skola*, skolan, school*, klasserom*, klassrum*, sfo, fritids
nursery, barnehage*, barnehagen, förskola*, förskolan, nursery, kindergarten*, preschool*
culture school, kulturskole*, kulturskule*, kulturskola*, musikkskole*, musikskola*, music school*, school of arts
youth club, fritidsgård*, ungdomsklubb*, fritidsklubb*, ungdomshus*, youth club*, youth centre*, ungdomsråd*
pool, svømmehall*, symjehall*, simhall*, basseng*, badet, badehus*, swimming*, pool*
museum, museum*, museet, galleri*, gallery
care home, sykehjem*, sjukeheim*, äldreboende*, omsorgsboende*, omsorgsbolig*, bokollektiv*, care home*, nursing home*, eldresenter*
home care, hjemmetjeneste*, heimeteneste*, hjemmesykepleie*, heimesjukepleie*, hemtjänst*, home care
town hall, rådhus*, kommunehus*, kommunhus*, town hall*, city hall*
health centre, helsestasjon*, legekontor*, vårdcentral*, health centre*, gp surgery, fastlege*, helsehus*
fire service, brannvesen*, brannfolk*, räddningstjänst*, brandkår*, fire service*, firefighter*, fire brigade*
social services, nav, nav-*, sosialtjeneste*, socialtjänst*, socialsekreterare*, barnevern*, sosialkontor*, social worker*, social services, caseworker*, saksbehandler*, saksbehandlar*, handläggare*, klient*, client*
sports, idrett*, idrott*, sport*, stadion*, fotball*, fotboll*, football*, skidag*, gym, trim*
square, torg*, torget, gate, gata, gater, gatan, street*, sentrum, centrum, town centre, byen, square, park, parken
playground, lekeplass*, leikeplass*, lekplats*, skolegård*, skulegard*, skolgård*, playground*, friminutt*, rasten, rast, recess
council meeting, kommunestyremøte*, kommunestyre*, formannskap*, fullmäktige*, nämnd*, council meeting*, folkemøte*, foreldremøte*, föräldramöte*, møte*, möte*, meeting*`,
  quality: `
open, åpen, åpent, open side, open gruppe, open page, open group, öppen, öppet, offentlig tilgjengelig, public page, public group
empty, tom, tomt, tomme, tomma, empty, uten at noen, utan at nokon, utan att någon, uten folk, utan folk, without people
closed, lukk*, lukka, stängd, stängda, slutet, closed, avslutt*, avslut*, hemlig*
ongoing, pågående, pågåande, ongoing, under behandling
private, privat*, private*, personlig*, personleg*, egen, eigen, eiga, own
written, skriftlig*, skriftleg*, skriftligt, written
oral, muntlig*, munnleg*, muntligt, oral*, verbal*
anonymous, anonym*, anonyme, anonymous*, uten navn, utan namn, names removed, without names, uten at navnet
named, fullt navn, fullt namn, fullständigt namn, full name, med navn, med namn, by name, with their name, med navns nevnelse, navngi*, namngje*, namnge*
general, generell*, generelle, generelt, allmän*, allmänna, ålmenn*, allmenne, general, in general
own case, egen sak, eiga sak, eget ärende, egen søknad, eigen søknad, egen ansökan, own case, own application, their own, sin sak, hans sak, hennes sak
paid, betaler, betalar, betalt, betalte, betald, betalda, mot betaling, mot betalning, pays, paid, paid for, for pengar, for penger
free, gratis, kostnadsfri*, free of charge, for free
exercise, øvelse, øvelsen, øvelser, øving, øvinga, øvingar, övning, övningen, övningar, exercise, drill, drills
agreed, sagt ja, sier ja, seier ja, säger ja, har samtykket, har samtykkja, har samtyckt, said yes, agreed, have consented, consented
unasked, ikke spurt, ikkje spurt, ikkje spurde, inte frågat, inte tillfrågad*, not asked, not been asked, haven't been asked, uten å spørre, utan å spørje, utan att fråga, without asking, uten samtykke, utan samtykke, utan samtycke, without consent
unapproved, selv lastet ned, sjølv lasta ned, själv laddat ner, downloaded myself, downloaded yourself, uten å spørre it, ikke godkjent, ikkje godkjent, inte godkänd*, not approved, unapproved
in english, engelsk, engelsk*, engelska, english
in sami, samisk, samisk*, samiska, sami, sámi
in finnish, finsk, finsk*, finska, finnish, meänkieli, kvensk*
in polish, polsk, polsk*, polska, polish
in arabic, arabisk*, arabiska, arabic
in ukrainian, ukrainsk*, ukrainska, ukrainian
in nynorsk, nynorsk, nynorsk*
in bokmål, bokmål, bokmål*
in somali, somalisk*, somaliska, somali`,
  time: `
weekend, helg*, helga, laurdag*, lördag*, lørdag*, søndag*, söndag*, weekend*, saturday*, sunday*
night, natt*, natta, natten, om natten, kveld*, kvelden, kväll*, night*, evening*, etter middag, etter arbeidstid, efter jobbet, nobody is at work, ingen er på jobb, ingen er på kontoret, stengt
holiday, ferie*, semester*, vacation*, holiday cover, sommerferie*, sommar*, sommer*, summer*
christmas, jul, jula, julen, jule*, christmas*, lucia*, advent*
national day, 17. mai, 17 mai, nasjonaldag*, nationaldag*, constitution day, national day, barnetog*, folketog*, parade*
old, gamle, gammel, gammal, gamalt, gamla, gammalt, older, old
new, ny, nye, nytt, nya, new
before, før, innan, innen, på forhånd, på førehand, i förväg, beforehand, before
after, etter, efter, after, afterwards, etterpå, etterpå, efteråt
day, daglig*, dagleg*, hver dag, kvar dag, varje dag, every day, daily, døgn*, dygn*, 24 timer, 24 timmar, 24 hours, twenty-four
year, år, året, år siden, läsår*, skoleår*, skuleår*, årlig*, årleg*, yearly, annual*, year, years`,
  asks: `
who, hvem, kven, vem, vems, who, whom, whose, hvems, kven sin, ansvar, ansvarlig, ansvarleg, ansvarig, ansvaret, responsible
how long, hvor lenge, kor lenge, hur länge, how long, hvor fort, kor fort, hur fort, hur snabbt, how fast, how soon, how quickly, frist*, deadline*, når, nar, när, when, tidsfrist*, vilken tid
how often, hvor ofte, kor ofte, hur ofta, how often, frequency
how many, hvor mange, kor mange, hur många, how many, hvor mye, kor mykje, hur mycket, how much, antall
cost, koster, kostar, cost*, pris, dyrt, price
why, hvorfor, kvifor, varför, why
where, hvor finner, kor skal, kor finn, vart, var hittar, where
may, kan, får, lov, lovlig, lovleg, tillatt, tillåtet, okej, ok, okay, may, can, allowed, greit, fint, går det, could, permitted, legal
must, må, lyt, måste, skal, ska, must, should, krav, kreves, behøver, treng, trenger, behöver, need, have to, obliged, required, bør, bör
how, hvordan, korleis, hur, how, hva gjør, kva gjer, vad gör, what do, what now, what can, what should, hur gör
what, hva, kva, vad, what, hvilke, kva for, vilka, which`,
} as const;
