import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { AccountDeps } from '../app/accounts.ts';
import { type AccountForm, FORM_FIELDS, type FormFault, type FormField, maxOf } from '../core/accounts/form.ts';
import type { stateText } from '../core/accounts/words.ts';
import type { Country, Lang } from '../core/language.ts';
import { say } from '../core/locale.ts';

/** What `npm run accounts` is given, and the form in it. */

const text = { type: 'string' } as const;
const OPTIONS = {
  ...{ address: text, platform: text, name: text, unit: text, purpose: text, audience: text, comments: text },
  ...{ owner: text, 'owner-contact': text, substitute: text, 'substitute-contact': text },
  ...{ 'owner-until': text, 'substitute-until': text },
  administrator: { type: 'string', multiple: true },
  access: { type: 'string', multiple: true },
  main: { type: 'boolean' },
  ...{ 'archive-routine': text, 'records-plan': text, 'snapshot-months': text, assessment: text, file: text },
  ...{ as: text, person: text, why: text, reference: text, on: text, state: text },
  ...{ lang: text, country: text, tenant: text },
  json: { type: 'boolean' },
} as const;
export const parse = (args: string[]) => parseArgs({ args, allowPositionals: true, options: OPTIONS });
type Values = ReturnType<typeof parse>['values'];
export type At = {
  deps: AccountDeps;
  words: Parameters<typeof stateText>[0];
  tenant: string;
  lang: Lang;
  country: Country;
  values: Values;
};

/** What the flags and the file say, by field of the form. */
export function formIn({ values }: At): AccountForm {
  const given: Partial<Record<FormField, string | undefined>> = {
    ...{ address: values.address, platform: values.platform, name: values.name, unit: values.unit },
    ...{ purpose: values.purpose, audience: values.audience, comments: values.comments },
    ...{ owner: values.owner, ownerContact: values['owner-contact'] },
    ...{ substitute: values.substitute, substituteContact: values['substitute-contact'] },
    ...{ ownerUntil: values['owner-until'], substituteUntil: values['substitute-until'] },
    administrators: values.administrator?.join('\n'),
    otherAccess: values.access?.join('\n'),
    ...(values.main === undefined ? {} : { main: values.main ? 'main' : 'own' }),
    ...{ archiveRoutine: values['archive-routine'], recordsPlan: values['records-plan'] },
    snapshotMonths: values['snapshot-months'],
  };
  const flags = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { ...(values.file === undefined ? {} : fromFile(values.file)), ...flags };
}

/** A JSON object with the fields of the form; lists become lines. @throws Error that names the file and what is wrong with it */
function fromFile(file: string): AccountForm {
  const read = readFileSync(file === '-' ? 0 : file, 'utf8');
  let data: unknown;
  try {
    data = JSON.parse(read);
  } catch {
    throw new Error(`${file} is no JSON`);
  }
  if (typeof data !== 'object' || data === null || Array.isArray(data)) throw new Error(`${file} is no JSON object`);
  const unknown = Object.keys(data).filter((key) => !FORM_FIELDS.some((f) => f === key));
  if (unknown.length > 0)
    throw new Error(`${file}: ${unknown.join(', ')} is no field. There are: ${FORM_FIELDS.join(', ')}`);
  const line = (value: unknown) => (Array.isArray(value) ? value.map(String).join('\n') : String(value ?? ''));
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, line(value)]));
}

const FLAGS: Partial<Record<FormField, string>> = {
  administrators: 'administrator',
  otherAccess: 'access',
  you: 'as',
};
const flagOf = (field: FormField) => `--${FLAGS[field] ?? field.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`;

/** What is wrong with what was written: in which field, and how to mend it. */
export function faulty({ words, values }: At, faults: Partial<Record<FormField, FormFault>>): number {
  const list = (Object.entries(faults) as [FormField, FormFault][]).map(([field, fault]) => ({
    field,
    flag: flagOf(field),
    fault,
    message: say(words.locales, words.lang, `account.fault.${fault}`, { max: maxOf(field) }),
  }));
  if (values.json) console.log(JSON.stringify({ faults: list }, null, 2));
  for (const { flag, field, message } of list)
    console.error(`${flag} (${say(words.locales, words.lang, `account.field.${field}`)}): ${message}`);
  return 2;
}
