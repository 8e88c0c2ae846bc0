import { foldLetters } from './text.ts';

/** Questions for a number, a time, a price or a size, in the four languages, letters folded. */
const ASKS =
  /(?<!\p{L})(?:hvor mange|kor mange|hur manga|hur många|how many|how much|hvor mye|kor mykje|hur mycket|hvor lang|kor lang|hur lang|hur lång|how long|hvor ofte|kor ofte|hur ofta|how often|hvor raskt|kor raskt|kor fort|hvor fort|hur snabbt|how fast|how quickly|hvor stor|kor stor|hur stor|how big|how large|hvor höy|kor höge?|how high|hvor gammel|kor gammal|hur gammal|how old|koster|kostar|kosta|cost|costs|price|pris|prisen|priset|avgift|gebyr|fee|fees|prosent|procent|percent|per cent|andel|andelen|frist|fristen|deadline|når må|når skal|when is|which year|hvilket år|kva år|vilket år|klokka|klokken|klockan|what time)/iu;

/** A figure or a measure of time in a text: what such a question could be answered with. */
const HAS =
  /\d|(?<!\p{L})(?:en gang|ein gong|en gång|once|twice|to ganger|två gånger|daglig|dagleg|dagligen|daily|hver dag|kvar dag|varje dag|varje vardag|hver hverdag|every|vardag|halvår|half.year|årlig|årleg|årligen|yearly|samme dag|same dag|samma dag|same day|to dager|två dagar|two days|några gånger|uke|veke|vecka|week|år|year|måned|månad|month|straks|omgående|skyndsamt|at once|promptly|snabbt|raskt|quickly|continuous|kontinuerlig)(?!\p{L})/iu;

/** Whether a question asks for a figure; linear in its length, of which the first 500 characters count. */
export function asksFigure(question: string): boolean {
  return ASKS.test(foldLetters(question.slice(0, 500)));
}

/** Whether a text holds a figure or a measure of time. */
export function hasFigure(text: string): boolean {
  return HAS.test(foldLetters(text));
}
