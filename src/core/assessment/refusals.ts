import type { Lang, Localised } from '../language.ts';
import type { State } from './document.ts';
import { ROLE_NAMES, type Role } from './roles.ts';

/** Why a step is not taken. Expected, so a value; each has its words in four languages. */
export type Refusal =
  | { code: 'wrong_state'; state: State }
  | { code: 'wrong_role'; roles: Role[] }
  | {
      code: 'bot' | 'not_own' | 'dpo_advises' | 'no_reason' | 'no_advice' | 'consultation' | 'stopped' | 'not_editable';
    }
  | { code: 'incomplete'; fields: string[] }
  | { code: 'blocked'; answers: string[] }
  | { code: 'planned'; measures: string[] }
  | { code: 'drop'; risks: string[] };

const TEXTS: Record<Refusal['code'], Localised> = {
  wrong_state: {
    nb: 'Det kan ikke gjøres nå, slik vurderingen står.',
    nn: 'Det kan ikkje gjerast no, slik vurderinga står.',
    sv: 'Det går inte att göra nu, i det läge bedömningen är.',
    en: 'That can’t be done now, as the assessment stands.',
  },
  wrong_role: {
    nb: 'Det steget hører til en annen rolle: {list}.',
    nn: 'Det steget høyrer til ei anna rolle: {list}.',
    sv: 'Det steget hör till en annan roll: {list}.',
    en: 'That step belongs to another role: {list}.',
  },
  bot: {
    nb: 'Jeg signerer ikke. Det gjør mennesker.',
    nn: 'Eg signerer ikkje. Det gjer menneske.',
    sv: 'Jag signerar inte. Det gör människor.',
    en: 'I do not sign. People do.',
  },
  not_own: {
    nb: 'Du kan ikke beslutte det du selv har skrevet.',
    nn: 'Du kan ikkje avgjere det du sjølv har skrive.',
    sv: 'Du kan inte besluta om det du själv har skrivit.',
    en: 'You can’t decide on what you wrote yourself.',
  },
  dpo_advises: {
    nb: 'Personvernombudet gir råd. Behandlingsansvarlig beslutter.',
    nn: 'Personvernombodet gir råd. Behandlingsansvarleg avgjer.',
    sv: 'Dataskyddsombudet ger råd. Personuppgiftsansvarig beslutar.',
    en: 'The DPO advises. The controller decides.',
  },
  no_reason: {
    nb: 'Skriv en begrunnelse.',
    nn: 'Skriv ei grunngiving.',
    sv: 'Skriv en motivering.',
    en: 'Write a reason.',
  },
  no_advice: {
    nb: 'Rådet fra personvernombudet mangler.',
    nn: 'Rådet frå personvernombodet manglar.',
    sv: 'Dataskyddsombudets råd saknas.',
    en: 'The DPO’s advice is missing.',
  },
  consultation: {
    nb: 'Minst én risiko er 8 eller mer også etter tiltakene. Drøft med tilsynsmyndigheten først, eller la være.',
    nn: 'Minst éin risiko er 8 eller meir òg etter tiltaka. Drøft med tilsynsmyndigheita først, eller la vere.',
    sv: 'Minst en risk är 8 eller mer även efter åtgärderna. Samråd med tillsynsmyndigheten först, eller låt bli.',
    en: 'At least one risk is still 8 or more after the measures. Consult the supervisory authority first, or drop the plan.',
  },
  stopped: {
    nb: 'Beslutningen var å la være.',
    nn: 'Avgjerda var å la vere.',
    sv: 'Beslutet var att låta bli.',
    en: 'The decision was to leave it.',
  },
  not_editable: {
    nb: 'Vurderingen er hos noen andre. Be om å få den tilbake først.',
    nn: 'Vurderinga er hos nokon andre. Be om å få ho tilbake først.',
    sv: 'Bedömningen är hos någon annan. Be att få tillbaka den först.',
    en: 'The assessment is with somebody else. Ask to have it back first.',
  },
  incomplete: {
    nb: 'Dette mangler: {list}.',
    nn: 'Dette manglar: {list}.',
    sv: 'Det här saknas: {list}.',
    en: 'This is missing: {list}.',
  },
  blocked: {
    nb: 'Svar som hindrer beslutning til de er endret: {list}.',
    nn: 'Svar som hindrar avgjerd til dei er endra: {list}.',
    sv: 'Svar som hindrar beslut tills de har ändrats: {list}.',
    en: 'Answers that block a decision until they change: {list}.',
  },
  planned: {
    nb: 'Planlagte tiltak må være gjennomført før vurderingen kan besluttes: {list}.',
    nn: 'Planlagde tiltak må vere gjennomførte før vurderinga kan avgjerast: {list}.',
    sv: 'Planerade åtgärder måste vara genomförda innan bedömningen kan beslutas: {list}.',
    en: 'Planned measures must be in place before the assessment can be decided: {list}.',
  },
  drop: {
    nb: 'Risikoen går ned mer enn 2 trinn. Personvernombudet må kommentere: {list}.',
    nn: 'Risikoen går ned meir enn 2 trinn. Personvernombodet må kommentere: {list}.',
    sv: 'Risken sänks mer än 2 steg. Dataskyddsombudet måste kommentera: {list}.',
    en: 'The risk falls by more than 2 steps. The DPO must comment: {list}.',
  },
};

/** A refusal in words. Ids stand as they are; roles by their usual names. */
export function sayRefusal(refusal: Refusal, lang: Lang): string {
  const list = () => {
    switch (refusal.code) {
      case 'wrong_role':
        return refusal.roles.map((r) => ROLE_NAMES[r][lang]);
      case 'incomplete':
        return refusal.fields;
      case 'blocked':
        return refusal.answers;
      case 'planned':
        return refusal.measures;
      case 'drop':
        return refusal.risks;
      default:
        return [];
    }
  };
  return TEXTS[refusal.code][lang].replace('{list}', list().join(', '));
}
