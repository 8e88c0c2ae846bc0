import type { Express, RequestHandler } from 'express';
import { answerQuestion } from '../app/answer-question.ts';
import { planned } from '../app/calendar.ts';
import { matchExpert } from '../app/match-expert.ts';
import { showing } from '../app/showing.ts';
import type { ConsoleDeps } from '../channels/web/console-site.ts';
import { cookie, SEAT } from '../channels/web/cookies.ts';
import { officialAt } from '../channels/web/official-page.ts';
import { createWebApp } from '../channels/web/server.ts';
import type { SignIn } from '../channels/web/sign-in.ts';
import type { Houses } from '../compose/tenants.ts';
import type { Config } from '../config.ts';
import { defaultLang } from '../core/language.ts';
import { LOCAL_TENANT } from '../core/message.ts';
import { openMunicipality, storeKeys, type Varsam } from '../main.ts';
import { archiveOf, icsOf } from './console-files.ts';
import { doorOf } from './ops.ts';

/** The web pages, for each municipality its own, drawn when somebody of it first comes. */
export function webOf(houses: Houses, signIn: SignIn | undefined): RequestHandler {
  const { base } = houses;
  const door = doorOf(houses);
  const folderOf = (tenant: string) => houses.folders.find(({ ids }) => ids.includes(tenant));
  // Pages go with their house when it is let go.
  const pages = new WeakMap<Varsam, Map<string, Express>>();
  const pagesOf = async (tenant: string) => {
    const house = await houses.of(tenant);
    const ofHouse = pages.get(house) ?? new Map<string, Express>();
    pages.set(house, ofHouse);
    const held = ofHouse.get(tenant) ?? pagesFor(tenant, house, door, signIn, folderOf(tenant));
    ofHouse.set(tenant, held);
    return held;
  };
  return async (req, res, next) => {
    const key = cookie(req, SEAT);
    const seat = key && (await base.learn.passes.holder(key, base.clock.now().toISOString()));
    // A key from a chat opens the console of that chat's municipality, and nothing beside it.
    const chat = seat && req.path.startsWith('/console') ? seat.tenant : undefined;
    const asked = officialAt(req.path)?.name;
    const official = houses.folders.find(({ name }) => name === asked)?.ids[0];
    const tenant = official ?? chat ?? (await signIn?.tenantOf(req)) ?? LOCAL_TENANT;
    (await pagesOf(tenant))(req, res, next);
  };
}

function pagesFor(
  tenant: string,
  house: Varsam,
  door: ReturnType<typeof doorOf>,
  signIn: SignIn | undefined,
  folder: Houses['folders'][number] | undefined,
): Express {
  const { config } = house;
  const official = folder && { name: folder.name, tenants: folder.ids };
  return createWebApp({
    signIn,
    converse: door,
    showing: (from, session) => showing(from, house, session),
    store: house.store,
    assessment: {
      assessments: house.assessments,
      audit: house.audit,
      mask: house.mask,
      municipality: house.municipality,
      exportDocument: house.exportDocument,
    },
    register: house,
    console: consoleOn(house),
    knowledge: house.knowledge,
    clock: house.clock,
    ids: house.ids,
    log: house.log,
    config: {
      ...{ tenant, official, host: config.web.host, publicUrl: config.publicUrl },
      ...{ country: config.country, lang: config.lang },
    },
  });
}

/** The console tries out what is asked in it as anybody would be answered, without a model's words and without keeping it. */
function consoleOn(house: Varsam): ConsoleDeps {
  const { learn, insights, retriever, config } = house;
  return {
    learn,
    insights,
    retriever,
    moderation: { log: house.moderation, archive: (tenant, lang) => archiveOf(house, tenant, lang) },
    calendar: {
      plan: (tenant) => planned(tenant, house.clock.now(), { ...house, country: config.country }),
      ics: (plan, lang) => icsOf(house, plan, lang),
    },
    tryOut: (text, { tenant, lang, country }) =>
      answerQuestion(
        { text, history: [], lang, fallbackLang: config.lang ?? defaultLang(country), country },
        {
          ...house,
          model: undefined,
          answeredBefore: (question, told) => matchExpert({ tenant, question, lang: told, country }, house),
        },
      ),
  };
}

/** Signing in to the web pages. The packages for it are loaded only here, when it is configured. */
export async function signInOn(houses: Houses, settings: NonNullable<Config['signIn']>): Promise<SignIn> {
  const { createSignIn } = await import('../channels/web/sign-in.ts');
  const { base, folders } = houses;
  const keys = await storeKeys(base.config);
  // One municipality takes whoever its provider knows; of several, somebody belongs to the one that their claim names.
  const tenantIn = (claim: unknown) =>
    folders.length === 0 ? LOCAL_TENANT : folders.find(({ ids }) => ids.some((id) => id === claim))?.ids[0];
  const house = async (claim: unknown) => {
    const tenant = tenantIn(claim);
    if (tenant === undefined) return undefined;
    const { municipality } = await openMunicipality((await houses.of(tenant)).config);
    return { tenant, access: municipality?.access };
  };
  return createSignIn({ ...settings, keys, house }, base);
}
