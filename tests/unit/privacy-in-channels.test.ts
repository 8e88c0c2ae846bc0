import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AssessmentSite, startAssessmentSite } from '../e2e/assessment-site.ts';
import { person, realConverseDeps } from '../support/converse.ts';

describe('whoever is shown an assessment stands in the log', () => {
  let site: AssessmentSite;
  beforeAll(async () => {
    site = await startAssessmentSite();
  });
  afterAll(() => site.close());

  test('on its page, with its versions, and as a file; the list of titles leaves no entry', async () => {
    const url = await site.begin();
    const id = url.split('/').at(-1) ?? '';
    await fetch(`${site.url}/assessments`);
    for (const path of ['', '/versions', '/export/md', '/export/none']) await fetch(`${url}${path}`);
    const entries = await site.audit.entries('local', { assessment: id });
    expect(entries.map((e) => [e.action, e.via])).toEqual([
      ['begun', 'store'],
      ['seen', 'web'],
      ['seen', 'web'],
      ['exported', 'web'],
    ]);
    expect((await site.audit.verify('local')).fault).toBeUndefined();
  });

  test('in a chat, as a card', async () => {
    const deps = await realConverseDeps();
    const who = person(deps, 'nb');
    for (const version of (await site.now(await site.begin())).versions) await deps.assessments.append('t', version);
    const [head] = await deps.assessments.list('t');
    if (!head) throw new Error('no assessment');
    await who.act({ do: 'show_assessment', assessment: head.id });
    await who.act({ do: 'export', assessment: head.id, format: 'md' });
    const entries = await deps.audit.entries('t', { person: 'u1' });
    expect(entries.map((e) => [e.action, e.assessment, e.via])).toEqual([
      ['shown', head.id, 'web'],
      ['exported', head.id, 'web'],
    ]);
  });
});

describe('whose a conversation is', () => {
  test('is kept where its id does not say so: access finds what was asked there', async () => {
    const deps = await realConverseDeps();
    await person(deps, 'nb').say('Når må vi gjøre en DPIA?');
    const found = await deps.personal.find('t', 'u1');
    expect(found.conversations.map((c) => c.turns.map((t) => t.question))).toEqual([['Når må vi gjøre en DPIA?']]);
    expect((await deps.personal.find('t', 'u2')).conversations).toEqual([]);
  });
});
