import { z } from 'zod';
import { type Assessment, Effect, type Measure } from './document.ts';
import { type Field, type FieldFault, free } from './field.ts';
import { Role } from './roles.ts';

const Owner = Role.exclude(['dpo']);
const Status = z.enum(['proposed', 'planned', 'implemented']);

/** The fields of a measure, under `ID.key`. */
export function measured(d: Assessment, [id = '', key = '', ...more]: readonly string[]): Field | undefined {
  const measure = d.measures.find((m) => m.id === id);
  if (!measure) return undefined;
  const of = (doc: Assessment) => doc.measures.find((m) => m.id === id);
  const put = (doc: Assessment, change: (m: Measure) => Measure): Assessment => ({
    ...doc,
    measures: doc.measures.map((m) => (m.id === id ? change(m) : m)),
  });
  const chosen = (read: (m: Measure) => string, write: (m: Measure, value: string) => Measure | FieldFault): Field => ({
    free: false,
    read: (doc) => {
      const m = of(doc);
      return m ? read(m) : '';
    },
    write: (doc, value) => {
      const m = of(doc);
      const changed = m ? write(m, value) : 'unknown';
      return typeof changed === 'string' ? changed : put(doc, () => changed);
    },
  });
  switch (key) {
    case 'text':
      if (typeof measure.text !== 'string') return undefined;
      return free(
        (doc) => String(of(doc)?.text ?? ''),
        (doc, text) => put(doc, (m) => ({ ...m, text })),
        { required: true },
      );
    case 'role':
      return chosen(
        (m) => m.owner?.role ?? '',
        (m, value) => {
          const role = Owner.safeParse(value).data;
          if (value && !role) return 'invalid';
          return { ...m, owner: role ? { role, name: m.owner?.name ?? '' } : null };
        },
      );
    case 'name':
      return free(
        (doc) => of(doc)?.owner?.name ?? '',
        (doc, name) => {
          const owner = of(doc)?.owner;
          if (!owner) return name ? 'role_first' : doc;
          return put(doc, (m) => ({ ...m, owner: { ...owner, name } }));
        },
      );
    case 'due':
      return chosen(
        (m) => m.due ?? '',
        (m, value) => (value && !z.iso.date().safeParse(value).success ? 'invalid' : { ...m, due: value || null }),
      );
    case 'status':
      return chosen(
        (m) => m.status,
        (m, value) => {
          const status = Status.safeParse(value).data;
          return status ? { ...m, status } : 'invalid';
        },
      );
    case 'effects':
      return effected(measure, more, put);
    default:
      return undefined;
  }
}

type PutMeasure = (d: Assessment, change: (m: Measure) => Measure) => Assessment;

function effected(measure: Measure, [risk = '', key]: readonly string[], put: PutMeasure): Field | undefined {
  const of = (d: Assessment) => d.measures.find((m) => m.id === measure.id)?.effects.find((e) => e.risk === risk);
  if (!measure.effects.some((e) => e.risk === risk)) return undefined;
  const change = (d: Assessment, to: Partial<Effect>): Assessment =>
    put(d, (m) => ({ ...m, effects: m.effects.map((e) => (e.risk === risk ? { ...e, ...to } : e)) }));
  if (key === 'reason')
    return free(
      (d) => of(d)?.reason ?? '',
      (d, reason) => change(d, { reason }),
    );
  if (key === 'confirmed')
    return {
      free: false,
      read: (d) => (of(d)?.confirmed ? 'yes' : ''),
      write: (d, value) => change(d, { confirmed: value === 'yes' }),
    };
  if (key !== 'lowers') return undefined;
  return {
    free: false,
    read: (d) => of(d)?.lowers ?? '',
    write: (d, value) => {
      const lowers = Effect.shape.lowers.safeParse(value).data;
      return lowers ? change(d, { lowers }) : 'invalid';
    },
  };
}
