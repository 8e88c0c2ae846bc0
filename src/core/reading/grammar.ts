import type { Lang } from '../language.ts';

/**
 * The small words that turn what a text says around, by language. They belong to the languages and not to a screening, so they stand here; what a
 * screening listens for stands in its words file.
 */
export type Grammar = {
  /** Turn what follows into its opposite. */
  negators: readonly string[];
  /** Look like a negation and are none: "not only", "or not". */
  exempt: readonly string[];
  /** Make a statement uncertain, conditional, general or partial: nothing is read from the rest of the sentence. */
  hedges: readonly string[];
  /** Say what should be or is looked for, not what is: no claim and no negation is read from the rest of the sentence. */
  wishes: readonly string[];
  /** May stand between a negator and what it negates: "ingen av de synlige elevene". */
  fillers: readonly string[];
  /** Join a list: "ingen barn eller ansikter". */
  joins: readonly string[];
  /** Those of them that part alternatives. */
  or: readonly string[];
  /** May follow what was negated without changing it: "ingen barn på bildet". */
  trail: readonly string[];
  /** Begin a new thought: a negation before them does not reach behind. */
  contrasts: readonly string[];
};

const split = (text: string) => text.split(', ');
const CHANNELS = 'facebook, instagram, linkedin, youtube, snapchat, x';

const NORWEGIAN: Grammar = {
  negators: split('ikke, ikkje, ingen, inga, inkje, ingenting, uten, utan, aldri, verken, hverken, korkje'),
  exempt: split(
    'ikke bare, ikkje berre, ikke kun, eller ikke, eller ikkje, ikke sant, ikkje sant, ikke minst, ikkje minst, uten videre, utan vidare, ingen problem',
  ),
  hedges: split(
    'halvparten, de fleste, dei fleste, flesteparten, noen av, nokre av, nokon av, mange av, alle unntatt, hvor mange, kor mange, hvor vanlig, kor vanleg, hvis, viss, dersom, når, kanskje, muligens, kan hende, usikker, usikre, tviler, håper, håpar, tror, trur, nesten, knapt, omtrent, bortsett fra, bortsett frå, unntatt, untatt, unnateke, med unntak, utenom, utanom, annet enn, anna enn, regler, reglene, reglar, reglane, generelt, om det, om vi, om jeg, om eg, om noen, om nokon, om en, om ein, om alle, om barn, om barna, uansett om, i tilfelle, ville vært, ville vore, hadde vært, hadde vore, tenk om, hva om, kva om, forrige gang, førre gong, tidligere, tidlegare, i fjor',
  ),
  wishes: split(
    'skal være, skal vere, skal ha, må, måtte, bør, burde, trenger, treng, krever, krev, ønsker, ønskjer, ønske, vil ha, vil helst, helst, leter, leitar, finnes det, finst det, fins det, har vi, har de, har dere, sa at, sier at, seier at, påstår, ifølge, følge reglene, be om, ber om, før vi, før me, skaffe, innhente, hente inn, får vi, får me, hvordan, korleis, venter, ventar, i stedet, i staden',
  ),
  fillers: split(
    'en, ei, et, ein, eit, noen, nokon, nokre, noe, noko, andre, synlige, synlege, gjenkjennelige, attkjennelege, kjente, kjende, små, voksne, vaksne, levende, være, vere, vises, se, sjå',
  ),
  joins: split('og, eller, heller'),
  or: split('eller'),
  trail: split(
    `på, i, med, til, der, her, synlig, synlege, synlige, vises, synes, å, se, sjå, det, hele, heile, tatt, teke, overhodet, nå, no, vår, våre, vårt, siden, sida, nettsiden, nettsida, kommunens, kommunen, sin, selve, selv, ${CHANNELS}`,
  ),
  contrasts: split('men, mens, medan, likevel, derimot, bare, berre, kun'),
};

export const GRAMMAR: Record<Lang, Grammar> = {
  nb: NORWEGIAN,
  nn: NORWEGIAN,
  sv: {
    negators: split('inte, ej, icke, ingen, inga, inget, ingenting, utan, aldrig, varken'),
    exempt: split('inte bara, inte enbart, eller inte, eller ej, eller hur, inte minst, utan vidare, inga problem'),
    hedges: split(
      'hälften, de flesta, några av, många av, alla utom, utom, hur många, hur vanligt, kanske, möjligen, eventuellt, osäker, osäkra, tvekar, hoppas, tror, nästan, knappt, ungefär, bortsett från, förutom, undantaget, med undantag, annat än, regler, reglerna, generellt, när, ifall, om det, om vi, om jag, om någon, om några, om en, om ett, om alla, om barn, om barnen, oavsett om, i fall, skulle vara, tänk om, vad händer om, förra gången, tidigare, i fjol',
    ),
    wishes: split(
      'ska vara, ska ha, måste, bör, borde, behöver, kräver, krävs, önskar, vill ha, vill helst, helst, letar, finns det, har vi, har ni, sa att, säger att, påstår, enligt, be om, ber om, innan vi, skaffa, inhämta, hämta in, hur, väntar, i stället, istället',
    ),
    fillers: split(
      'en, ett, någon, några, något, andra, synliga, igenkännbara, kända, små, vuxna, levande, vara, synas, se',
    ),
    joins: split('och, eller, heller'),
    or: split('eller'),
    trail: split(
      `på, i, med, till, där, här, synlig, synliga, syns, synas, att, se, det, hela, taget, över, huvud, överhuvudtaget, nu, vår, våra, vårt, sidan, webbplatsen, kommunens, kommunen, själva, ${CHANNELS}`,
    ),
    contrasts: split('men, medan, däremot, bara, endast'),
  },
  en: {
    negators: split(
      "no, not, without, none, nobody, no-one, never, neither, isn't, aren't, don't, doesn't, can't, cannot, isn’t, aren’t, don’t, doesn’t, can’t, won't, won’t, wasn't, weren't, haven't, hasn't, haven’t, hasn’t",
    ),
    exempt: split('not only, not just, or not, no problem, not least'),
    hedges: split(
      "half of, half the, most, some of, many of, all but, how many, how common, if, whether, maybe, perhaps, possibly, might, unsure, uncertain, doubt, hope, think, almost, hardly, nearly, except, apart from, other than, unless, rules, policy, policies, guidelines, in general, generally, when, would, do we have, do i have, last time, previously, last year, what if, in case, i'm not sure, not sure",
    ),
    wishes: split(
      'should, must, ought, need, needs, required, requires, want, wants, wish, prefer, preferably, looking for, look for, find, is there, are there, do we, do you, have we, said that, says that, claims, according, ask for, before we, obtain, get, how, waiting, instead, to be',
    ),
    fillers: split('a, an, any, other, visible, recognisable, recognizable, known, small, adult, one'),
    joins: split('and, or, nor'),
    or: split('or, nor'),
    trail: split(
      `in, on, the, it, to, our, my, this, that, here, there, visible, shown, be, seen, at, all, now, page, website, municipal, municipality's, shot, ${CHANNELS}`,
    ),
    contrasts: split('but, while, however, only, just'),
  },
};
