import type { TrainedLang } from './records.ts';

export type DebianSource = {
  name: string;
  licence: string;
  holder: string;
  /** Debian packages by the language of their strings; `en` may be missing where the key is the English text. */
  packages: Partial<Record<TrainedLang | 'all', string>>;
};

/** Packages whose own licence lets weights be made and given on. Copyleft packages are left out on purpose. */
export const DEBIAN: readonly DebianSource[] = [
  {
    name: 'libreoffice-ui',
    licence: 'MPL-2.0',
    holder: 'The Document Foundation and LibreOffice contributors',
    packages: {
      nb: 'libreoffice-l10n-nb',
      nn: 'libreoffice-l10n-nn',
      sv: 'libreoffice-l10n-sv',
      da: 'libreoffice-l10n-da',
      en: 'libreoffice-l10n-en-gb',
    },
  },
  {
    name: 'libreoffice-help',
    licence: 'MPL-2.0',
    holder: 'The Document Foundation and LibreOffice contributors',
    packages: { sv: 'libreoffice-help-sv', da: 'libreoffice-help-da', en: 'libreoffice-help-en-us' },
  },
  {
    name: 'firefox',
    licence: 'MPL-2.0',
    holder: 'Mozilla and its localisers',
    packages: {
      nb: 'firefox-esr-l10n-nb-no',
      nn: 'firefox-esr-l10n-nn-no',
      sv: 'firefox-esr-l10n-sv-se',
      da: 'firefox-esr-l10n-da',
      en: 'firefox-esr-l10n-en-gb',
    },
  },
  {
    name: 'thunderbird',
    licence: 'MPL-2.0',
    holder: 'Mozilla and its localisers',
    packages: {
      nb: 'thunderbird-l10n-nb-no',
      nn: 'thunderbird-l10n-nn-no',
      sv: 'thunderbird-l10n-sv-se',
      da: 'thunderbird-l10n-da',
      en: 'thunderbird-l10n-en-gb',
    },
  },
  {
    name: 'django',
    licence: 'BSD-3-Clause',
    holder: 'Django Software Foundation and contributors',
    packages: { all: 'python3-django' },
  },
  {
    name: 'chromium',
    licence: 'BSD-3-Clause',
    holder: 'The Chromium Authors',
    packages: { all: 'chromium-l10n' },
  },
  {
    name: 'cldr',
    licence: 'Unicode-DFS-2016',
    holder: 'Unicode, Inc.',
    packages: { all: 'unicode-cldr-core' },
  },
  {
    name: 'wordnet',
    licence: 'WordNet 3.0',
    holder: 'Princeton University. WordNet 3.0 Copyright 2006 by Princeton University. All rights reserved',
    packages: { all: 'wordnet-base' },
  },
  {
    name: 'synonyms-sv',
    licence: 'Permissive, notice kept',
    holder: 'Viggo Kann, 2009; read and used to train, not copied',
    packages: { all: 'mythes-sv' },
  },
];

/**
 * How often a pair is drawn from a source. Own texts are few and say what the product is about, so they are drawn far beyond their number;
 * the rest is there for the languages. Chosen by judgement, and tried in a handful of short trainings: docs/model-card.md says what each source is worth.
 */
export const DRAWN: Readonly<Record<string, number>> = {
  'own-groups': 0.36,
  'own-parallel': 0.16,
  'own-sentences': 0.3,
  'own-terms': 0.18,
  'own-asked': 0.22,
  'own-families': 0.55,
  gdpr: 0.08,
  'libreoffice-ui': 0.06,
  'libreoffice-help': 0.08,
  'libreoffice-help-titles': 0.03,
  firefox: 0.06,
  thunderbird: 0.03,
  chromium: 0.1,
  cldr: 0.08,
  django: 0.01,
  wordnet: 0.15,
  'synonyms-sv': 0.05,
};

/** Sources of our own: nothing of them is held out, for the tuning cases measure them. */
export const OWN = new Set(['own-groups', 'own-parallel', 'own-sentences', 'own-terms', 'own-asked', 'own-families']);

/** One language each: two records with the same word are two of its meanings, and must not become one. */
export const THESAURI = new Set(['wordnet', 'synonyms-sv']);
