import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { converse } from '../src/app/converse.ts';
import { openAssessment } from '../src/app/open-assessment.ts';
import { editAssessment, type WriteDeps } from '../src/app/write-assessment.ts';
import { readConfig } from '../src/config.ts';
import { defaultMunicipality } from '../src/core/assessment/default-municipality.ts';
import type { Action, Card } from '../src/core/card.ts';
import type { Value } from '../src/core/screening/condition.ts';
import type { Definition } from '../src/core/screening/definition.ts';
import { evaluate } from '../src/core/screening/evaluate.ts';
import { clock, open, type Varsam } from '../src/main.ts';
import { percentile, ratio } from './metrics.ts';

/** How long a screening and a document let somebody wait, as a whole and beside one write that the disk has to confirm. */

const TIMES = 300;
const VERSIONS = 300;
const FILES = 30;
const TENANT = 'bench';
/** A new Facebook page for the whole municipality: ends in a DPIA. */
const NEW_PAGE: Record<string, Value> = {
  ...{
    D01: 'Ny Facebook-side',
    D02: 'yes',
    D03: 'no',
    D04: 'info',
    D05: 'no',
    D06: 'e',
    D07: 'no',
    D08: 'no',
    D09: 'no',
  },
  ...{ D10: 'no', D11: 'yes', D12: 'no', D13: 'no', D14: 'no', D15: 'yes', D16: 'no', D17: 'no', D18: 'no', D19: 'no' },
  ...{ D20: 'ok', D21: 'no_transfer', D22: 'yes', new_account: 'yes' },
};
const WRITER = { kind: 'person', person: 'bench', role: 'author' } as const;

/** Measures in a folder of its own and says the table. */
export async function reportDialogue(say: (text: string) => void): Promise<void> {
  const before = loadavg()[0] ?? 0;
  const folder = mkdtempSync(join(tmpdir(), 'varsam-bench-'));
  const varsam = await open(readConfig({ VARSAM_DATA_DIR: folder, VARSAM_LOG: 'silent' }));
  try {
    const one = await timed(async (i) => {
      await varsam.preferences.set(TENANT, `u${i}`, { lang: 'nb' }, now());
    });
    const rows: [string, number[]][] = [
      ['one write that the disk confirms', one],
      ['a verdict', await verdicts(definitionOf(varsam, 'dpia'))],
      ['resuming a screening, as a message that comes in', await resuming(varsam)],
      ...(await saving(varsam)),
      ['the same document as a Word file', await asWord(varsam)],
    ];
    say(
      `Load ${before.toFixed(1)} before the run, ${(loadavg()[0] ?? 0).toFixed(1)} after; ${TIMES} times each, the file ${FILES} times.\n`,
    );
    say('|  | p50 ms | p95 ms | times one write |\n| --- | ---: | ---: | ---: |');
    for (const [what, took] of rows) {
      const [p50, p95] = [percentile(took, 0.5), percentile(took, 0.95)];
      say(
        `| ${what} | ${p50.toFixed(2)} | ${p95.toFixed(2)} | ${(ratio(p50, percentile(one, 0.5)) ?? 0).toFixed(2)} |`,
      );
    }
  } finally {
    await varsam.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const now = () => clock.now().toISOString();

async function timed(work: (i: number) => unknown, times = TIMES): Promise<number[]> {
  const took: number[] = [];
  for (let i = 0; i < times; i++) {
    const began = performance.now();
    await work(i);
    took.push(performance.now() - began);
  }
  return took;
}

function definitionOf({ knowledge }: Varsam, id: string): Definition {
  const found = knowledge.screenings.find((s) => s.id === id);
  if (!found) throw new Error(`there is no screening ${id}`);
  return found;
}

const verdicts = (dpia: Definition) => timed(() => evaluate(dpia, 'NO', new Map(Object.entries(NEW_PAGE))));

async function resuming(varsam: Varsam): Promise<number[]> {
  let n = 0;
  const from = {
    tenant: TENANT,
    channel: 'web',
    conversation: 'c',
    place: 'p',
    user: 'u',
    lang: 'nb',
    country: 'NO',
  } as const;
  const press = (action: Action) => converse({ ...from, event: `e${++n}`, kind: 'action', action, fields: {} }, varsam);
  const [begun] = await converse({ ...from, event: 'e', kind: 'command', command: 'photo-check', text: '' }, varsam);
  const pause = begun && pauseIn(begun.card);
  if (!pause) throw new Error('the card of a screening has no pause');
  const took: number[] = [];
  for (let i = 0; i < TIMES; i++) {
    await press(pause);
    const began = performance.now();
    await press({ do: 'resume', session: pause.session });
    took.push(performance.now() - began);
  }
  return took;
}

function pauseIn({ parts }: Card): Extract<Action, { do: 'pause' }> | undefined {
  for (const part of parts)
    for (const button of part.kind === 'buttons' ? part.buttons : part.kind === 'form' ? part.also : [])
      if (button.action?.do === 'pause') return button.action;
  return undefined;
}

/** The same part saved again and again, after one version and after many. */
async function saving(varsam: Varsam): Promise<[string, number[]][]> {
  const { knowledge, assessments, mask } = varsam;
  const answers = new Map(Object.entries(NEW_PAGE));
  const given = {
    tenant: TENANT,
    by: WRITER,
    definition: definitionOf(varsam, 'dpia'),
    country: 'NO',
    lang: 'nb',
    answers,
  } as const;
  const deps: WriteDeps = {
    ...{ assessments, mask, clock },
    definitions: knowledge.screenings,
    municipality: defaultMunicipality,
    openSeats: true,
  };
  const save = (id: string, i: number, base: number) => {
    const fields = [{ path: 'texts.description.purpose', value: `Formålet, skrevet om ${i} ganger.`, base }];
    return editAssessment({ tenant: TENANT, id, by: WRITER, fields }, deps);
  };
  const begin = async (id: string) => {
    const begun = await openAssessment(varsam, { ...given, id, at: now() });
    if ('error' in begun) throw new Error(begun.error);
  };
  for (let i = 0; i < TIMES; i++) await begin(`fresh-${i}`);
  const first = await timed((i) => save(`fresh-${i}`, i, 1));
  await begin('old');
  for (let i = 0; i < VERSIONS; i++) await save('old', i, i + 1);
  const late = await timed((i) => save('old', VERSIONS + i, VERSIONS + i + 1));
  return [
    ['saving a part of a document with one version', first],
    [`saving a part of a document with ${VERSIONS} versions or more`, late],
  ];
}

/** The one that `saving` has left with the most versions. The first file loads the libraries, and is not counted. */
async function asWord({ assessments, exportDocument }: Varsam): Promise<number[]> {
  const dossier = await assessments.dossier(TENANT, 'old');
  if (!dossier) throw new Error('there is no document to write');
  await exportDocument(dossier, 'nb', 'docx');
  return timed(() => exportDocument(dossier, 'nb', 'docx'), FILES);
}
