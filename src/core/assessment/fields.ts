import { z } from 'zod';
import { confirmRisk } from './begin.ts';
import { type Assessment, INTERESTS, type RiskEntry, textOf } from './document.ts';
import { type Field, type FieldFault, free, type Made } from './field.ts';
import { measured } from './measure-fields.ts';
import { SECTIONS } from './sections.ts';

type Rest = readonly string[];

/** The field under a path; undefined where the document has none. */
export function fieldOf(d: Assessment, path: string): Field | undefined {
  const [head = '', ...rest] = path.split('.');
  switch (head) {
    case 'title':
    case 'consultation':
      return rest.length === 0 ? plain(head) : undefined;
    case 'texts':
      return written(rest);
    case 'balancing':
      return weighed(rest);
    case 'views':
      return viewed(rest);
    case 'risks':
      return risked(d, rest);
    case 'measures':
      return measured(d, rest);
    default:
      return undefined;
  }
}

function plain(key: 'title' | 'consultation'): Field {
  const line = (text: string) => (key === 'title' ? text.replace(/\s+/g, ' ') : text);
  return free(
    (d) => d[key],
    (d, text) => ({ ...d, [key]: line(text) }),
    { required: key === 'title' },
  );
}

function written([section = '', id = '', ...more]: Rest): Field | undefined {
  const known = SECTIONS.find((s) => s.id === section)?.fields.some((f) => f.id === id);
  if (!known || more.length > 0) return undefined;
  return free(
    (d) => textOf(d, section, id),
    (d, text) => ({ ...d, texts: { ...d.texts, [section]: { ...d.texts[section], [id]: text } } }),
  );
}

const Weight = z.enum(['low', 'medium', 'high']);

function weighed([interest, key]: Rest): Field | undefined {
  const id = INTERESTS.find((i) => i === interest);
  if (!id) return undefined;
  const put = (d: Assessment, change: Partial<Assessment['balancing'][typeof id]>): Assessment => ({
    ...d,
    balancing: { ...d.balancing, [id]: { ...d.balancing[id], ...change } },
  });
  if (key === 'reason')
    return free(
      (d) => d.balancing[id].reason,
      (d, reason) => put(d, { reason }),
    );
  if (key !== 'weight') return undefined;
  return {
    free: false,
    read: (d) => d.balancing[id].weight ?? '',
    write: (d, value) => {
      const weight = Weight.safeParse(value).data;
      return value && !weight ? 'invalid' : put(d, { weight: weight ?? null });
    },
  };
}

/** Whose views an assessment asks for, in the order of the page. */
export const GROUPS = ['residents', 'youth_council', 'employees', 'other'] as const;

function viewed([name, key]: Rest): Field | undefined {
  const group = GROUPS.find((g) => g === name);
  if (!group) return undefined;
  const of = (d: Assessment) => d.views.find((v) => v.group === group);
  const put = (d: Assessment, view: Assessment['views'][number]): Assessment => ({
    ...d,
    views: of(d) ? d.views.map((v) => (v === of(d) ? view : v)) : [...d.views, view],
  });
  if (key === 'text')
    return free(
      (d) => of(d)?.text ?? '',
      (d, text) => {
        const view = of(d);
        if (!view) return text ? 'asked_first' : d;
        return put(d, { ...view, text });
      },
    );
  if (key !== 'asked') return undefined;
  return {
    free: false,
    read: (d) => ({ true: 'yes', false: 'no' })[String(of(d)?.asked)] ?? '',
    write: (d, value) => {
      if (value === '' && !of(d)) return d;
      if (value !== 'yes' && value !== 'no') return 'invalid';
      return put(d, { group, text: of(d)?.text ?? '', asked: value === 'yes' });
    },
  };
}

function risked(d: Assessment, [id = '', key = '']: Rest): Field | undefined {
  const risk = d.risks.find((r) => r.id === id);
  if (!risk) return undefined;
  const of = (doc: Assessment) => doc.risks.find((r) => r.id === id);
  const put = (doc: Assessment, change: (r: RiskEntry) => RiskEntry): Assessment => ({
    ...doc,
    risks: doc.risks.map((r) => (r.id === id ? change(r) : r)),
  });
  const own = risk.source === 'own';
  const words = (k: 'name' | 'cause' | 'consequence') =>
    free(
      (doc) => String(of(doc)?.[k] ?? ''),
      (doc, text) => put(doc, (r) => ({ ...r, [k]: text })),
      { required: k === 'name' },
    );
  switch (key) {
    case 'score':
      return {
        free: false,
        read: (doc) => scoreOf(of(doc)),
        write: (doc, value, made) => scored(doc, id, value, made),
      };
    case 'comment':
      return free(
        (doc) => of(doc)?.comment ?? '',
        (doc, comment) => put(doc, (r) => ({ ...r, comment })),
      );
    case 'setAside':
      return free(
        (doc) => of(doc)?.setAside ?? '',
        (doc, setAside) => (setAside && risk.mandatory ? 'mandatory' : put(doc, (r) => ({ ...r, setAside }))),
      );
    case 'name':
    case 'cause':
    case 'consequence':
      return own ? words(key) : undefined;
    case 'exposed':
      if (!own) return undefined;
      return {
        free: false,
        read: (doc) => (of(doc)?.exposed ? 'yes' : ''),
        write: (doc, value) => put(doc, (r) => ({ ...r, exposed: value === 'yes' })),
      };
    default:
      return undefined;
  }
}

function scoreOf(risk: RiskEntry | undefined): string {
  return risk?.inherent ? `${risk.inherent.likelihood}x${risk.inherent.consequence}` : '';
}

function scored(d: Assessment, id: string, value: string, made: Made): Assessment | FieldFault {
  const [, likelihood, consequence] = /^([1-4])x([1-4])$/.exec(value) ?? [];
  if (value && !likelihood) return 'invalid';
  const score = { likelihood: Number(likelihood), consequence: Number(consequence) };
  const change = (r: RiskEntry): RiskEntry =>
    value ? confirmRisk(r, score, made) : { ...r, inherent: null, confirmedBy: null };
  return { ...d, risks: d.risks.map((r) => (r.id === id ? change(r) : r)) };
}
