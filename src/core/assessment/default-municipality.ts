import type { Country, Lang, Localised } from '../language.ts';
import { Municipality, ROLE_NAMES } from './roles.ts';

const NAME: Localised = { nb: 'Kommunen', nn: 'Kommunen', sv: 'Kommunen', en: 'The municipality' };

/**
 * A municipality that has set nothing up: every role under its usual name and nobody in it, so nobody can sign; the order, deadlines and months to
 * review are the schema's defaults.
 */
export function defaultMunicipality(country: Country, lang: Lang): Municipality {
  const seat = (role: keyof Municipality['roles']) => ({ title: ROLE_NAMES[role] });
  return Municipality.parse({
    name: NAME[lang],
    country,
    roles: {
      unit: seat('unit'),
      editor: seat('editor'),
      security: seat('security'),
      archive: seat('archive'),
      legal: seat('legal'),
      dpo: seat('dpo'),
      controller: seat('controller'),
    },
  });
}
