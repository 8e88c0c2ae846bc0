import { type Assessment, Effect, type Measure, type RiskEntry } from './document.ts';
import { type FieldFault, MAX_TEXT } from './field.ts';
import { FAMILIES } from './risk-bank.ts';

/** Something new in the document. Texts come in masked and trimmed. */
export type Addition =
  | { add: 'risk'; name: string; cause: string; consequence: string; family: string; exposed: boolean }
  | { add: 'measure'; text: string }
  | { add: 'effect'; measure: string; risk: string; lowers: string };

/** The document with what was added, and its id; the same again adds nothing (a double press). */
export function added(d: Assessment, addition: Addition): { document: Assessment; id: string } | FieldFault {
  switch (addition.add) {
    case 'risk': {
      const { name, cause, consequence, exposed } = addition;
      const family = FAMILIES.find((f) => f === addition.family);
      if (!name) return 'required';
      if (!family) return 'invalid';
      if ([name, cause, consequence].some((t) => t.length > MAX_TEXT)) return 'too_long';
      const same = d.risks.find((r) => r.name === name && r.cause === cause && r.consequence === consequence);
      if (same) return { document: d, id: same.id };
      const id = `E${1 + Math.max(0, ...d.risks.filter((r) => r.source === 'own').map((r) => Number(r.id.slice(1))))}`;
      const risk: RiskEntry = {
        ...{ id, source: 'own', family, name, cause, consequence, exposed },
        ...{ proposed: null, inherent: null, confirmedBy: null, floor: null, mandatory: false },
        ...{ setAside: '', comment: '', cite: [] },
      };
      return { document: { ...d, risks: [...d.risks, risk] }, id };
    }
    case 'measure': {
      const { text } = addition;
      if (!text) return 'required';
      if (text.length > MAX_TEXT) return 'too_long';
      const same = d.measures.find((m) => m.text === text);
      if (same) return { document: d, id: same.id };
      const numbers = d.measures.map((m) => Number(/^own-(\d+)$/.exec(m.id)?.[1] ?? 0));
      const id = `own-${1 + Math.max(0, ...numbers)}`;
      const measure: Measure = { id, common: null, text, owner: null, due: null, status: 'planned', effects: [] };
      return { document: { ...d, measures: [...d.measures, measure] }, id };
    }
    case 'effect': {
      const lowers = Effect.shape.lowers.safeParse(addition.lowers).data;
      const measure = d.measures.find((m) => m.id === addition.measure);
      if (!measure || !lowers || !d.risks.some((r) => r.id === addition.risk)) return 'invalid';
      if (measure.effects.some((e) => e.risk === addition.risk)) return { document: d, id: measure.id };
      const effect: Effect = { risk: addition.risk, lowers, reason: '', confirmed: false };
      const change = (m: Measure) => (m === measure ? { ...m, effects: [...m.effects, effect] } : m);
      return { document: { ...d, measures: d.measures.map(change) }, id: measure.id };
    }
  }
}
