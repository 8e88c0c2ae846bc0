import { type Document, isMap, isPair, isScalar, isSeq, parseDocument, Document as YamlDocument } from 'yaml';
import type { Guideline } from '../../core/guideline.ts';
import type { Lang } from '../../core/language.ts';
import { type Comment, comment } from './wording.ts';

const PRINT = { lineWidth: 0, flowCollectionPadding: false } as const;
type When = { lang: Lang; date: string };

/** A drafted sidecar as YAML, with a comment at each key that a person should look at. */
export function draftYaml(guideline: Guideline, { lang, date }: When): string {
  const {
    id,
    file,
    text,
    sha256,
    title,
    publisher,
    inferred,
    country,
    language,
    authority,
    published,
    pages,
    sections,
    rules,
  } = guideline;
  const doc: Document = new YamlDocument({
    id,
    file,
    ...(text ? { text } : {}),
    sha256,
    title,
    publisher,
    inferred,
    country,
    language,
    authority,
    published,
    ...(pages ? { pages } : {}),
    sections,
    rules,
  });
  const values = { file, date, text: text ?? file };
  doc.commentBefore = ` ${comment(lang, 'head', values)}`;
  const commented: Comment[] = [
    'title',
    'publisher',
    'inferred',
    'country',
    'authority',
    'published',
    'sections',
    'rules',
  ];
  for (const name of commented) {
    const pair = isMap(doc.contents)
      ? doc.contents.items.find((item) => isScalar(item.key) && item.key.value === name)
      : undefined;
    if (pair && isScalar(pair.key)) pair.key.commentBefore = ` ${comment(lang, name, values)}`;
  }
  shortLists(doc);
  return doc.toString(PRINT);
}

/** What a new edition changes in a sidecar; the rest, with the comments that people wrote, stays as it stands. */
export function updateYaml(source: string, guideline: Guideline, { lang, date }: When): string {
  const doc: Document = parseDocument(source);
  const { file, text, sha256, pages, sections, rules } = guideline;
  for (const [key, value] of Object.entries({ file, text, sha256, pages, sections })) {
    if (value === undefined) doc.delete(key);
    else doc.set(key, doc.createNode(value));
  }
  const written = doc.get('rules');
  if (isSeq(written)) {
    written.items = written.items.filter((item) => isMap(item) && rules.some((rule) => rule.id === item.get('id')));
    for (const item of written.items)
      if (isMap(item)) item.set('lines', doc.createNode(rules.find((rule) => rule.id === item.get('id'))?.lines));
  }
  const note = ` ${comment(lang, 'updated', { file, date })}`;
  doc.commentBefore = [doc.commentBefore, note].filter(Boolean).join('\n');
  shortLists(doc);
  return doc.toString(PRINT);
}

/** Line ranges, pages, tags and titles on one line each: `lines: [12, 18]`. */
function shortLists(doc: Document): void {
  const visit = (node: unknown): void => {
    if (isPair(node)) {
      if (isMap(node.value) && isScalar(node.key) && node.key.value === 'title') node.value.flow = true;
      visit(node.value);
    } else if (isMap(node)) node.items.forEach(visit);
    else if (isSeq(node)) {
      const short = node.items.every(
        (item) => isScalar(item) && (typeof item.value === 'number' || String(item.value).length < 25),
      );
      if (short) node.flow = true;
      else node.items.forEach(visit);
    }
  };
  visit(doc.contents);
}
