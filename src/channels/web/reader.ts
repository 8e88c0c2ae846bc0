import type { Request } from 'express';
import type { Knowledge } from '../../core/guideline.ts';
import { type Country, defaultLang, type Lang } from '../../core/language.ts';
import { say } from '../../core/locale.ts';
import type { Settings } from './cookies.ts';

/** Says a fixed string in one language. */
export type Say = (key: string, values?: Record<string, string | number>) => string;

export function speaker(knowledge: Pick<Knowledge, 'locales'>, lang: Lang): Say {
  return (key, values) => say(knowledge.locales, lang, key, values);
}

/** Whom a page is made for. `lang` is the language of the page; `settings.lang` is null where answers follow the question. */
export type Reader = { lang: Lang; settings: Settings; conversation: string | null; signedIn: boolean };

/** The language of a page: the reader's choice, else that of the last answer, else what the browser asks for, else the country's. */
export function pageLang(settings: Settings, lastAnswer: Lang | undefined, req: Request): Lang {
  return settings.lang ?? lastAnswer ?? fromBrowser(req, settings.country);
}

const BROWSER: Record<string, Lang> = { nb: 'nb', no: 'nb', nn: 'nn', sv: 'sv', en: 'en' };

function fromBrowser(req: Request, country: Country): Lang {
  for (const wanted of req.acceptsLanguages()) {
    const lang = BROWSER[wanted.toLowerCase().split('-')[0] ?? ''];
    if (lang) return lang;
  }
  return defaultLang(country);
}
