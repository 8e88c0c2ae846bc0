import type { Lang } from '../../src/core/language.ts';

/**
 * Words that our own texts don't use, by language: the glossary's "Don't write", approvals, and manners. `*` ends a word beginning, `_` stands for a
 * blank. Left out are words that are wrong in one sense only, which no list can tell: plattform (for our page), artikkel and article (for a post),
 * forum, test, revisjon, virksomhet (for one unit), vedtak, insyn, forby (for fraråde), actual, gallring and kassasjon (right for records).
 */
const FORBIDDEN: Record<Lang, readonly string[]> = {
  nb: words(`
    personvernansvarlig integritetsombud behandlingsansvarig borger* klient* kunde kunden kunder kundene pasient* foreldre* mor_og_far
    mindreårig* tjenestemann* tjenestemenn* ansvarlig_redaktør barnomsorg* personvärn datasikkerhet persondata* personupplysning* hjemmel hjemmelen
    hensikt* eksport* hemmelighold* fortrolig* konfidensiell* kode_6 berettiget_interesse quiz* mini-dpia bruttorisiko iboende nettorisiko
    implementer* nøytral_informasjon synlig_ansikt harmløs* printscreen backup* tilsynsplikt sensur* offentlig_dokument* sakbehandl* må_ikke
    eventuelt eventuelle godkjen* klarert* tillatelse* vi oss vår våre dessverre beklager han hun de_små objekt objekter`),
  nn: words(`
    personvernansvarleg behandlingsansvarig borgar* borger* klient* kunde kunden kundar kundane pasient* foreldre* mor_og_far mindreårig*
    tenestemann* tenestemenn* ansvarleg_redaktør barneomsorg* datatryggleik persondata* heimel heimelen hensikt* eksport* hemmeleghald* fortruleg*
    konfidensiell* kode_6 quiz* mini-dpia bruttorisiko ibuande nettorisiko implementer* nøytral_informasjon synleg_ansikt harmlaus* printscreen
    backup* tilsynsplikt sensur* offentleg_dokument* må_ikkje eventuelt eventuelle godkjen* klarert* løyve vi oss vår våre diverre dessverre
    dei_små objekt`),
  sv: words(`
    personvernansvarlig integritetsombud* behandlingsansvarig delat_ansvar databehandlare* objekt medborgare* klient* kund kunden kunder patient*
    föräldr* mamma* pappa* minderårig* tjänsteman tjänstemän* ansvarig_utgivare datainspektionen barnomsorg* personvärn persondata* personupplysning*
    tillåtelse* klaga klagar avsikt* avvikelse* kod_6 hemlig_identitet konfidentiell* förtrolig* konsekvensutredning* quiz* mini-dpia bruttorisk
    nettorisk tilltag* implementer* handledning* neutral_information synligt_ansikte harmlös* printscreen backup* tilsynsplikt tillsynsplikt censur*
    offentlig_handling* journalför* journaling måste_inte eventuellt eventuella godkän* klarert vi oss vår våra tyvärr han hon de_små`),
  en: words(`
    data_owner* data_handler* object objects citizen* client* customer* patient patients parent parents mother father a_minor minors sensitive_data
    approv* pre-approval clearance cleared export* deviation* code_6 secret_identity quiz* probability severity gross_risk net_risk mitigat*
    implement* neutral_information visible_face harmless image_right* printscreen backup* censor* official_document* may_not eventually permission
    permitted we us our unfortunately sorry he she his her`),
};

/** Verdicts that are not ours to give, where they are said of something: "is legal", not "legal basis" or "unlawful threats". */
const VERDICTS =
  /(?<!\p{L})(?:er|är|is|are|be|blir|bli|becomes|vere|være|vara|var|was)\s+(?:\p{L}+\s+)?(?:u?lovlige?|u?lovlege?|o?lagli(?:g|gt|ga)|(?:il)?legal|(?:un)?lawful|permitted|allowed|tillatt|tillate|tillåt[en]t?|trygt?|tryggt|trygge|safe|approved|cleared)(?!\p{L})/giu;

function words(list: string): string[] {
  return list
    .trim()
    .split(/\s+/)
    .map((w) => w.replaceAll('_', ' '));
}

/** The forbidden words and verdicts in a text, lower case. What the text quotes is other people's words and does not count. */
export function forbiddenIn(lang: Lang, text: string): string[] {
  const own = text.replace(/«[^»]*»|”[^”]*”|“[^”]*”/g, ' ').replace(/\bUS\b/g, ' ');
  const found = FORBIDDEN[lang].flatMap((word) => {
    const pattern = word.replace(/\*$/, '\\p{L}*');
    return own.match(new RegExp(`(?<![\\p{L}\\p{N}-])${pattern}(?![\\p{L}\\p{N}])`, 'giu')) ?? [];
  });
  return [...found, ...(own.match(VERDICTS) ?? [])].map((w) => w.toLowerCase());
}
