import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

/** A real OpenID Connect provider on this machine (npm's oidc-provider), with people whose groups a test names. */

export type Person = { groups: string[] };

export async function startProvider(people: Record<string, Person>, redirect: (issuer: string) => string) {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const back = redirect(issuer);
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'varsam',
        client_secret: 'a secret for tests alone',
        redirect_uris: [`${back}/sign-in/back`],
        post_logout_redirect_uris: [back],
      },
    ],
    claims: { openid: ['sub', 'groups'] },
    // Groups stand in the token itself, as Entra ID puts them there.
    conformIdTokenClaims: false,
    findAccount: (_ctx, id) => ({ accountId: id, claims: async () => ({ sub: id, groups: people[id]?.groups ?? [] }) }),
    cookies: { keys: ['for tests'] },
    pkce: { required: () => true },
    ttl: { AccessToken: 600, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
    features: { devInteractions: { enabled: true } },
  });
  server.on('request', provider.callback());
  return {
    issuer,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** A browser without a window: it keeps cookies by host and follows redirects. */
export function browser() {
  const jar = new Map<string, Map<string, string>>();
  const cookiesFor = (host: string) => {
    const own = jar.get(host) ?? new Map<string, string>();
    jar.set(host, own);
    return own;
  };
  async function go(
    url: string,
    form?: Record<string, string>,
  ): Promise<{ url: string; status: number; body: string }> {
    const at = new URL(url);
    const cookies = cookiesFor(at.host);
    const reply = await fetch(url, {
      redirect: 'manual',
      method: form ? 'POST' : 'GET',
      headers: {
        cookie: [...cookies].map(([k, v]) => `${k}=${v}`).join('; '),
        'accept-language': 'nb',
        ...(form ? { 'sec-fetch-site': 'same-origin' } : {}),
      },
      ...(form ? { body: new URLSearchParams(form) } : {}),
    });
    for (const line of reply.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    const to = reply.headers.get('location');
    if (to) return go(new URL(to, url).href);
    return { url, status: reply.status, body: await reply.text() };
  }
  return {
    go,
    cookies: (host: string) => cookiesFor(host),
    /** From any page of varsam, through the provider's own forms, and back. */
    async signIn(start: string, name: string) {
      let page = await go(start);
      for (let step = 0; step < 4 && page.url.includes('/interaction/'); step++) {
        const action = /action="([^"]+)"/.exec(page.body)?.[1] ?? '';
        const prompt = /name="prompt" value="(\w+)"/.exec(page.body)?.[1] ?? '';
        page = await go(new URL(action, page.url).href, { prompt, login: name, password: 'any' });
      }
      return page;
    },
  };
}
