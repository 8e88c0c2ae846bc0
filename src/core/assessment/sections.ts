import type { Lang, Localised } from '../language.ts';

/**
 * The fourteen parts of an assessment and the fields of those that are plain text (design: domain sheet, section C). `basis` names the article or the
 * lines of KS' slides that ask for it. A PLM shows the short parts only; the data has room for all of them, so that it can grow without losing a word.
 */
type Field = { id: string; label: Localised; hint?: Localised };
export type Section = {
  id: SectionId;
  n: number;
  /** Part of a PLM too. */
  short: boolean;
  basis: string;
  title: Localised;
  fields: readonly Field[];
};

const SECTION_IDS = [
  'header',
  'description',
  'basis',
  'necessity',
  'balancing',
  'openness',
  'platform',
  'views',
  'risks',
  'measures',
  'ethics',
  'conclusion',
  'decision',
  'review',
] as const;
export type SectionId = (typeof SECTION_IDS)[number];

/** `nb | nn | sv | en` as a text in four languages. */
function words(four: string): Localised {
  const [nb = '', nn = '', sv = '', en = ''] = four.split(' | ');
  return { nb, nn, sv, en };
}
const field = (id: string, four: string): Field => ({ id, label: words(four) });

export const SECTIONS: readonly Section[] = [
  {
    id: 'header',
    n: 1,
    short: true,
    basis: 'ks-slides:264',
    title: words('Om vurderingen | Om vurderinga | Om bedömningen | About the assessment'),
    fields: [
      field('unit', 'Enhet | Eining | Enhet | Unit'),
      field('platform', 'Plattform og konto | Plattform og konto | Plattform och konto | Platform and account'),
      field(
        'team',
        'Hvem har deltatt (roller) | Kven har delteke (roller) | Vilka har deltagit (roller) | Who took part (roles)',
      ),
    ],
  },
  {
    id: 'description',
    n: 2,
    short: true,
    basis: 'GDPR art. 35(7)(a), ks-slides:201',
    title: words('Systematisk beskrivelse | Systematisk skildring | Systematisk beskrivning | Systematic description'),
    fields: [
      field('purpose', 'Formål | Formål | Ändamål | Purpose'),
      field(
        'subjects',
        'Hvem opplysningene gjelder | Kven opplysingane gjeld | Vilka uppgifterna gäller | Data subjects',
      ),
      field(
        'data',
        'Typer personopplysninger | Typar personopplysingar | Slag av personuppgifter | Types of personal data',
      ),
      field(
        'flow',
        'Hvordan opplysningene flyter | Korleis opplysingane flyt | Hur uppgifterna flödar | How the data flow',
      ),
      field('functions', 'Funksjoner på og av | Funksjonar på og av | Funktioner på och av | Functions on and off'),
      field('recipients', 'Mottakere | Mottakarar | Mottagare | Recipients'),
      field('retention', 'Hvor lenge | Kor lenge | Hur länge | Retention'),
      field('volume', 'Omfang | Omfang | Omfattning | Volume'),
    ],
  },
  {
    id: 'basis',
    n: 3,
    short: true,
    basis: 'GDPR art. 6, 9, ks-slides:203',
    title: words('Behandlingsgrunnlag | Behandlingsgrunnlag | Rättslig grund | Legal basis'),
    fields: [
      field(
        'article6',
        'Artikkel 6, og loven bak | Artikkel 6, og lova bak | Artikel 6, och lagen bakom | Article 6, and the law behind it',
      ),
      field(
        'article9',
        'Særlige kategorier (artikkel 9) | Særlege kategoriar (artikkel 9) | Känsliga personuppgifter (artikel 9) | Special categories (Article 9)',
      ),
      field('secrecy', 'Taushetsplikt | Teieplikt | Sekretess | Duty of secrecy'),
      field(
        'image',
        'Retten til eget bilde og opphavsrett | Retten til eige bilete og opphavsrett | Upphovsrätt och rätten till egen bild (Norge) | Right to one’s own image and copyright',
      ),
      field('consent', 'Bruk av samtykke | Bruk av samtykke | Användning av samtycke | Use of consent'),
    ],
  },
  {
    id: 'necessity',
    n: 4,
    short: true,
    basis: 'GDPR art. 35(7)(b), norberg:220-221',
    title: words(
      'Nødvendighet og proporsjonalitet | Naudsyn og proporsjonalitet | Nödvändighet och proportionalitet | Necessity and proportionality',
    ),
    fields: [
      field(
        'alternatives',
        'Alternativer (nettside, bilder uten personer) | Alternativ (nettside, bilete utan personar) | Alternativ (webbplats, bilder utan personer) | Alternatives (website, person-free images)',
      ),
      field(
        'minimisation',
        'Ikke mer enn nødvendig | Ikkje meir enn nødvendig | Inte mer än nödvändigt | No more than needed',
      ),
    ],
  },
  {
    id: 'balancing',
    n: 5,
    short: false,
    basis: 'ks-slides:211-218, ks-slides:258-259',
    title: words('Interesseavveiing | Interesseavveging | Intresseavvägning | Balancing of interests'),
    fields: [field('together', 'Samlet avveiing | Samla avveging | Samlad avvägning | On balance')],
  },
  {
    id: 'openness',
    n: 6,
    short: true,
    basis: 'ks-slides:166-175',
    title: words('Åpenhet og rettigheter | Openheit og rettar | Öppenhet och rättigheter | Openness and rights'),
    fields: [
      field('notice', 'Informasjon | Informasjon | Information | Notice'),
      field('contact', 'Kontaktpunkt | Kontaktpunkt | Kontaktpunkt | Contact point'),
      field('objection', 'Å protestere | Å protestere | Att invända | Objection'),
      field('removal', 'Å få noe tatt bort | Å få noko teke bort | Att få något borttaget | Removal'),
      field('access', 'Innsyn | Innsyn | Tillgång | Access'),
    ],
  },
  {
    id: 'platform',
    n: 7,
    short: false,
    basis: 'GDPR art. 26, ks-slides:125-127, ks-article:33-35',
    title: words(
      'Forholdet til plattformen | Tilhøvet til plattforma | Förhållandet till plattformen | Platform relations',
    ),
    fields: [
      field(
        'joint',
        'Felles behandlingsansvar (art. 26) | Felles behandlingsansvar (art. 26) | Gemensamt personuppgiftsansvar (art. 26) | Joint controllership (Art. 26)',
      ),
      field(
        'processors',
        'Databehandlere og leverandører | Databehandlarar og leverandørar | Personuppgiftsbiträden och leverantörer | Processors and suppliers',
      ),
      field(
        'transfers',
        'Overføring til tredjeland | Overføring til tredjeland | Tredjelandsöverföring | Third-country transfer',
      ),
      field(
        'fallback',
        'Hvis grunnlaget for overføring faller | Viss grunnlaget for overføring fell | Om grunden för överföring faller | If the ground for transfer falls',
      ),
    ],
  },
  {
    id: 'views',
    n: 8,
    short: false,
    basis: 'GDPR art. 35(9), ks-slides:253',
    title: words(
      'Synspunkter fra dem det gjelder | Synspunkt frå dei det gjeld | Synpunkter från dem det gäller | Views of those affected',
    ),
    fields: [],
  },
  {
    id: 'risks',
    n: 9,
    short: true,
    basis: 'GDPR art. 35(7)(c), ks-slides:205, ks-slides:222-240',
    title: words('Risikoer | Risikoar | Risker | Risks'),
    fields: [],
  },
  {
    id: 'measures',
    n: 10,
    short: true,
    basis: 'GDPR art. 35(7)(d), ks-slides:242-253',
    title: words('Tiltak | Tiltak | Åtgärder | Measures'),
    fields: [],
  },
  {
    id: 'ethics',
    n: 11,
    short: false,
    basis: 'ks-slides:207',
    title: words('Etisk vurdering | Etisk vurdering | Etisk bedömning | Ethical assessment'),
    fields: [
      field('refuse', 'Hvem kan ikke si nei? | Kven kan ikkje seie nei? | Vem kan inte säga nej? | Who cannot say no?'),
      field(
        'power',
        'Hvem har makt over hvem? | Kven har makt over kven? | Vem har makt över vem? | Who has power over whom?',
      ),
      field(
        'surveillance',
        'Kommersiell overvåking | Kommersiell overvaking | Kommersiell övervakning | Commercial surveillance',
      ),
      field('exclusion', 'Hvem blir stengt ute? | Kven blir stengd ute? | Vem stängs ute? | Who is shut out?'),
      field(
        'years',
        'Tåler dette å bli sett om ti år? | Toler dette å bli sett om ti år? | Håller detta om tio år? | Will this stand in ten years?',
      ),
      field(
        'openly',
        'Kan det forklares åpent? | Kan det forklarast ope? | Kan det förklaras öppet? | Can it be explained openly?',
      ),
    ],
  },
  {
    id: 'conclusion',
    n: 12,
    short: true,
    basis: 'GDPR art. 35(7)(c)-(d), 36',
    title: words(
      'Restrisiko og konklusjon | Restrisiko og konklusjon | Kvarstående risk och slutsats | Residual risk and conclusion',
    ),
    fields: [
      field('summary', 'Konklusjon | Konklusjon | Slutsats | Conclusion'),
      field('conditions', 'Vilkår | Vilkår | Villkor | Conditions'),
    ],
  },
  {
    id: 'decision',
    n: 13,
    short: true,
    basis: 'GDPR art. 35(2)',
    title: words('Råd og beslutning | Råd og avgjerd | Råd och beslut | Advice and decision'),
    fields: [],
  },
  {
    id: 'review',
    n: 14,
    short: true,
    basis: 'GDPR art. 35(11), ks-slides:261-262',
    title: words('Ny gjennomgang | Ny gjennomgang | Översyn | Review'),
    fields: [
      field('triggers', 'Gjennomgås også ved | Blir òg gjennomgått ved | Ses även över vid | Also reviewed upon'),
    ],
  },
];

function sectionOf(id: SectionId): Section {
  const section = SECTIONS.find((s) => s.id === id);
  if (!section) throw new RangeError(`there is no section ${id}`);
  return section;
}

/** `2 Systematisk beskrivelse`. */
export function sectionTitle(id: SectionId, lang: Lang): string {
  const { n, title } = sectionOf(id);
  return `${n} ${title[lang]}`;
}
