import { z } from 'zod';
import type { Country } from '../language.ts';
import { type Account, type AccountFacts, type Holder, MAX_LONG, MAX_SHORT } from './account.ts';
import { type AddressFault, normaliseAddress, PLATFORMS } from './address.ts';
import { findSecrets, withoutSecrets } from './secret.ts';

/**
 * The notification form as plain texts: what a card, a page and the command line fill in. `basic` is what Österåker's form asks for and what has to be
 * there before anybody agrees; `rest` is what the unit's records plan says of it, and can come later.
 */
export const FORM_PARTS = {
  basic: [
    'address',
    'platform',
    'name',
    'unit',
    'purpose',
    'audience',
    'owner',
    'ownerContact',
    'you',
    'substitute',
    'administrators',
  ],
  rest: [
    'main',
    'comments',
    'ownerUntil',
    'substituteContact',
    'substituteUntil',
    'otherAccess',
    'archiveRoutine',
    'recordsPlan',
    'snapshotMonths',
  ],
} as const;
export type FormPart = keyof typeof FORM_PARTS;
export const FORM_FIELDS = [...FORM_PARTS.basic, ...FORM_PARTS.rest] as const;
export type FormField = (typeof FORM_FIELDS)[number];
/** What somebody wrote, by field; a field that was not sent is left as it was. */
export type AccountForm = Partial<Record<FormField, string>>;

export type FormFault =
  | 'required'
  | 'too_long'
  /** A password, which is never kept. */
  | 'secret'
  | `address.${AddressFault}`
  | 'choice'
  /** Neither a work e-mail nor a phone number. */
  | 'contact'
  /** An e-mail address of somebody's own (norberg:91-93). */
  | 'private_contact'
  /** A name where a role belongs. */
  | 'name'
  /** A line of who else has access without why: "registrator: hente ut saker". */
  | 'why'
  | 'too_many'
  | 'months'
  /** No day such as 2026-11-23. */
  | 'date';

export const REQUIRED: readonly FormField[] = ['address', 'name', 'unit', 'purpose', 'owner'];
const LONG: readonly FormField[] = ['purpose', 'audience', 'archiveRoutine', 'administrators', 'otherAccess'];
export const maxOf = (field: FormField): number =>
  field === 'address' ? 300 : LONG.includes(field) ? MAX_LONG : MAX_SHORT;
export const isLong = (field: FormField): boolean => LONG.includes(field);

/** An account in the words of the form. */
export function formOf(a: AccountFacts, person: string | null = null): Required<AccountForm> {
  const mine = (h: Holder | null) => person !== null && h?.person === person;
  return {
    address: a.address,
    platform: a.platform,
    name: a.name,
    unit: a.unit,
    purpose: a.purpose,
    audience: a.audience,
    owner: a.owner.title,
    ownerContact: a.owner.contact,
    ownerUntil: a.owner.until ?? '',
    you: mine(a.owner) ? 'owner' : mine(a.substitute) ? 'substitute' : 'neither',
    substitute: a.substitute?.title ?? '',
    substituteContact: a.substitute?.contact ?? '',
    substituteUntil: a.substitute?.until ?? '',
    administrators: a.administrators.map((h) => h.title).join('\n'),
    comments: a.comments,
    main: a.main ? 'main' : 'own',
    otherAccess: a.otherAccess.map((o) => `${o.title}: ${o.why}`).join('\n'),
    archiveRoutine: a.archiveRoutine,
    recordsPlan: a.recordsPlan,
    snapshotMonths: a.snapshotMonths === null ? '' : String(a.snapshotMonths),
  };
}

export type FormRead =
  | { ok: true; facts: AccountFacts /** Fields that something personal was taken out of. */; masked: FormField[] }
  /** `form` is what was sent, to be shown again: whole, but for a password. */
  | { ok: false; faults: Partial<Record<FormField, FormFault>>; form: AccountForm };

type Given = {
  country: Country;
  /** Takes names and numbers out of free text. */
  mask: (text: string) => { text: string };
  /** Whoever fills it in, by their id in the chat. */
  person: string | null;
  /** The account as it is; null for a new one. */
  before: Account | null;
};

/** Reads a form. Every fault is found at once, and nothing that was written is lost. */
export function readForm(sent: AccountForm, { country, mask, person, before }: Given): FormRead {
  const known: AccountForm = before ? formOf(before, person) : {};
  const text = (field: FormField) => (sent[field] ?? known[field] ?? '').replace(/\r\n?/g, '\n').trim();
  const faults: Partial<Record<FormField, FormFault>> = {};
  const masked = new Set<FormField>();
  const wrong = (field: FormField, fault: FormFault) => {
    faults[field] ??= fault;
  };
  for (const field of FORM_FIELDS) {
    const value = text(field);
    if (field !== 'platform' && findSecrets(value).length > 0) wrong(field, 'secret');
    else if (!value && REQUIRED.includes(field)) wrong(field, 'required');
    else if (value.length > maxOf(field)) wrong(field, 'too_long');
  }
  const clean = (field: FormField, value = text(field)): string => {
    const out = mask(value).text;
    if (out !== value) masked.add(field);
    return out;
  };
  const choice = <T extends string>(field: FormField, options: readonly T[], otherwise: T): T => {
    const value = text(field);
    const found = options.find((o) => o === value);
    if (value && !found) wrong(field, 'choice');
    return found ?? otherwise;
  };
  const platform = text('platform') ? choice('platform', PLATFORMS, 'other') : null;
  const addressed = normaliseAddress(text('address'), platform);
  if (!addressed.ok) wrong(addressed.fault === 'platform' ? 'platform' : 'address', `address.${addressed.fault}`);
  const you = choice('you', ['owner', 'substitute', 'neither'], before ? 'neither' : 'owner');

  const title = (field: FormField, value = text(field)): string => {
    const out = clean(field, value);
    if (value && !out.replace(/\[[a-z ]+\]/g, '').replace(/[\s,.()–-]/g, '')) wrong(field, 'name');
    return out;
  };
  const holder = (field: 'owner' | 'substitute', earlier: Holder | null | undefined): Holder | null => {
    if (!text(field)) return null;
    const contact = text(`${field}Contact`);
    const fault = contactFault(contact);
    if (fault) wrong(`${field}Contact`, fault);
    const same = earlier?.title === text(field) ? earlier : null;
    const kept = same?.person === person && you !== field && person !== null ? null : (same?.person ?? null);
    // Whoever follows in the task does not leave on their predecessor's last day.
    const last = sent[`${field}Until`] === undefined ? (same?.until ?? '') : text(`${field}Until`);
    if (last && !z.iso.date().safeParse(last).success) wrong(`${field}Until`, 'date');
    return { title: title(field), contact, person: you === field ? person : kept, until: last || null };
  };
  const owner = holder('owner', before?.owner);
  const substitute = holder('substitute', before?.substitute);
  if (!substitute && (text('substituteContact') || sent.substituteUntil?.trim())) wrong('substitute', 'required');

  const lines = (field: FormField) => {
    const all = text(field)
      .split(/\n|;/)
      .map((l) => l.trim())
      .filter(Boolean);
    if (all.length > 20) wrong(field, 'too_many');
    if (all.some((l) => l.length > MAX_SHORT * 2)) wrong(field, 'too_long');
    return all.slice(0, 20);
  };
  const administrators = lines('administrators').map((line): Holder => {
    const earlier = before?.administrators.find((h) => h.title === line);
    return (
      earlier ?? { title: title('administrators', line).slice(0, MAX_SHORT), contact: '', person: null, until: null }
    );
  });
  // Those in charge run the account themselves (osteraker:98).
  if (administrators.length === 0 && owner) administrators.push({ ...owner, contact: '' });
  const otherAccess = lines('otherAccess').map((line) => {
    const [, who = '', why = ''] = /^([^:–]+)[:–]\s*([\s\S]+)$/.exec(line) ?? [];
    if (!who.trim() || !why.trim()) wrong('otherAccess', 'why');
    return { title: title('otherAccess', who.trim()).slice(0, MAX_SHORT), why: clean('otherAccess', why.trim()) };
  });
  const months = text('snapshotMonths');
  if (months && !(/^\d{1,2}$/.test(months) && Number(months) >= 1 && Number(months) <= 60))
    wrong('snapshotMonths', 'months');

  const facts = {
    name: text('name'),
    main: choice('main', ['own', 'main'], 'own') === 'main',
    purpose: clean('purpose'),
    audience: clean('audience'),
    unit: text('unit'),
    country: before?.country ?? country,
    substitute,
    administrators,
    otherAccess,
    comments: choice('comments', ['open', 'closed'], 'open'),
    archiveRoutine: clean('archiveRoutine'),
    recordsPlan: clean('recordsPlan'),
    snapshotMonths: months ? Number(months) : null,
    assessment: before?.assessment ?? null,
  };
  if (Object.keys(faults).length > 0 || !addressed.ok || !owner) {
    const form = Object.fromEntries(
      FORM_FIELDS.flatMap((f) => (sent[f] === undefined ? [] : [[f, withoutSecrets(sent[f])]])),
    );
    return { ok: false, faults, form };
  }
  const { address, platform: where } = addressed;
  return { ok: true, facts: { ...facts, owner, address, platform: where }, masked: [...masked] };
}

const PRIVATE =
  /@(?:gmail|googlemail|hotmail|outlook|live|msn|yahoo|icloud|me|online|telia|bredband|spray|comhem|protonmail|proton)\.(?:com|no|se|me|net)$/i;

function contactFault(contact: string): FormFault | undefined {
  if (!contact) return undefined;
  if (/^[^\s@]+@[^\s@]+\.[\p{L}]{2,}$/u.test(contact)) return PRIVATE.test(contact) ? 'private_contact' : undefined;
  return /^\+?[\d\s()/-]{3,20}$/.test(contact) ? undefined : 'contact';
}
