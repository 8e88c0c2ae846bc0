import express, { type Express, type Request, type RequestHandler } from 'express';
import * as oidc from 'openid-client';
import type { Clock, Log } from '../../app/ports.ts';
import { type Access, rightsOf } from '../../core/access.ts';
import { type CookieOptions, cookie, SEAT } from './cookies.ts';
import { isHtmx, RequestFault, seeOther } from './faults.ts';
import { sealer } from './seal.ts';
import { OPEN } from './security.ts';
import { Journey, noteSession, Session } from './session.ts';

/** Signing in with the municipality's own account, over OpenID Connect (authorization code with PKCE; OpenID Connect Core 1.0, 3.1, and RFC 9700). */

export type SignInSettings = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** The claim that lists somebody's groups. */
  groups: string;
  /** What is asked for; `openid` alone is enough where groups come with it. */
  scope: string;
  /** Where people reach varsam, without a path. */
  publicUrl: string;
  /** 32 bytes each, the newest first. */
  keys: readonly Uint8Array[];
  hours: number;
  /** The claim that says which municipality somebody is of, where there are several. */
  tenantClaim: string;
  /** The municipality that such a claim names, and what its groups may do; undefined where it names none of ours. */
  house: (claim: unknown) => Promise<{ tenant: string; access: Access | undefined } | undefined>;
};
type Deps = { clock: Clock; log: Log };

const JOURNEY_SECONDS = 600;
const CALLBACK = '/sign-in/back';

export type SignIn = {
  /** Lets through whoever has signed in, and what anybody may see; sends everybody else to sign in. */
  gate: RequestHandler;
  /** The municipality of whoever has signed in; undefined where nobody has. */
  tenantOf: (req: Request) => Promise<string | undefined>;
  addRoutes: (app: Express) => void;
};

export function createSignIn(settings: SignInSettings, { clock, log }: Deps): SignIn {
  const { publicUrl, keys, hours } = settings;
  const now = () => clock.now();
  const sessions = sealer(keys, 'session', now);
  const journeys = sealer(keys, 'journey', now);
  const secure = publicUrl.startsWith('https:');
  // The prefix makes browsers keep others from setting it (RFC 6265bis, 4.1.3); it takes TLS.
  const names = {
    session: `${secure ? '__Host-' : ''}varsam_session`,
    journey: `${secure ? '__Host-' : ''}varsam_journey`,
  };
  const kept = (seconds: number): CookieOptions => ({
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    secure,
    maxAge: seconds * 1000,
  });
  const provider = discovered(settings, log);

  const sessionIn = async (req: Request) => Session.safeParse(await sessions.open(cookie(req, names.session)));

  const gate: RequestHandler = async (req, res, next) => {
    const held = await sessionIn(req);
    if (held.success) noteSession(req, held.data);
    if (held.success || OPEN.test(req.path) || fromChat(req)) return next();
    if (isHtmx(req)) return void res.status(401).set('HX-Redirect', '/sign-in').end();
    if (req.method !== 'GET' && req.method !== 'HEAD') throw new RequestFault(401, 'web.fault.signed_out');
    seeOther(res, `/sign-in?to=${encodeURIComponent(req.originalUrl)}`);
  };

  const addRoutes = (app: Express): void => {
    app.get('/sign-in', async (req, res) => {
      const config = await provider();
      const verifier = oidc.randomPKCECodeVerifier();
      const journey = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier, back: backOf(req.query.to) };
      const to = oidc.buildAuthorizationUrl(config, {
        redirect_uri: publicUrl + CALLBACK,
        scope: settings.scope,
        state: journey.state,
        nonce: journey.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      });
      res.cookie(names.journey, await journeys.seal(journey, JOURNEY_SECONDS), kept(JOURNEY_SECONDS));
      seeOther(res, to.href);
    });

    app.get(CALLBACK, async (req, res) => {
      const journey = Journey.safeParse(await journeys.open(cookie(req, names.journey)));
      res.clearCookie(names.journey, kept(0));
      if (!journey.success) throw new RequestFault(400, 'web.fault.sign_in');
      const claims = await claimsOf(req, journey.data, await provider());
      const house = await settings.house(claims[settings.tenantClaim]);
      const rights = house && rightsOf(groupsOf(claims[settings.groups]), house.access);
      if (!rights) throw new RequestFault(403, 'web.fault.no_access');
      const person = sessions.pseudonym(claims.iss, claims.sub);
      const session: Session = { tenant: house.tenant, person, ...rights };
      res.cookie(names.session, await sessions.seal(session, hours * 3600), kept(hours * 3600));
      log.info('web.signed_in', { roles: rights.roles.length, owners: rights.owners.length });
      seeOther(res, journey.data.back);
    });

    app.post('/sign-out', express.urlencoded({ extended: false, limit: '1kb' }), async (_req, res) => {
      res.clearCookie(names.session, kept(0));
      seeOther(res, await leaving());
    });

    app.get('/sign-out', (_req, res) => seeOther(res, '/'));
  };

  async function claimsOf(req: Request, journey: Journey, config: oidc.Configuration): Promise<oidc.IDToken> {
    try {
      const tokens = await oidc.authorizationCodeGrant(config, new URL(req.originalUrl, publicUrl), {
        pkceCodeVerifier: journey.verifier,
        expectedState: journey.state,
        expectedNonce: journey.nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (claims) return claims;
    } catch (error) {
      log.warn('web.sign_in_failed', { why: codeOf(error) });
    }
    throw new RequestFault(400, 'web.fault.sign_in');
  }

  /** The provider's own page for signing out, where it has one: else a shared machine would sign the next person in unasked. */
  async function leaving(): Promise<string> {
    const config = await provider().catch(() => undefined);
    if (!config?.serverMetadata().end_session_endpoint) return '/sign-in';
    return oidc.buildEndSessionUrl(config, { post_logout_redirect_uri: publicUrl, client_id: settings.clientId }).href;
  }

  return { gate, tenantOf: async (req) => (await sessionIn(req)).data?.tenant, addRoutes };
}

/** What the provider says of itself, asked for at the first sign-in and again after it was away. */
function discovered(settings: SignInSettings, log: Log): () => Promise<oidc.Configuration> {
  const { issuer, clientId, clientSecret } = settings;
  const at = new URL(issuer);
  // Plain HTTP only to a provider on this machine, for trying it out: config.ts lets no other through.
  const execute = at.protocol === 'http:' ? [oidc.allowInsecureRequests] : [];
  let asked: Promise<oidc.Configuration> | undefined;
  return async () => {
    asked ??= oidc.discovery(at, clientId, clientSecret, undefined, { execute });
    try {
      return await asked;
    } catch (error) {
      asked = undefined;
      log.warn('web.provider_away', { why: codeOf(error) });
      throw new RequestFault(503, 'web.fault.provider');
    }
  };
}

/** The console with a key from a chat, which it looks at itself. */
const fromChat = (req: Request) =>
  req.path === '/console/enter' || (/^\/console(?:\/|$)/.test(req.path) && cookie(req, SEAT) !== undefined);

/** A path of ours and nothing else: nobody is led away after signing in. */
function backOf(to: unknown): string {
  const path = typeof to === 'string' && to.length < 2000 ? to : '/';
  return Journey.shape.back.safeParse(path).success && !OPEN.test(path) ? path : '/';
}

function groupsOf(claim: unknown): string[] {
  const all = Array.isArray(claim) ? claim : [claim];
  return all.filter((one) => typeof one === 'string');
}

/** The standard's own word for what went wrong; never what was sent. */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'unknown';
  const { code, error: said, name } = error as { code?: unknown; error?: unknown; name?: unknown };
  return String(said ?? code ?? name ?? 'unknown').slice(0, 60);
}
