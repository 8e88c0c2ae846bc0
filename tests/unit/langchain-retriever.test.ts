import { expect, test } from 'vitest';
import { GuidelineRetriever } from '../../src/retrieval/langchain.ts';
import { realIndex } from '../support/knowledge.ts';

test('a chain of somebody else’s gets passages of the guidelines with their lines, and nothing but passages', async () => {
  const { retriever } = await realIndex();
  const chainable = new GuidelineRetriever({ retriever, lang: 'sv', country: 'SE', limit: 5 });
  const documents = await chainable.invoke('Får vi radera en kritisk kommentar?');
  expect(documents).toHaveLength(5);
  expect(documents.every((d) => d.metadata.kind === 'passage' && Array.isArray(d.metadata.lines))).toBe(true);
  expect(documents.map((d) => d.id)).toContain('osteraker:OST-33');
  expect(documents[0]?.pageContent).not.toBe('');
});
