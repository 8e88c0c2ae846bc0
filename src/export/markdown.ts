import type { Block, ExportModel, Table } from '../core/assessment/model.ts';

/** An assessment as Markdown (GitHub's tables). The matrix stands as a table; a picture needs a file beside it. */
export function toMarkdown(model: ExportModel): string {
  const cover = model.cover.map(({ label, value }) => `- **${plain(label)}:** ${plain(value)}`);
  return [
    `# ${plain(model.title)}`,
    '',
    `*${plain(model.subtitle)}*`,
    '',
    ...cover,
    '',
    plain(model.note),
    ...model.blocks.flatMap((block) => ['', ...lines(block)]),
    '',
  ].join('\n');
}

function lines(block: Block): string[] {
  switch (block.kind) {
    case 'heading':
      return [`${'#'.repeat(block.level + 1)} ${plain(block.text)}`];
    case 'paragraph':
      return [block.tone === 'note' ? `*${plain(block.text)}*` : paragraphs(block.text)];
    case 'field':
      return [`**${plain(block.label)}**`, '', block.empty ? `*${plain(block.text)}*` : paragraphs(block.text)];
    case 'facts':
      return block.rows.map(({ label, value }) => `- **${plain(label)}:** ${plain(value)}`);
    case 'table':
      return table(block);
    case 'matrix':
      return table(block.table);
    case 'list':
      return block.items.map((item) => `- ${plain(item.text)}`);
  }
}

function table({ head, rows }: Table): string[] {
  const inCell = (text: string) => plain(text).replaceAll('\n', '<br>');
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    row(head.map(inCell)),
    row(head.map(() => '---')),
    ...rows.map((cells) => row(cells.map((c) => (c.strong ? `**${inCell(c.text)}**` : inCell(c.text))))),
  ];
}

/** Somebody's text as text: nothing in it may become a link, a heading, HTML or another column. */
function plain(text: string): string {
  return text.replace(/[\\`*_[\]<>|~]/g, '\\$&').replace(/^([^\S\n\r\u2028\u2029]*)([#>+-]|\d+[.)])(?=\s)/gm, '$1\\$2');
}

const paragraphs = (text: string) => plain(text).replaceAll('\n', '  \n');
