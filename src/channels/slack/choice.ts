import type { Action } from '../../core/card.ts';
import type { Country, Lang } from '../../core/language.ts';

/** A choice of language or country, typed after `/varsam`. */

const LANGUAGES: readonly [RegExp, Lang | null][] = [
  [/^(?:nb|bokmål|norsk)$/i, 'nb'],
  [/^(?:nn|nynorsk)$/i, 'nn'],
  [/^(?:sv|svensk|svenska|swedish)$/i, 'sv'],
  [/^(?:en|engelsk|engelska|english)$/i, 'en'],
  [/^(?:auto|som spørsmålet|som frågan|as the question)$/i, null],
];
const LANDS: readonly [RegExp, Country][] = [
  [/^(?:no|norge|noreg|norway)$/i, 'NO'],
  [/^(?:se|sverige|sweden)$/i, 'SE'],
];

/** `language nynorsk`, `land Sverige`. */
export function choiceIn(text: string): Action | undefined {
  const [, key = '', value = ''] = /^(\S+)\s+(\S.*)$/.exec(text) ?? [];
  if (/^(?:language|lang|språk|mål)$/i.test(key)) {
    const found = LANGUAGES.find(([said]) => said.test(value.trim()));
    return found && { do: 'language', lang: found[1] };
  }
  if (/^(?:country|land)$/i.test(key)) {
    const found = LANDS.find(([said]) => said.test(value.trim()));
    return found && { do: 'country', country: found[1] };
  }
  return undefined;
}
