import type { Country, Lang, Localised } from '../language.ts';
import type { Kind, State } from './document.ts';
import type { Band } from './risk.ts';

const w = (nb: string, nn: string, sv: string, en: string): Localised => ({ nb, nn, sv, en });

/** The fixed words of an assessment as it is shown and exported. {values} are filled in by `term`. */
const TERMS = {
  title: w('Vurdering', 'Vurdering', 'Bedömning', 'Assessment'),
  summary: w('Sammendrag', 'Samandrag', 'Sammanfattning', 'Summary'),
  state: w('Status', 'Status', 'Status', 'Status'),
  kind: w('Type', 'Type', 'Typ', 'Kind'),
  country: w('Land', 'Land', 'Land', 'Country'),
  version: w('Versjon', 'Versjon', 'Version', 'Version'),
  municipality: w('Kommune', 'Kommune', 'Kommun', 'Municipality'),
  outcome: w('Svarene peker mot', 'Svara peikar mot', 'Svaren pekar mot', 'The answers point to'),
  definition: w('Spørsmålene', 'Spørsmåla', 'Frågorna', 'The questions'),
  definitionValue: w(
    '{title}, versjon {version}',
    '{title}, versjon {version}',
    '{title}, version {version}',
    '{title}, version {version}',
  ),
  definitionOlder: w(
    'Spørsmålene er endret siden svarene ble gitt (da versjon {version}).',
    'Spørsmåla er endra sidan svara vart gjevne (då versjon {version}).',
    'Frågorna har ändrats sedan svaren gavs (då version {version}).',
    'The questions have changed since they were answered (then version {version}).',
  ),
  answers: w('Svarene', 'Svara', 'Svaren', 'The answers'),
  question: w('Spørsmål', 'Spørsmål', 'Fråga', 'Question'),
  answer: w('Svar', 'Svar', 'Svar', 'Answer'),
  lines: w('Linjer', 'Linjer', 'Rader', 'Lines'),
  basisNote: w('Bygger på {basis}.', 'Byggjer på {basis}.', 'Bygger på {basis}.', 'Rests on {basis}.'),
  empty: w('Ikke skrevet ennå.', 'Ikkje skrive enno.', 'Inte skrivet ännu.', 'Not written yet.'),
  writtenIn: w(
    'Teksten er skrevet på {lang} og står som den er skrevet.',
    'Teksten er skriven på {lang} og står som han er skriven.',
    'Texten är skriven på {lang} och står som den skrevs.',
    'The text was written in {lang} and stands as it was written.',
  ),
  risk: w('Risiko', 'Risiko', 'Risk', 'Risk'),
  cause: w('Årsak', 'Årsak', 'Orsak', 'Cause'),
  consequenceOf: w('Følge', 'Følgje', 'Följd', 'What follows'),
  before: w('Før tiltak', 'Før tiltak', 'Före åtgärder', 'Before measures'),
  now: w('Nå (gjennomførte tiltak)', 'No (gjennomførte tiltak)', 'Nu (genomförda åtgärder)', 'Now (measures in place)'),
  after: w('Med planlagte tiltak', 'Med planlagde tiltak', 'Med planerade åtgärder', 'With planned measures'),
  likelihood: w('Sannsynlighet', 'Sannsyn', 'Sannolikhet', 'Likelihood'),
  consequence: w('Konsekvens', 'Konsekvens', 'Konsekvens', 'Consequence'),
  measure: w('Tiltak', 'Tiltak', 'Åtgärd', 'Measure'),
  owner: w('Ansvarlig', 'Ansvarleg', 'Ansvarig', 'Owner'),
  due: w('Frist', 'Frist', 'Klart senast', 'Due'),
  effect: w('Virkning', 'Verknad', 'Verkan', 'Effect'),
  lowersLikelihood: w(
    '{risk}: sannsynlighet ned ett trinn. {reason}',
    '{risk}: sannsyn ned eitt trinn. {reason}',
    '{risk}: sannolikhet ned ett steg. {reason}',
    '{risk}: likelihood down one step. {reason}',
  ),
  lowersConsequence: w(
    '{risk}: konsekvens ned ett trinn. {reason}',
    '{risk}: konsekvens ned eitt trinn. {reason}',
    '{risk}: konsekvens ned ett steg. {reason}',
    '{risk}: consequence down one step. {reason}',
  ),
  notConfirmed: w('ikke bekreftet', 'ikkje stadfesta', 'inte bekräftad', 'not confirmed'),
  proposedScore: w(
    'Forslag {score}, ikke bekreftet',
    'Framlegg {score}, ikkje stadfesta',
    'Förslag {score}, inte bekräftat',
    'Suggested {score}, not confirmed',
  ),
  setAside: w('Satt til side: {why}', 'Sett til side: {why}', 'Satt åt sidan: {why}', 'Set aside: {why}'),
  proposedMeasures: w(
    '{n} tiltak fra risikobanken er foreslått og ikke tatt i bruk. De teller ikke.',
    '{n} tiltak frå risikobanken er føreslått og ikkje tekne i bruk. Dei tel ikkje.',
    '{n} åtgärder ur riskbanken är föreslagna och inte upptagna. De räknas inte.',
    '{n} measures of the risk bank are suggested and not taken up. They do not count.',
  ),
  noMeasures: w(
    'Ingen tiltak er ført opp ennå.',
    'Ingen tiltak er førte opp enno.',
    'Inga åtgärder har tagits upp ännu.',
    'No measures have been entered yet.',
  ),
  drop: w(
    '{risk}: Risikoen går ned mer enn 2 trinn. Personvernombudet må kommentere.',
    '{risk}: Risikoen går ned meir enn 2 trinn. Personvernombodet må kommentere.',
    '{risk}: Risken sänks mer än 2 steg. Dataskyddsombudet måste kommentera.',
    '{risk}: The risk falls by more than 2 steps. The DPO must comment.',
  ),
  carrying: w(
    '{id}: Planlagte tiltak teller først når de er gjennomført.',
    '{id}: Planlagde tiltak tel først når dei er gjennomførte.',
    '{id}: Planerade åtgärder räknas först när de är genomförda.',
    '{id}: Planned measures count only once they are in place.',
  ),
  scale: w(
    'Sannsynlighet × konsekvens, 1–4 hver. 1–3 lav, 4–6 middels, 8–9 høy, 12–16 svært høy. For barn, folk under helsehjelp og folk med skjult adresse er konsekvensen 4. Skalaen er varsams egen.',
    'Sannsyn × konsekvens, 1–4 kvar. 1–3 låg, 4–6 middels, 8–9 høg, 12–16 svært høg. For barn, folk under helsehjelp og folk med skjult adresse er konsekvensen 4. Skalaen er varsam sin eigen.',
    'Sannolikhet × konsekvens, 1–4 vardera. 1–3 låg, 4–6 medelhög, 8–9 hög, 12–16 mycket hög. För barn, personer i vård och personer med skyddade personuppgifter är konsekvensen 4. Skalan är varsams egen.',
    'Likelihood × consequence, 1–4 each. 1–3 low, 4–6 medium, 8–9 high, 12–16 very high. For children, people in health care and people with a protected address the consequence is 4. The scale is varsam’s own.',
  ),
  matrix: w('Risikomatrise', 'Risikomatrise', 'Riskmatris', 'Risk matrix'),
  matrixAlt: w(
    'Risikomatrise, {when}. {counts} Den samme matrisen står som tabell under bildet.',
    'Risikomatrise, {when}. {counts} Den same matrisa står som tabell under biletet.',
    'Riskmatris, {when}. {counts} Samma matris står som tabell under bilden.',
    'Risk matrix, {when}. {counts} The same matrix stands as a table below the picture.',
  ),
  counts: w(
    '{very_high} svært høye, {high} høye, {medium} middels, {low} lave.',
    '{very_high} svært høge, {high} høge, {medium} middels, {low} låge.',
    '{very_high} mycket höga, {high} höga, {medium} medelhöga, {low} låga.',
    '{very_high} very high, {high} high, {medium} medium, {low} low.',
  ),
  unconfirmed: w(
    '{n} risikoer er ikke bekreftet og er ikke med i tallene.',
    '{n} risikoar er ikkje stadfesta og er ikkje med i tala.',
    '{n} risker är inte bekräftade och ingår inte i siffrorna.',
    '{n} risks are not confirmed and not in the figures.',
  ),
  missing: w(
    'Dette mangler før råd fra personvernombudet: {list}.',
    'Dette manglar før råd frå personvernombodet: {list}.',
    'Det här saknas före dataskyddsombudets råd: {list}.',
    'Missing before the DPO’s advice: {list}.',
  ),
  interest: w('Hensyn', 'Omsyn', 'Hänsyn', 'Consideration'),
  weight: w('Vekt', 'Vekt', 'Vikt', 'Weight'),
  reason: w('Begrunnelse', 'Grunngiving', 'Motivering', 'Reason'),
  group: w('Gruppe', 'Gruppe', 'Grupp', 'Group'),
  asked: w('Spurt', 'Spurde', 'Tillfrågade', 'Asked'),
  saidOrWhy: w(
    'Synspunkt, eller hvorfor ikke spurt',
    'Synspunkt, eller kvifor ikkje spurde',
    'Synpunkter, eller varför inte tillfrågade',
    'Views, or why not asked',
  ),
  yes: w('Ja', 'Ja', 'Ja', 'Yes'),
  no: w('Nei', 'Nei', 'Nej', 'No'),
  advice: w('Råd fra personvernombudet', 'Råd frå personvernombodet', 'Dataskyddsombudets råd', 'The DPO’s advice'),
  adviceNote: w(
    'Personvernombudet gir råd. Behandlingsansvarlig beslutter.',
    'Personvernombodet gir råd. Behandlingsansvarleg avgjer.',
    'Dataskyddsombudet ger råd. Personuppgiftsansvarig beslutar.',
    'The DPO advises. The controller decides.',
  ),
  comments: w('Kommentar til risiko', 'Kommentar til risiko', 'Kommentar till risk', 'Comment on the risk'),
  sources: w('Kilder', 'Kjelder', 'Källor', 'Sources'),
  lawNote: w(
    '{id} (notat om loven): {title}',
    '{id} (notat om lova): {title}',
    '{id} (not om lagen): {title}',
    '{id} (note on the law): {title}',
  ),
  noAdvice: w('Ikke gitt ennå.', 'Ikkje gjeve enno.', 'Inte lämnat ännu.', 'Not given yet.'),
  decision: w('Beslutning', 'Avgjerd', 'Beslut', 'Decision'),
  noDecision: w('Ikke besluttet.', 'Ikkje avgjort.', 'Inte beslutat.', 'Not decided.'),
  decidedBy: w('Besluttet av {role}', 'Avgjort av {role}', 'Beslutat av {role}', 'Decided by {role}'),
  proceed: w('Gå videre', 'Gå vidare', 'Gå vidare', 'Go ahead'),
  stop: w('La være', 'La vere', 'Låt bli', 'Leave it'),
  followed: w('Rådet er fulgt', 'Rådet er følgt', 'Rådet har följts', 'The advice is followed'),
  whyNot: w('Hvorfor ikke', 'Kvifor ikkje', 'Varför inte', 'Why not'),
  conditions: w('Vilkår', 'Vilkår', 'Villkor', 'Conditions'),
  consultation: w('Forhåndsdrøfting', 'Førehandsdrøfting', 'Förhandssamråd', 'Prior consultation'),
  reviewDate: w('Ny gjennomgang innen', 'Ny gjennomgang innan', 'Översyn senast', 'Review by'),
  reviewDefault: w(
    'Senest {months} måneder etter beslutningen, og straks ved ny funksjon, plattform eller målgruppe, endrede vilkår, endring i rammeverk eller lov, avvik, klagemønster eller en ny sårbar gruppe.',
    'Seinast {months} månader etter avgjerda, og straks ved ny funksjon, plattform eller målgruppe, endra vilkår, endring i rammeverk eller lov, avvik, klagemønster eller ei ny sårbar gruppe.',
    'Senast {months} månader efter beslutet, och genast vid ny funktion, plattform eller målgrupp, ändrade villkor, ändring i ramverk eller lag, personuppgiftsincident, klagomålsmönster eller en ny sårbar grupp.',
    'At most {months} months after the decision, and at once upon a new function, platform or audience, changed terms, a change in framework or law, a personal data breach, a pattern of complaints, or a new vulnerable group.',
  ),
  log: w('Gangen i saken', 'Gangen i saka', 'Ärendets gång', 'Sign-off log'),
  step: w('Steg', 'Steg', 'Steg', 'Step'),
  who: w('Hvem', 'Kven', 'Vem', 'Who'),
  when: w('Når', 'Når', 'När', 'When'),
  why: w('Hvorfor', 'Kvifor', 'Varför', 'Why'),
  deputy: w('stedfortreder', 'stedfortredar', 'ersättare', 'deputy'),
  history: w('Versjoner', 'Versjonar', 'Versioner', 'Versions'),
  changed: w('Endret', 'Endra', 'Ändrat', 'Changed'),
  advisory: w(
    'Laget med varsam, som gir råd. Mennesker beslutter.',
    'Laga med varsam, som gir råd. Menneske avgjer.',
    'Gjord med varsam, som ger råd. Människor beslutar.',
    'Made with varsam, which advises. People decide.',
  ),
  page: w('Side {n}', 'Side {n}', 'Sida {n}', 'Page {n}'),
  logo: w('Logoen til {name}', 'Logoen til {name}', 'Logotyp för {name}', 'Logo of {name}'),
  contents: w('Innhold', 'Innhald', 'Innehåll', 'Contents'),
} as const satisfies Record<string, Localised>;

export type Term = keyof typeof TERMS;
export function term(lang: Lang, key: Term, values: Record<string, string | number> = {}): string {
  return TERMS[key][lang].replace(/\{(\w+)\}/g, (slot, name: string) => String(values[name] ?? slot)).trim();
}

export const BAND_NAMES: Record<Band, Localised> = {
  low: w('lav', 'låg', 'låg', 'low'),
  medium: w('middels', 'middels', 'medelhög', 'medium'),
  high: w('høy', 'høg', 'hög', 'high'),
  very_high: w('svært høy', 'svært høg', 'mycket hög', 'very high'),
};

/** In Sweden PLM is shown as a simplified assessment: the name is Oslo's. */
export function kindName(kind: Kind, country: Country, lang: Lang): string {
  if (kind === 'DPIA')
    return w(
      'Vurdering av personvernkonsekvenser (DPIA)',
      'Vurdering av personvernkonsekvensar (DPIA)',
      'Konsekvensbedömning',
      'Data protection impact assessment (DPIA)',
    )[lang];
  if (country === 'SE' || lang === 'sv')
    return w(
      'Forenklet vurdering (lav eller middels risiko)',
      'Forenkla vurdering (låg eller middels risiko)',
      'Förenklad bedömning (låg eller medelhög risk)',
      'Simplified assessment (low or medium risk)',
    )[lang];
  return w(
    'Vurdering ved lav eller middels risiko (PLM)',
    'Vurdering ved låg eller middels risiko (PLM)',
    'Förenklad bedömning (låg eller medelhög risk)',
    'Low or medium-risk assessment (PLM)',
  )[lang];
}

export const STATE_NAMES: Record<State, Localised> = {
  draft: w('Utkast', 'Utkast', 'Utkast', 'Draft'),
  unit: w('Hos enheten', 'Hos eininga', 'Hos enheten', 'With the unit'),
  editor: w('Hos redaktøren', 'Hos redaktøren', 'Hos redaktören', 'With the editor'),
  security_archive: w(
    'Hos sikkerhet og arkiv',
    'Hos tryggleik og arkiv',
    'Hos säkerhet och arkiv',
    'With security and archive',
  ),
  dpo_advice: w(
    'Venter på råd fra personvernombudet',
    'Ventar på råd frå personvernombodet',
    'Väntar på råd från dataskyddsombudet',
    'Awaiting the DPO’s advice',
  ),
  decided: w('Besluttet', 'Avgjort', 'Beslutat', 'Decided'),
  active: w('I bruk', 'I bruk', 'I bruk', 'In use'),
  review_due: w('Til ny gjennomgang', 'Til ny gjennomgang', 'Ska ses över', 'Review due'),
  closed: w('Avsluttet', 'Avslutta', 'Avslutad', 'Closed'),
};

export const LANG_NAMES: Record<Lang, Localised> = {
  nb: w('bokmål', 'bokmål', 'bokmål', 'bokmål'),
  nn: w('nynorsk', 'nynorsk', 'nynorska', 'nynorsk'),
  sv: w('svensk', 'svensk', 'svenska', 'Swedish'),
  en: w('engelsk', 'engelsk', 'engelska', 'English'),
};
