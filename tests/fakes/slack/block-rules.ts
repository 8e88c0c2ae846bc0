import { z } from 'zod';

/**
 * What Slack takes as blocks and views, written down from its reference (docs.slack.dev/reference/block-kit) apart from the limits in src, so that a wrong
 * number there is found here. Unknown properties are refused.
 */

const text = (max: number) =>
  z
    .string()
    .max(max)
    .refine((s) => s.trim().length > 0, 'must have words');
const plain = (max: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: text(max), emoji: z.boolean().optional() });
const mrkdwn = (max: number) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: text(max), verbatim: z.boolean().optional() });
const id = z.string().min(1).max(255);
const url = z.url({ protocol: /^https?$/ }).max(3000);

const option = z.strictObject({
  text: plain(75),
  value: z.string().min(1).max(75),
  description: plain(75).optional(),
});
const group = z.strictObject({ label: plain(75), options: z.array(option).min(1).max(100) });
const focus = { focus_on_load: z.boolean().optional() };

const button = z.strictObject({
  type: z.literal('button'),
  action_id: id,
  text: plain(75),
  value: z.string().max(2000).optional(),
  url: url.optional(),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: z.string().max(75).optional(),
});
const radio = z.strictObject({
  type: z.literal('radio_buttons'),
  action_id: id,
  options: z.array(option).min(1).max(10),
  initial_option: option.optional(),
  ...focus,
});
const checkboxes = z.strictObject({
  type: z.literal('checkboxes'),
  action_id: id,
  options: z.array(option).min(1).max(10),
  initial_options: z.array(option).min(1).optional(),
  ...focus,
});
const lists = {
  options: z.array(option).min(1).max(100).optional(),
  option_groups: z.array(group).min(1).max(100).optional(),
  placeholder: plain(150).optional(),
};
const select = z.strictObject({
  type: z.literal('static_select'),
  action_id: id,
  ...lists,
  initial_option: option.optional(),
  ...focus,
});
const multi = z.strictObject({
  type: z.literal('multi_static_select'),
  action_id: id,
  ...lists,
  initial_options: z.array(option).min(1).optional(),
  max_selected_items: z.int().min(1).optional(),
  ...focus,
});
const input = z
  .strictObject({
    type: z.literal('plain_text_input'),
    action_id: id,
    initial_value: z.string().min(1).max(3000).optional(),
    multiline: z.boolean().optional(),
    min_length: z.int().max(3000).optional(),
    max_length: z.int().min(1).max(3000).optional(),
    placeholder: plain(150).optional(),
    ...focus,
  })
  .refine((i) => (i.initial_value?.length ?? 0) <= (i.max_length ?? 3000), 'initial_value is longer than max_length');

const style = z
  .strictObject({
    bold: z.boolean().optional(),
    italic: z.boolean().optional(),
    strike: z.boolean().optional(),
    code: z.boolean().optional(),
  })
  .optional();
const richPiece = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: z.string().min(1), style }),
  z.strictObject({ type: z.literal('link'), url, text: z.string().min(1).optional(), style }),
]);
const pieces = z.array(richPiece).min(1);
const section = z.strictObject({ type: z.literal('rich_text_section'), elements: pieces });
const rich = z.discriminatedUnion('type', [
  section,
  z.strictObject({ type: z.literal('rich_text_quote'), elements: pieces }),
  z.strictObject({ type: z.literal('rich_text_preformatted'), elements: pieces }),
  z.strictObject({
    type: z.literal('rich_text_list'),
    style: z.enum(['bullet', 'ordered']),
    elements: z.array(section).min(1),
  }),
]);

const block = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('header'), block_id: id.optional(), text: plain(150) }),
  z.strictObject({ type: z.literal('divider'), block_id: id.optional() }),
  z.strictObject({
    type: z.literal('section'),
    block_id: id.optional(),
    text: z.union([plain(3000), mrkdwn(3000)]).optional(),
    fields: z
      .array(z.union([plain(2000), mrkdwn(2000)]))
      .min(1)
      .max(10)
      .optional(),
  }),
  z.strictObject({
    type: z.literal('context'),
    block_id: id.optional(),
    elements: z
      .array(z.union([plain(3000), mrkdwn(3000)]))
      .min(1)
      .max(10),
  }),
  z.strictObject({ type: z.literal('actions'), block_id: id.optional(), elements: z.array(button).min(1).max(25) }),
  z.strictObject({
    type: z.literal('input'),
    block_id: id.optional(),
    label: plain(2000),
    hint: plain(2000).optional(),
    optional: z.boolean().optional(),
    dispatch_action: z.boolean().optional(),
    element: z.discriminatedUnion('type', [radio, checkboxes, select, multi, input]),
  }),
  z.strictObject({ type: z.literal('rich_text'), block_id: id.optional(), elements: z.array(rich).min(1) }),
]);
type Block = z.infer<typeof block>;
const Blocks = z.array(block);

const metadata = z.string().max(3000).optional();
const Modal = z.strictObject({
  type: z.literal('modal'),
  callback_id: id.optional(),
  title: plain(24),
  submit: plain(24).optional(),
  close: plain(24).optional(),
  private_metadata: metadata,
  notify_on_close: z.boolean().optional(),
  clear_on_close: z.boolean().optional(),
  blocks: Blocks.min(1).max(100),
});
const Home = z.strictObject({
  type: z.literal('home'),
  callback_id: id.optional(),
  private_metadata: metadata,
  blocks: Blocks.min(1).max(100),
});
export const View = z.discriminatedUnion('type', [Modal, Home]);
export type View = z.infer<typeof View>;

/** What is wrong with the blocks of a message, as lines; none is fine. */
export function messageFaults(blocks: unknown): string[] {
  const parsed = Blocks.min(1).max(50).safeParse(blocks);
  if (!parsed.success) return parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`);
  const letters = lettersIn(parsed.data) + parsed.data.length * 125;
  return [...blockFaults(parsed.data), ...(letters > 12_000 ? [`msg_blocks_too_long: ${letters}`] : [])];
}

export function viewFaults(view: unknown): string[] {
  const parsed = View.safeParse(view);
  if (!parsed.success) return parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`);
  const inputs = parsed.data.blocks.some((b) => b.type === 'input');
  const bytes = Buffer.byteLength(JSON.stringify(view));
  return [
    ...blockFaults(parsed.data.blocks),
    ...(parsed.data.type === 'modal' && inputs && !parsed.data.submit
      ? ['submit: is required where there are inputs']
      : []),
    ...(bytes > 250_000 ? [`view_too_large: ${bytes}`] : []),
  ];
}

/** What a schema of one block can't say. */
function blockFaults(blocks: readonly Block[]): string[] {
  const faults: string[] = [];
  const ids = blocks.flatMap((b) => b.block_id ?? []);
  if (new Set(ids).size !== ids.length) faults.push('block_id: not unique');
  let focused = 0;
  for (const b of blocks) {
    const elements = b.type === 'actions' ? b.elements : b.type === 'input' ? [b.element] : [];
    const actions = elements.map((e) => e.action_id);
    if (new Set(actions).size !== actions.length) faults.push(`${b.block_id}: action_id not unique`);
    if (b.type !== 'input') continue;
    const { element } = b;
    if (element.focus_on_load) focused += 1;
    if (element.type === 'plain_text_input') continue;
    if ('option_groups' in element && element.option_groups && element.options)
      faults.push('options and option_groups');
    const all = [
      ...(element.options ?? []),
      ...('option_groups' in element ? (element.option_groups ?? []).flatMap((g) => g.options) : []),
    ];
    if (all.length === 0) faults.push(`${b.block_id}: no options`);
    const known = new Set(all.map((o) => JSON.stringify(o)));
    const initial = [
      ...('initial_option' in element && element.initial_option ? [element.initial_option] : []),
      ...('initial_options' in element ? (element.initial_options ?? []) : []),
    ];
    for (const one of initial)
      if (!known.has(JSON.stringify(one))) faults.push('initial option is none of the options');
  }
  if (focused > 1) faults.push('focus_on_load: more than one');
  return faults;
}

function lettersIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + lettersIn(one), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, child]) =>
      sum + (typeof child === 'string' ? (key === 'text' || key === 'url' ? child.length : 0) : lettersIn(child)),
    0,
  );
}
