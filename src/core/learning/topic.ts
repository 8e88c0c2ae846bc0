import { z } from 'zod';
import { specialWords } from '../draft/special.ts';
import type { Knowledge, Reference } from '../guideline.ts';
import type { Lang } from '../language.ts';
import type { Candidate, Ranked } from '../ranking.ts';
import { Phrases } from '../reading/patterns.ts';
import { tokenise } from '../reading/tokens.ts';

/** What a question is about, named after the files of knowledge/answers: by these the owners share the work. */
export const TOPICS = [
  'accounts',
  'dpia-and-risk',
  'messages-and-cases',
  'moderation',
  'personal-data',
  'photos-and-people',
  'planning-and-content',
  'platforms',
  'politics-and-private-use',
  'records',
  'responsibility',
  'other',
] as const;
export const Topic = z.enum(TOPICS);
export type Topic = z.infer<typeof Topic>;

const split = (text: string) => text.split(', ');

/** The finer topics that written answers carry. One that stands nowhere here tells nothing: a gap, a refusal, or a municipality's own. */
const FINER: Record<Exclude<Topic, 'other'>, readonly string[]> = {
  accounts: ['accounts'],
  'dpia-and-risk': ['dpia', 'measures', 'risks'],
  'messages-and-cases': ['case handling', 'cases', 'messages', 'response'],
  moderation: ['moderation'],
  'personal-data': split(
    'personal data, privacy, processing, profiling, secrecy, special categories, trust, breaches, contact',
  ),
  'photos-and-people': split(
    'artists, children, consent, copyright, employees, live, names, patients, photos, plates, sound, video',
  ),
  'planning-and-content': split('basics, content, crisis, law, planning, publishing, KS guide, public administration'),
  platforms: split(
    'advised-against areas, joint controllership, platforms, pure information, third-country transfer, technology',
  ),
  'politics-and-private-use': ['politics'],
  records: ['records'],
  responsibility: ['responsibility', 'supervision'],
};
const COARSE = new Map<string, Topic>(
  Object.entries(FINER).flatMap(([topic, finer]) => finer.map((f) => [f, topic as Topic] as const)),
);

/** The topics of what search can find, by `curated:<entry>`, `rule:<id>` and `law:<id>`; several where several answers rest on it. */
export type Topics = ReadonlyMap<string, readonly Topic[]>;

/** Reads the topics out of the written answers: a rule or note has those of the answers that rest on it, a gap those of the lines nearest to it. */
export function topicsOf(knowledge: Pick<Knowledge, 'curated' | 'guidelines'>): Topics {
  const topics = new Map<string, Topic[]>();
  const add = (key: string, topic: Topic) => {
    const there = topics.get(key) ?? [];
    if (!there.includes(topic)) topics.set(key, [...there, topic]);
  };
  for (const entry of knowledge.curated) {
    const topic = COARSE.get(entry.topic);
    if (!topic) continue;
    add(`curated:${entry.id}`, topic);
    if (entry.outcome !== 'answered') continue;
    for (const rule of entry.rules) add(`rule:${rule}`, topic);
    for (const ref of entry.claims.flatMap((c) => c.cite)) if ('law' in ref) add(`law:${ref.law}`, topic);
  }
  for (const entry of knowledge.curated)
    if (entry.outcome === 'unsure' && !topics.has(`curated:${entry.id}`))
      for (const ref of entry.closest)
        for (const key of standingAt(ref, knowledge.guidelines))
          for (const topic of topics.get(key) ?? []) add(`curated:${entry.id}`, topic);
  return topics;
}

function standingAt(ref: Reference, guidelines: Knowledge['guidelines']): string[] {
  if ('law' in ref) return [`law:${ref.law}`];
  const [document, from = 0, to = 0] = ref.at.split(/[:-](?=\d)/).map((x, i) => (i === 0 ? x : Number(x))) as [
    string,
    number?,
    number?,
  ];
  const rules = guidelines.find((g) => g.id === document)?.rules ?? [];
  return rules.filter((r) => r.lines[0] <= to && from <= r.lines[1]).map((r) => `rule:${r.id}`);
}

/** How many of the best candidates have a say, and how much more a better one counts. */
const ASKED = 8;
const SHARPNESS = 3;

/** What a question is about, by what search ranked nearest to it; `other` where nothing near has a topic. */
export function topicOf(ranked: readonly Pick<Ranked, 'candidate' | 'score'>[], topics: Topics): Topic {
  const votes = new Map<Topic, number>();
  const known = ranked.flatMap(({ candidate, score }) => {
    const of = topics.get(keyOf(candidate)) ?? [];
    return of.length > 0 ? [{ of, score }] : [];
  });
  for (const { of, score } of known.slice(0, ASKED))
    for (const topic of of) votes.set(topic, (votes.get(topic) ?? 0) + score ** SHARPNESS / of.length);
  let best: Topic = 'other';
  for (const [topic, vote] of votes) if (vote > (votes.get(best) ?? 0)) best = topic;
  return best;
}

function keyOf(candidate: Candidate): string {
  switch (candidate.kind) {
    case 'curated':
      return `curated:${candidate.entry}`;
    case 'passage':
      return `rule:${candidate.rule}`;
    case 'law':
      return `law:${candidate.law}`;
    case 'outside':
      return '';
  }
}

/**
 * Words of child welfare, secrecy and somebody's health or care, in four languages read together. Left out: what is asked of the service and not of a
 * person, such as finding foster homes.
 */
const CONFIDENTIAL = split(
  'barnevern*, barneverntjeneste*, barnevernsbarn*, barneverntiltak, omsorgsovertak*, omsorgsovertakelse*, akuttplasser*, fosterbarn*, bekymringsmelding*, bekymringsmeld*, uromelding*, barnahus, mishandl*, overgrep, overgrepet, seksuelle overgrep, seksuelt misbruk*, omsorgssvikt*, vold i nære relasjoner, vald i nære relasjonar, vold i hjemmet, vald i heimen, krisesenter*, voldsutsatt*, valdsutsett*, taushetsplikt*, taushetsbelagt*, teieplikt*, teiepliktig*, hemmelig adresse, hemmeleg adresse, sperret adresse, sperra adresse, skjermet adresse, skjerma adresse, skjult adresse, skjult identitet, gradert adresse, adressesperre*, adressegrader*, kode 6, kode 7, trusselutsatt*, trugselutsett*, fortrolig adresse, strengt fortrolig, helseopplysning*, sykejournal*, pasientjournal*, sjukejournal*, journalopplysning*, psykisk helse, psykiske plager, rusproblem*, rusmiddel*, sosialhjelp*, gjeldsrådgiv*, varsling*, varsler, varslar, ' +
    'socialtjänst*, orosanmäl*, omhändertag*, tvångsomhändertag*, placerade barn, familjehemsplacer*, barnmisshandel*, misshandel*, misshandl*, sexuella övergrepp, övergrepp, våld i nära relation*, hedersvåld*, våldsutsatt*, kvinnojour*, tystnadsplikt*, sekretess*, skyddade personuppgifter, skyddad adress*, skyddad identitet, skyddad folkbokföring, hemlig adress*, hälsouppgift*, patientjournal*, journaluppgift*, psykisk ohälsa, missbruk*, ekonomiskt bistånd, försörjningsstöd*, visselblås*, elevhälsoakt*, ' +
    "child welfare*, child protection*, child protective*, children's services, taken into care, foster child*, child abuse*, sexual abuse*, abused, neglected child*, domestic violence*, domestic abuse*, women's shelter*, duty of confidentiality, duty of secrecy, professional secrecy, bound by secrecy, secrecy, protected address*, secret address*, hidden address*, protected identity, protected identities, health information, health data, medical record*, patient record*, mental health, drug problem*, substance abuse*, welfare benefit*, whistleblow*",
);
/** Short words that mean something else in another of the languages. */
const CONFIDENTIAL_IN: Record<Lang, readonly string[]> = {
  nb: split('rus, legejournal*'),
  nn: split('rus, legejournal*'),
  sv: split('soc, lvu, lvm, hvb-hem*, jourhem*'),
  en: split('abuse, in foster care, in care'),
};

const EVERYWHERE = phrases(CONFIDENTIAL);
const BY_LANG = {
  nb: phrases(CONFIDENTIAL_IN.nb),
  nn: phrases(CONFIDENTIAL_IN.nn),
  sv: phrases(CONFIDENTIAL_IN.sv),
  en: phrases(CONFIDENTIAL_IN.en),
};

function phrases(list: readonly string[]): Phrases<true> {
  const all = new Phrases<true>();
  for (const phrase of list) all.add(phrase, true);
  return all;
}

/** These are asked about without anybody in mind ("may we share a party's post?"): they count where the text speaks of somebody. */
const ABOUT_SOMEBODY = new Set(['religion', 'politics', 'union']);

/**
 * Whether a question is for the data protection officer alone: special categories of article 9, child welfare, matters under secrecy. When in doubt yes: one
 * too many costs the officer a minute, one too few shows somebody's illness to a whole channel. Takes masked and unmasked text.
 */
export function isConfidential(text: string, lang: Lang): boolean {
  const { tokens } = tokenise(text);
  if (EVERYWHERE.findAll(tokens).length > 0 || BY_LANG[lang].findAll(tokens).length > 0) return true;
  const names = [...text.matchAll(/\[name\]/g)].map(({ index }) => ({ from: index, to: index + '[name]'.length }));
  return specialWords(text, names).some((s) => !ABOUT_SOMEBODY.has(s.category) || s.about !== 'nobody');
}
