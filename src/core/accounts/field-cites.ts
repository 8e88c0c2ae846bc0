import type { Reference } from '../guideline.ts';
import type { FormField } from './form.ts';

/** The lines that a field rests on: shown as "why do we ask?", with the reader's own country first and the other's as an example. */
export const FIELD_CITES: Partial<Record<FormField, Reference[]>> = {
  address: [
    { at: 'osteraker:86-88', quote: 'Uppgifter som ska lämnas är bl a webbadress till kontot och ansvarig person.' },
  ],
  name: [{ at: 'norberg:59-61', quote: 'i förekommande fall vilken verksamhet, som ansvarar för det sociala mediet' }],
  unit: [
    {
      at: 'osteraker:84-86',
      quote: 'När en verksamhet väljer att finnas på sociala medier ska det meddelas till kommunikationsenheten',
    },
  ],
  purpose: [
    { at: 'norberg:72-73', quote: 'Det ska finnas ett tydligt syfte och plan för användandet av sociala medier.' },
  ],
  audience: [{ at: 'osteraker:58-62', quote: 'Viken är vår målgrupp och hur når vi den?' }],
  owner: [
    { at: 'osteraker:90-92', quote: 'utser vilka personer som i tjänsten ska ansvara för kontot.' },
    { at: 'norberg:35-37', quote: 'utse en eller flera ansvariga redaktörer.' },
  ],
  ownerContact: [{ at: 'norberg:91-93', quote: 'Använd din e-postadress som du har i tjänsten' }],
  substitute: [
    { at: 'osteraker:92-94', quote: 'Ersättare ska finnas utsedda vid frånvaro.' },
    { at: 'norberg:121-121', quote: 'Utse alltid en ersättare vid frånvaro.' },
  ],
  administrators: [{ at: 'osteraker:98-98', quote: 'ska ha administratörsbehörighet för mediet ifråga.' }],
  comments: [
    {
      at: 'norberg:117-121',
      quote: 'Det innebär ett ansvar att ha uppsikt över information som användare publicerar.',
    },
  ],
  main: [{ at: 'norberg:79-80', quote: 'Tänk på att kommunens huvudkanal alltid är ett alternativ' }],
  otherAccess: [
    { at: 'osteraker:100-102', quote: 'Vilka som har tillgång till kontot ska framgå av dokumenthanteringsplanen.' },
  ],
  archiveRoutine: [
    {
      at: 'osteraker:94-96',
      quote: 'uppgift om sina sociala medier, hur de hanteras och vem/vilka som ansvarar för kontot.',
    },
  ],
  recordsPlan: [
    {
      at: 'osteraker:94-96',
      quote: 'Respektive enhet ska i sin dokumenthanteringsplan ha uppgift om sina sociala medier',
    },
  ],
  snapshotMonths: [
    {
      at: 'norberg:162-165',
      quote: 'bör varje verksamhet en gång om året, eller inför stora förändringar, spara ögonblicksbild',
    },
    {
      at: 'osteraker:241-243',
      quote: 'exempelvis genom att spara en skärmdump en gång i halvåret eller vid större förändringar.',
    },
  ],
};
