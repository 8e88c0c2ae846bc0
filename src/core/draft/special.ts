import { Phrases } from '../reading/patterns.ts';
import { type Token, tokenise } from '../reading/tokens.ts';
import type { Stretch } from './locate.ts';

/** The special categories of article 9 that words can give away. */
const CATEGORIES = ['health', 'religion', 'politics', 'union', 'ethnicity', 'orientation'] as const;
export type Category = (typeof CATEGORIES)[number];

const split = (text: string) => text.split(', ');

/**
 * Words of four languages, read together: a post may mix them. Left out on purpose: words with an ordinary meaning ("Høyre", "moderat", "same", "rom"),
 * first names ("Kristen", "Christian"), places of worship, and names of services and societies, which are no statement about a person.
 */
const WORDS: Record<Category, readonly string[]> = {
  health: split(
    'kreft, kreftsyk*, kreftsjuk*, kreftdiagnose*, cancer, cancersjuk*, demens, dement, demenssyk*, demenssjuk*, dementia, diagnose, diagnosen, diagnoser, diagnosert, diagnos, diagnosen, diagnosticerad*, diagnosis, diagnosed, adhd, autisme, autist*, autism, autistic, hiv, hiv-positiv*, depresjon, deprimert, depressiv*, depression, rusavhengig*, rusmisbruk*, missbrukare, alkoholiker*, alkoholist*, addict, spiseforstyrrelse*, eteforstyrring*, ätstörning*, eating disorder*, schizofren*, schizophren*, bipolar lidelse, bipolar disorder, bipolär*, psykose*, selvmord*, sjølvmord*, självmord*, suicide, suicidal, abort, aborten, abortion, sykmeldt, sjukmeld*, sjukskriv*, on sick leave, kronisk syk*, kronisk sjuk*, kroniskt sjuk*, psykisk syk*, psykisk sjuk*, psykisk lidelse*, psykisk liding*, psykiskt sjuk*, mentally ill, epilepsi, epilepsy, uføretrygd*, uføretrygda*, sjukersättning, funksjonshemmet, funksjonshemma, funksjonsnedsettelse*, funktionsnedsättning*, downs syndrom, down syndrome, allergisk sjokk, kjemoterapi, cellgift, chemotherapy',
  ),
  religion: split(
    "muslim, muslimer, muslimar, muslimsk*, muslims, jøde, jøden, jøder, jødisk*, jude, judar, judisk*, jew, jews, jewish, katolikk*, katolik, katolsk tro, catholic, catholics, hindu, hinduer, hinduisk*, buddhist*, ateist*, atheist*, jehovas vitne*, jehovas vittne*, jehovah's witness*, pinsevenn*, pingstvän*, pentecostal, hijab, hijaben, kristen tro, kristen tru, kristne familie*, kristen familj, konverterte til, konverterade till, converted to islam, converted to christianity",
  ),
  politics: split(
    'stemte på, stemmer på arbeiderpartiet, røysta på, röstade på, röstar på, voted for, medlem av arbeiderpartiet, medlem i arbeidarpartiet, medlem av høyre, medlem i høgre, medlem av frp, medlem av venstre, medlem av sv, medlem av rødt, arbeiderpartiet, arbeidarpartiet, fremskrittspartiet, framstegspartiet, senterpartiet, kristelig folkeparti, kristeleg folkeparti, sosialistisk venstreparti, socialdemokraterna, socialdemokrat, moderaterna, sverigedemokrat*, vänsterpartiet, centerpartiet, kristdemokrat*, miljöpartiet, labour party, conservative party, party member, partimedlem*',
  ),
  union: split(
    'fagforeningsmedlem*, fagorganisert*, fagorganiserte, organisert i fagforbundet, medlem av fagforbundet, medlem i fagforbundet, medlem av utdanningsforbundet, medlem i utdanningsforbundet, lo-medlem*, fackmedlem*, fackligt aktiv*, fackligt ansluten, medlem i kommunal, medlem i facket, facklig förtroendeman, facklig företrädare, union member*, trade unionist*, union representative, union rep, shop steward, fagforeningstillitsvalgt*, fagforeningstillitsvald*',
  ),
  ethnicity: split(
    'etnisk bakgrunn, etnisk opprinnelse, etnisk opphav, etnisk bakgrund, etniskt ursprung, ethnic background, ethnic origin, ethnicity, etnisitet, etnicitet, samisk bakgrunn, samisk bakgrund, samisk familie, samisk familj, sami background, sami family, rombakgrunn, romsk bakgrunn, romsk bakgrund, romsk familj, romsk familie, roma family, roma background, innvandrerbakgrunn, innvandrarbakgrunn, invandrarbakgrund, utländsk bakgrund, utenlandsk bakgrunn, immigrant background, asylsøker, asylsøkeren, asylsøkere, asylsøkjar, asylsøkjaren, asylsøkjarar, asylsökande, asylum seeker*, flyktning, flyktningen, flyktninger, flyktningar, flykting, flyktingen, flyktingar, refugee, refugees, mørkhudet, mørkhuda, mörkhyad*, dark-skinned',
  ),
  orientation: split(
    'homofil, homofile, homofilt, lesbisk*, biseksuell*, bifil, bifile, transperson*, transkjønn*, homosexuell*, bisexuell*, transkön*, bög, bögen, gay, lesbian*, bisexual*, transgender*, homosexual*, legning, sexuell läggning, seksuell orientering, sexual orientation',
  ),
};

const PHRASES = new Phrases<Category>();
for (const category of CATEGORIES) for (const phrase of WORDS[category]) PHRASES.add(phrase, category);

/** Somebody, unnamed: the word may be about a person. */
const SOMEBODY = new Set(
  split(
    'han, hun, ho, hen, hans, hennes, henne, ham, hennar, hon, honom, he, she, his, her, him, elev, eleven, eleva, gutten, guten, jenta, pojken, flickan, boy, girl, pupil, pasienten, patienten, patient, beboeren, bebuaren, rektor, læreren, læraren, läraren, kollega, kollegaen, kollegan, colleague, jeg, eg, jag, my, min, mitt',
  ),
);

export type Special = Stretch & { category: Category; about: 'named' | 'somebody' | 'nobody' };

/** Words of a special category, and whether the sentence, or the one before or after, speaks of somebody. `names` are places of names. */
export function specialWords(text: string, names: readonly Stretch[]): Special[] {
  const { tokens } = tokenise(text);
  const named = new Set<number>();
  const somebody = new Set<number>();
  let n = 0;
  for (const token of tokens) {
    while (n < names.length && (names[n]?.to ?? 0) <= token.from) n++;
    if ((names[n]?.from ?? Number.POSITIVE_INFINITY) < token.to) named.add(token.sentence);
    if (SOMEBODY.has(token.fold)) somebody.add(token.sentence);
  }
  const beside = (set: Set<number>, s: number) => [s - 1, s, s + 1].some((k) => set.has(k));
  return PHRASES.findAll(tokens).flatMap(({ at, end, value }) => {
    const [first, last]: (Token | undefined)[] = [tokens[at], tokens[end - 1]];
    if (!first || !last) return [];
    const { sentence } = first;
    const about = beside(named, sentence) ? 'named' : somebody.has(sentence) ? 'somebody' : 'nobody';
    return [{ from: first.from, to: last.to, category: value, about }];
  });
}
