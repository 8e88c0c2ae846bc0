import { describe, expect, it } from 'vitest';
import { type Started, startTable } from '../../src/commands/start-table.ts';
import { owner } from '../support/learning.ts';

const knowledge: Started['knowledge'] = { guidelines: [], law: [], curated: [], conflicts: [] };
const alone: Started = {
  url: 'http://127.0.0.1:3000',
  knowledge,
  index: { state: 'opened', vectorSearch: 'none' },
  config: { dataDir: 'data', knowledgeDir: 'knowledge', model: undefined, embeddings: undefined },
};

describe('the start-up table', () => {
  it('says where the chat is, and for what is off how to turn it on', () => {
    const table = startTable(alone);
    expect(table).toContain('varsam is ready: http://127.0.0.1:3000');
    expect(table).toMatch(/model +off .*\n +To turn on: VARSAM_MODEL=/);
    expect(table).toMatch(/embeddings +on +built in, no network/);
    expect(table).toMatch(/store +on +data.varsam\.db/);
  });

  it('names a model and its host, and never its key', () => {
    const model = { name: 'small', url: 'https://models.example/v1', key: 'secret', timeoutMs: 20_000 };
    const table = startTable({ ...alone, config: { ...alone.config, model } });
    expect(table).toMatch(/model +on +small at models\.example, given 20 s/);
    expect(table).not.toContain('secret');
  });

  it('says of Slack what it is, or how to turn it on', () => {
    expect(startTable(alone)).toMatch(/slack +off +not configured\n +To turn on: VARSAM_SLACK_BOT_TOKEN=/);
    const slack = { on: true, what: 'Bygda as @varsam, by Socket Mode' };
    expect(startTable({ ...alone, slack })).toMatch(/slack +on +Bygda as @varsam, by Socket Mode/);
  });

  it('says when the digest is sent and to whom, or how to send it to somebody', () => {
    const weekly = { cron: '0 8 * * 1', zone: 'Europe/Oslo', next: new Date('2026-11-23T07:00:00Z') };
    expect(startTable({ ...alone, digest: { ...weekly, owners: [] } })).toMatch(
      /digest +on +Monday,? 23 November 2026 at 08:00 \(0 8 \* \* 1, Europe\/Oslo\), to the console\n +To send it to somebody: VARSAM_MUNICIPALITY=/,
    );
    const owners = [owner('kom', { to: { slack: 'C1', teams: 'T1' } }), owner('arkiv')];
    expect(startTable({ ...alone, digest: { ...weekly, owners } })).toContain(
      'to kom (slack and teams), arkiv (console)',
    );
  });

  it('says where the console is, and that it is on this machine alone', () => {
    expect(startTable(alone)).toMatch(/console +on +http:\/\/127\.0\.0\.1:3000\/console, on this machine alone/);
    expect(startTable({ ...alone, url: 'http://0.0.0.0:3000' })).toMatch(/console +off +only on this machine/);
  });

  it('says that on a network the web takes sign-in, and where people sign in', () => {
    expect(startTable({ ...alone, url: 'http://0.0.0.0:3000' })).toMatch(
      /web chat +off +on a network it takes sign-in/,
    );
    const signIn = {
      issuer: 'https://login.example/t/v2.0',
      publicUrl: 'https://varsam.kommune.example',
      ...{ clientId: 'c', clientSecret: 'a secret', groups: 'groups', scope: 'openid', tenantClaim: 'tid', hours: 8 },
    };
    const table = startTable({ ...alone, url: 'http://0.0.0.0:3000', config: { ...alone.config, signIn } });
    expect(table).toMatch(/web chat +on +https:\/\/varsam.kommune.example, signed in at login.example/);
    expect(table).toMatch(/console +on .*for those whose groups say so/);
    expect(table).not.toContain('a secret');
  });

  it('says when a saved index had to be built again', () => {
    expect(startTable({ ...alone, index: { state: 'rebuilt: damaged', vectorSearch: 'none' } })).toContain('damaged');
  });
});
