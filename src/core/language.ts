import { z } from 'zod';

/** The languages a user may write and read: bokmål, nynorsk, Swedish, English. Language and country are separate facts. */
export const LANGS = ['nb', 'nn', 'sv', 'en'] as const;
export const Lang = z.enum(LANGS);
export type Lang = z.infer<typeof Lang>;

/** The countries whose guidelines bind a user. A third country would need its own law notes first. */
export const COUNTRIES = ['NO', 'SE'] as const;
export const Country = z.enum(COUNTRIES);
export type Country = z.infer<typeof Country>;

const text = z.string().trim().min(1);
/** One text in all four languages. A missing translation is a fault of the content, never filled in from another language. */
export const Localised = z.strictObject({ nb: text, nn: text, sv: text, en: text });
export type Localised = z.infer<typeof Localised>;

const list = z.array(text);
/** The same for lists: question variants, for instance. */
export const LocalisedList = z.strictObject({ nb: list, nn: list, sv: list, en: list });
export type LocalisedList = z.infer<typeof LocalisedList>;

/** The language a user of a country is answered in when nothing else is known. */
export function defaultLang(country: Country): Lang {
  return country === 'SE' ? 'sv' : 'nb';
}
