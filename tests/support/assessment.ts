import type { ConverseDeps } from '../../src/app/converse.ts';
import { beginAssessment, confirmRisk } from '../../src/core/assessment/begin.ts';
import type { Assessment, Measure } from '../../src/core/assessment/document.ts';
import { type Actor, Municipality, type Role } from '../../src/core/assessment/roles.ts';
import { SECTIONS } from '../../src/core/assessment/sections.ts';
import type { Action } from '../../src/core/assessment/states.ts';
import { type Changed, current, type Dossier, open, revise, take } from '../../src/core/assessment/versions.ts';
import type { Country, Lang } from '../../src/core/language.ts';
import { dpia, mapOf, type Plain, QUIET, riskBank } from './screening.ts';

/** Assessments as a municipality would write them, on the real screening and risk bank. */

/** A new Facebook page for the whole municipality. */
export const NEW_PAGE: Plain = {
  ...QUIET,
  D01: 'Ny Facebook-side for hele kommunen, for å nå innbyggerne med nyheter.',
  D11: 'yes',
  D15: 'yes',
  D21: 'dpf',
  new_account: 'yes',
};

export const NESODDEN: Municipality = Municipality.parse({
  name: 'Fjordvik kommune',
  country: 'NO',
  roles: {
    unit: { people: ['unit-lead'], deputies: ['unit-deputy'] },
    editor: { people: ['editor'] },
    security: { people: ['security'] },
    archive: { people: ['archivist'] },
    legal: { people: ['lawyer'] },
    dpo: { people: ['dpo'], deputies: ['dpo-deputy'] },
    controller: { people: ['director'], deputies: ['delegate', 'writer'] },
  },
});

/** The n-th minute of a working day. */
export const at = (n: number) => new Date(Date.UTC(2026, 10, 2, 8, n)).toISOString();
export const as = (role: Role, person: string): Actor => ({ kind: 'person', person, role });
export const WRITER = as('author', 'writer');

export function fresh(
  answers: Plain = NEW_PAGE,
  country: Country = 'NO',
  lang: Lang = 'nb',
  title = 'Facebook-side for hele kommunen',
): Assessment {
  const d = beginAssessment(dpia(), riskBank(), { id: 'a1', title, country, lang, answers: mapOf(answers) });
  if (!d) throw new Error('the screening did not end in an assessment');
  return d;
}

/** Every score as the bank proposes it, confirmed. */
export function confirmed(d: Assessment): Assessment {
  return {
    ...d,
    risks: d.risks.map((r) => (r.proposed ? confirmRisk(r, r.proposed, { role: 'author', at: at(1) }) : r)),
  };
}

/** The bank's measures with effects, taken up. */
export function withMeasures(d: Assessment, status: Measure['status'] = 'implemented'): Assessment {
  const owner = { role: 'editor', name: 'Sentral redaksjon' } as const;
  return {
    ...d,
    measures: d.measures.map((m) => ({
      ...m,
      owner,
      status,
      due: '2027-02-01',
      effects: m.effects.map((e) => ({ ...e, confirmed: true, reason: 'Tiltaket treffer årsaken.' })),
    })),
  };
}

/** Everything written that has to be. */
export function written(d: Assessment, say = (path: string) => `Om ${path}.`): Assessment {
  return {
    ...d,
    texts: Object.fromEntries(
      SECTIONS.map((s) => [
        s.id,
        Object.fromEntries(
          s.fields
            .filter((f) => s.id !== 'basis' || f.id === 'article6')
            .map((f) => [f.id, d.texts[s.id]?.[f.id] ?? say(`${s.id}.${f.id}`)]),
        ),
      ]),
    ),
    balancing: {
      information: { weight: 'high', reason: 'Innbyggerne har krav på informasjon.' },
      expression: { weight: 'medium', reason: 'Siden åpner for kommentarer.' },
      privacy: { weight: 'high', reason: 'Plattformen profilerer dem som besøker siden.' },
    },
    views: [
      { group: 'residents', asked: true, text: 'Ønsker den samme informasjonen på nettsiden.' },
      { group: 'youth_council', asked: false, text: 'Rådet møtes først i januar.' },
    ],
  };
}

export const full = (d: Assessment = fresh()): Assessment => written(withMeasures(confirmed(d)));

export const opened = (d: Assessment): Dossier => open(d, { by: WRITER, at: at(0) });

/** The next version, or an error that says why not. */
export function must(changed: Changed): Dossier {
  if (!changed.ok) throw new Error(`refused: ${JSON.stringify(changed.refusal)}`);
  return changed.dossier;
}

export function step(dossier: Dossier, by: Actor, action: Action, why = 'Gjennomgått.', n = 10): Changed {
  return take(dossier, { action, by, at: at(n), why }, { definition: dpia(), municipality: NESODDEN });
}

/** Through the offices, to the DPO's desk. */
export function toAdvice(dossier: Dossier): Dossier {
  let d = must(step(dossier, WRITER, { do: 'submit' }));
  d = must(step(d, as('unit', 'unit-lead'), { do: 'pass' }));
  d = must(step(d, as('editor', 'editor'), { do: 'pass' }));
  d = must(step(d, as('security', 'security'), { do: 'pass' }));
  return must(step(d, as('archive', 'archivist'), { do: 'pass' }));
}

/** With the DPO's advice, comments on every risk included. */
export function advised(dossier: Dossier): Dossier {
  const d = toAdvice(dossier);
  const comments = Object.fromEntries(current(d).risks.map((r) => [r.id, 'Fallet er rimelig.']));
  return must(step(d, as('dpo', 'dpo'), { do: 'advise', text: 'Rådet er å følge opp plattformens vilkår.', comments }));
}

export const decide = (outcome: 'proceed' | 'stop' = 'proceed'): Action => ({
  do: 'decide',
  outcome,
  followsAdvice: true,
});

export function edit(dossier: Dossier, change: (d: Assessment) => Assessment, by: Actor = WRITER): Changed {
  return revise(dossier, change(current(dossier)), dpia(), { by, at: at(2) });
}

/** What somebody does on the web page of the first assessment: confirms the scores, and takes the measures up. */
export async function confirmOnTheWeb({
  assessments,
  knowledge,
  clock,
}: Pick<ConverseDeps, 'assessments' | 'knowledge' | 'clock'>): Promise<void> {
  const [head] = await assessments.list('local');
  const dossier = head && (await assessments.dossier('local', head.id));
  const definition = knowledge.screenings.find((s) => s.id === 'dpia');
  if (!dossier || !definition) throw new Error('there is no assessment');
  const now = clock.now().toISOString();
  const changed = must(revise(dossier, withMeasures(confirmed(current(dossier))), definition, { by: WRITER, at: now }));
  for (const version of changed.versions.slice(dossier.versions.length)) await assessments.append('local', version);
}
