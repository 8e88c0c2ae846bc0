import { Phrases } from '../reading/patterns.ts';
import { tokenise } from '../reading/tokens.ts';

/**
 * Words by which two questions of one kind part ways: which platform, about whom, doing what, with what, and what is asked for. Each line is one notion in
 * bokmål, nynorsk, Swedish and English together; the first word names it. Folded as search folds them (ø is ö, æ is ä).
 */
const NOTIONS = {
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
private, privat*, private*, personlig*, personleg*, egen, eigen, eiga, own
closed, lukk*, lukka, stängd, stängda, slutet, closed group*, hemlig*`,
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
export const KINDS = ['platform', 'whom', 'act', 'thing', 'asks'] as const;
export type Kind = (typeof KINDS)[number];

const PHRASES = new Phrases<{ kind: Kind; notion: string }>();
for (const kind of KINDS)
  for (const line of NOTIONS[kind].trim().split('\n')) {
    const words = line.trim().split(/, */);
    const [notion = ''] = words;
    for (const word of new Set(words)) PHRASES.add(word, { kind, notion: `${kind}:${notion}` });
  }

/** “Not” in four languages; “no” alone is left out, being Norwegian for now. */
const NEGATIONS = new Set(
  "ikke ikkje inte ej not never aldri aldrig uten utan without ingen inga inget nekte nekter nekta nektar vägrar refuse refuses can't don't mustn't won't isn't aren't doesn't shouldn't".split(
    ' ',
  ),
);
/** Without those that are an article or, as Norwegian “to”, a small word of another language. */
const NUMBER_WORDS: Readonly<Record<string, string>> = Object.fromEntries(
  'två two:2, tre three:3, fire fyra four:4, fem five:5, seks sex six:6, sju syv seven:7, åtte åtta eight:8, ni nine:9, ti tio ten:10, femten femton fifteen:15, seksten sexton sixteen:16, atten aderton arton eighteen:18, hundre hundra hundred:100'
    .split(', ')
    .flatMap((line) => {
      const [names = '', value = ''] = line.split(':');
      return names.split(' ').map((name) => [name, value]);
    }),
);
const AGE = /^(.+?)(?:åring|åringar|åringer|åringen|year-old|years)$/;

/** What a question holds that sets it apart from others like it. */
export type Notions = {
  of: Readonly<Record<Kind, ReadonlySet<string>>>;
  numbers: ReadonlySet<string>;
  negated: boolean;
  /** Words. */
  length: number;
};

export function notionsOf(question: string): Notions {
  const { tokens } = tokenise(question);
  const of = Object.fromEntries(KINDS.map((k) => [k, new Set<string>()])) as Record<Kind, Set<string>>;
  for (const { value } of PHRASES.findAll(tokens)) of[value.kind].add(value.notion);
  const numbers = new Set<string>();
  for (const { fold } of tokens) {
    const bare = AGE.exec(fold)?.[1] ?? fold;
    const number = /^\d+$/.test(bare) ? String(Number(bare)) : NUMBER_WORDS[bare];
    if (number !== undefined) numbers.add(number);
  }
  return { of, numbers, negated: tokens.some((t) => NEGATIONS.has(t.fold)), length: tokens.length };
}

/** The notions that one word names by itself. */
export function notionsOfWord(word: string): ReadonlySet<string> {
  const { of } = notionsOf(word);
  return new Set(KINDS.flatMap((k) => [...of[k]]));
}
