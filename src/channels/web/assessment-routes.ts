import express, { type Express, type Request, type Response } from 'express';
import { z } from 'zod';
import { addToAssessment, editAssessment, moveAssessment, type Writer } from '../../app/write-assessment.ts';
import type { Addition } from '../../core/assessment/additions.ts';
import { Role } from '../../core/assessment/roles.ts';
import type { Action } from '../../core/assessment/states.ts';
import { compareVersions, current, type Dossier, standingOf } from '../../core/assessment/versions.ts';
import { STATE_NAMES } from '../../core/assessment/words.ts';
import { Lang } from '../../core/language.ts';
import { listPage, versionsPage } from './assessment-list.ts';
import { assessmentPage, FORMATS, type Format } from './assessment-page.ts';
import { heldOf, notesOf, readForm, saidOf, savedParts, settledOn } from './assessment-save.ts';
import { refusalText, type SigningView } from './assessment-signing.ts';
import { keepRole, rolesOf, viewOf, writeDeps, writerOf } from './assessment-site.ts';
import { isHtmx, RequestFault, seeOther } from './faults.ts';
import { type Reader, speaker } from './reader.ts';
import type { Site } from './site.ts';

/** A form of long texts, percent-encoded. */
const BODY_LIMIT = '1mb';
const text = z.string().max(100_000).catch('');
const MoveForm = z.looseObject({
  do: z.enum(['submit', 'pass', 'return', 'advise', 'decide', 'activate', 'flag', 'reopen', 'close']),
  seen: z.coerce.number().int().catch(0),
  why: text,
  outcome: text,
  follows: text,
  whyNot: text,
  conditions: text,
});
const RoleForm = z.object({ role: Role, back: z.string().max(100).catch('') });

/** The pages of assessments: the list, the document with its forms, the steps of sign-off, versions and downloads. */
export function addAssessmentRoutes(app: Express, site: Site): void {
  const deps = site.assessment;
  if (!deps) return;
  const form = express.urlencoded({ extended: false, limit: BODY_LIMIT, parameterLimit: 2000 });
  const read = async (req: Request, res: Response) => {
    const { reader } = await site.visit(req);
    const dossier = await deps.assessments.dossier(site.config.tenant, idOf(req));
    if (!dossier) throw new RequestFault(404, 'web.not_found');
    return { req, dossier, reader, writer: writerOf(req, res, site), write: writeDeps(req, site, deps) };
  };
  /** Whoever was shown it stands in the log before they are. */
  const note = (action: 'seen' | 'exported', { dossier, writer }: { dossier: Dossier; writer: Writer }) => {
    const [assessment, version, at] = [current(dossier).id, dossier.versions.length, site.clock.now().toISOString()];
    const { person, role } = writer;
    return deps.audit.note({ tenant: site.config.tenant, person, role, action, assessment, version, via: 'web', at });
  };
  const see = (
    { dossier, ...seen }: { req: Request; dossier: Dossier; reader: Reader; writer: Writer },
    more: Partial<SigningView> = {},
  ) => viewOf({ ...seen, at: dossier }, more, site, deps);
  const show = (req: Request, res: Response, v: SigningView, banner = '', status = 200) =>
    res
      .status(status)
      .type('html')
      .send(assessmentPage(v, { roles: rolesOf(req, site), signedIn: site.signIn !== undefined, banner }, site.assets));

  app.get('/assessments', async (req, res) => {
    const { reader } = await site.visit(req);
    const rows = await deps.assessments.list(site.config.tenant);
    res.type('html').send(listPage(rows, reader, speaker(site.knowledge, reader.lang), site.assets));
  });

  app.post('/assessment/role', form, (req, res) => {
    const { role, back } = parsed(RoleForm, req.body);
    if (rolesOf(req, site).includes(role)) keepRole(req, res, role);
    seeOther(res, /^[\w-]+$/.test(back) ? `/assessment/${back}` : '/assessments');
  });

  app.get('/assessment/:id', async (req, res) => {
    const seen = await read(req, res);
    await note('seen', seen);
    const v = see(seen, { open: asked(req, 'open') });
    const saved = asked(req, 'saved');
    const said = saved ? { form: saved, text: savedText(v), bad: false } : null;
    show(req, res, { ...v, said }, bannerOf(v, asked(req, 'now')));
  });

  app.post('/assessment/:id/edit', form, async (req, res) => {
    // A form saves itself every few seconds: nothing here reads the whole history.
    const id = idOf(req);
    const { reader } = await site.visit(req);
    const before = await deps.assessments.standing(site.config.tenant, id, [settledOn(req.body) ?? 1]);
    if (!before) throw new RequestFault(404, 'web.not_found');
    const submitted = readForm(req.body, before.seen);
    if (!submitted) throw new RequestFault(400, 'web.fault.request');
    const writer = writerOf(req, res, site);
    const sent = { tenant: site.config.tenant, id, by: writer, fields: submitted.sent };
    const result = await editAssessment(sent, writeDeps(req, site, deps));
    if (result.kind === 'gone') throw new RequestFault(404, 'web.not_found');
    const edited = result.kind === 'edited' ? result : null;
    const noted = edited ? { notes: notesOf(edited, submitted) } : {};
    const v = viewOf({ req, at: result.standing, reader, writer }, noted, site, deps);
    if (edited) site.log.info('assessment.edited', { fields: edited.saved.length, clashes: edited.clashes.length });
    const grown = v.d.kind !== before.last.document.kind;
    const at = submitted.form.replace(/^(score|words|measure)-/, '');
    const open = at === submitted.form ? '' : `&open=${at}`;
    if (isHtmx(req)) {
      // The page has parts now that it had not before.
      if (grown) res.set('HX-Redirect', `/assessment/${id}?now=grown${open}`);
      res.type('html').send(savedParts(v, result, submitted).text);
      return;
    }
    const said = saidOf(v, result);
    if (!edited || said.bad) {
      const held = edited ? heldOf(edited, submitted) : new Map(submitted.sent.map((s) => [s.path, s.value]));
      const first = held.keys().next().value ?? null;
      const whole = see(await read(req, res), noted);
      show(req, res, { ...whole, held, open: at, focus: first, said: { form: submitted.form, ...said } }, '', 409);
    } else
      seeOther(
        res,
        `/assessment/${id}?saved=${submitted.form}${open}${grown ? '&now=grown' : ''}#form-${submitted.form}`,
      );
  });

  const add = (path: string, at: string, additionOf: (given: Record<string, string>) => Addition) =>
    app.post(`/assessment/:id/${path}`, form, async (req, res) => {
      const seen = await read(req, res);
      const { id } = current(seen.dossier);
      const addition = additionOf(strings(req.body));
      const result = await addToAssessment({ tenant: site.config.tenant, id, by: seen.writer, addition }, seen.write);
      if (result.kind === 'gone') throw new RequestFault(404, 'web.not_found');
      if (result.kind === 'added') {
        const anchor = path === 'risk' ? `risk-${result.id}` : `measure-${result.id}`;
        seeOther(res, `/assessment/${id}?open=${result.id}#${anchor}`);
        return;
      }
      const v = see({ ...seen, dossier: result.dossier }, { open: at });
      const why = result.kind === 'fault' ? v.t(`assessment.fault.${result.fault}`) : refusalText(v, result.refusal);
      show(req, res, { ...v, said: { form: at, text: why, bad: true } }, '', 422);
    });
  add('risk', 'add-risk', (g) => ({
    add: 'risk',
    name: g.name ?? '',
    cause: g.cause ?? '',
    consequence: g.consequence ?? '',
    family: g.family ?? '',
    exposed: g.exposed === 'yes',
  }));
  add('measure', 'add-measure', (g) => ({ add: 'measure', text: g.text ?? '' }));
  add('effect', 'add-effect', (g) => ({
    add: 'effect',
    measure: g.measure ?? '',
    risk: g.risk ?? '',
    lowers: g.lowers ?? '',
  }));

  app.post('/assessment/:id/take', form, async (req, res) => {
    const seen = await read(req, res);
    const { id } = current(seen.dossier);
    const measure = strings(req.body).measure ?? '';
    const fields = [{ path: `measures.${measure}.status`, value: 'planned', base: seen.dossier.versions.length }];
    const result = await editAssessment({ tenant: site.config.tenant, id, by: seen.writer, fields }, seen.write);
    if (result.kind !== 'edited') throw new RequestFault(409, 'web.fault.request');
    seeOther(res, `/assessment/${id}?open=${encodeURIComponent(measure)}#measure-${encodeURIComponent(measure)}`);
  });

  app.post('/assessment/:id/move', form, async (req, res) => {
    const seen = await read(req, res);
    const { id } = current(seen.dossier);
    const sent = parsed(MoveForm, req.body);
    const no = (dossier: Dossier, why: (v: SigningView) => string) => {
      const v = see({ ...seen, dossier });
      show(req, res, { ...v, signing: { ...v.signing, refused: { text: why(v), sent: strings(req.body) } } }, '', 422);
    };
    const action = actionOf(sent, strings(req.body));
    if (!action) {
      no(seen.dossier, (v) => v.t('assessment.sign.choose'));
      return;
    }
    const step = { tenant: site.config.tenant, id, by: seen.writer, seen: sent.seen, action, why: sent.why };
    const result = await moveAssessment(step, seen.write);
    if (result.kind === 'gone') throw new RequestFault(404, 'web.not_found');
    if (result.kind === 'moved') {
      site.log.info('assessment.moved', { to: current(result.dossier).state });
      seeOther(res, `/assessment/${id}?now=moved#sec-decision`);
      return;
    }
    no(result.dossier, (v) => (result.kind === 'newer' ? v.t('assessment.newer') : refusalText(v, result.refusal)));
  });

  app.get('/assessment/:id/versions', async (req, res) => {
    const seen = await read(req, res);
    await note('seen', seen);
    const v = see(seen);
    const [from, to] = [Number(asked(req, 'from')), Number(asked(req, 'to'))];
    const changes = from && to ? compareVersions(v.dossier, from, to, v.lang) : undefined;
    res.type('html').send(versionsPage(v, changes ? { from, to, changes } : null, site.assets));
  });

  app.get('/assessment/:id/export/:format', async (req, res) => {
    const seen = await read(req, res);
    const { dossier, reader } = seen;
    const format = FORMATS.find((f) => f === req.params.format);
    if (!format) throw new RequestFault(404, 'web.not_found');
    const lang = Lang.catch(reader.lang).parse(req.query.lang);
    const file = await deps.exportDocument(dossier, lang, format);
    if (!file) throw new RequestFault(404, 'web.not_found');
    await note('exported', seen);
    res
      .attachment(fileName(current(dossier).title, format))
      .set('Content-Type', file.mime)
      .end(file.bytes);
  });
}

function idOf(req: Request): string {
  return String(req.params.id);
}

function asked(req: Request, key: string): string | null {
  const value = req.query[key];
  return typeof value === 'string' && value.length < 80 ? value : null;
}

function strings(body: unknown): Record<string, string> {
  const entries = Object.entries((body ?? {}) as Record<string, unknown>);
  return Object.fromEntries(entries.filter((e): e is [string, string] => typeof e[1] === 'string'));
}

function parsed<S extends z.ZodType>(schema: S, body: unknown): z.infer<S> {
  const result = schema.safeParse(body ?? {});
  if (!result.success) throw new RequestFault(400, 'web.fault.request');
  return result.data;
}

function savedText(v: SigningView): string {
  return saidOf(v, {
    kind: 'edited',
    standing: standingOf(v.dossier),
    saved: [],
    clashes: [],
    faults: [],
    masked: [],
    elsewhere: [],
  }).text;
}

function bannerOf(v: SigningView, now: string | null): string {
  if (now === 'grown') return v.t('assessment.grown');
  return now === 'moved' ? v.t('assessment.moved', { state: STATE_NAMES[v.d.state][v.lang] }) : '';
}

/** The step that a form asks for; null while a decision lacks one of its choices. */
function actionOf(sent: z.infer<typeof MoveForm>, all: Record<string, string>): Action | null {
  switch (sent.do) {
    case 'advise': {
      const comments = Object.entries(all).filter(([key]) => key.startsWith('comment:'));
      return { do: 'advise', text: sent.why, comments: Object.fromEntries(comments.map(([k, v]) => [k.slice(8), v])) };
    }
    case 'decide':
      if ((sent.outcome !== 'proceed' && sent.outcome !== 'stop') || !['yes', 'no'].includes(sent.follows)) return null;
      return {
        do: 'decide',
        outcome: sent.outcome,
        followsAdvice: sent.follows === 'yes',
        whyNot: sent.whyNot,
        conditions: sent.conditions,
      };
    default:
      return { do: sent.do };
  }
}

/** The title as the name of a file: letters, digits and hyphens. */
function fileName(title: string, format: Format): string {
  const name = title.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '');
  // By whole letters: half of one can't stand in a header.
  return `${[...name].slice(0, 60).join('') || 'assessment'}.${format}`;
}
