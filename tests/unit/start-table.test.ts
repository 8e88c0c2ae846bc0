import { describe, expect, it } from 'vitest';
import { type Started, startTable } from '../../src/commands/start-table.ts';

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

  it('says when a saved index had to be built again', () => {
    expect(startTable({ ...alone, index: { state: 'rebuilt: damaged', vectorSearch: 'none' } })).toContain('damaged');
  });
});
