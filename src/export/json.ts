import { Dossier } from '../core/assessment/versions.ts';

export type Imported =
  | { ok: true; dossier: Dossier }
  /** Where it is wrong and what is wrong; never what stands there. */
  | { ok: false; faults: { path: string; problem: string }[] };

/** An assessment with all its versions as JSON. Reading it back gives the same. */
export function toJson(dossier: Dossier): string {
  return `${JSON.stringify(Dossier.parse(dossier), null, 2)}\n`;
}

/** Reads what `toJson` wrote. A file that is something else comes back with its faults, at most ten of them. */
export function fromJson(text: string): Imported {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return { ok: false, faults: [{ path: '', problem: 'is no JSON' }] };
  }
  const result = Dossier.safeParse(raw);
  if (result.success) return { ok: true, dossier: result.data };
  const faults = result.error.issues.slice(0, 10);
  return { ok: false, faults: faults.map((i) => ({ path: i.path.map(String).join('.'), problem: i.message })) };
}
