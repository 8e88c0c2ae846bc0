/**
 * Every limit of Slack's that a card can run into, in UTF-16 letters unless another unit is named. Where no other place is given, the number stands on the page of
 * the block, element or method under https://docs.slack.dev/reference.
 */
export const LIMITS = {
  message: {
    blocks: 50,
    /** The text beside the blocks: cut by Slack at 40,000; 4,000 is what it recommends (chat.postMessage). */
    text: 4000,
    /**
     * All the words of all blocks. Documented nowhere: messages are refused (msg_blocks_too_long) from about 13,200 letters, of which each block takes about 125
     * (slackapi/bolt-js#2509), and with rich text from fewer (#2867). `costOf` counts the same way; this is a quarter below what was refused there.
     */
    cost: 10_000,
  },
  view: {
    blocks: 100,
    title: 24,
    submit: 24,
    close: 24,
    privateMetadata: 3000,
    callbackId: 255,
    /** Bytes of the whole view as JSON: 250 kB (views.open, view_too_large), with some air. */
    bytes: 240_000,
    /** Views on top of each other (views.push). */
    stack: 3,
  },
  header: 150,
  /** A text object anywhere, unless a smaller number stands here (composition objects: text). */
  text: 3000,
  section: { text: 3000, fields: 10, field: 2000 },
  context: { elements: 10 },
  actions: { elements: 25 },
  input: { label: 2000, hint: 2000 },
  id: { action: 255, block: 255 },
  button: { text: 75, value: 2000, url: 3000, label: 75 },
  option: { text: 75, value: 75, description: 75 },
  radio: { options: 10 },
  checkboxes: { options: 10 },
  select: { options: 100, groups: 100, groupLabel: 75, placeholder: 150 },
  plainInput: { max: 3000 },
  image: { alt: 2000 },
  /** chat.startStream, chat.appendStream: letters of one call. */
  stream: { text: 12_000 },
  assistant: { prompts: 4, loading: 10, title: 255, status: 50 },
  /** files.getUploadURLExternal: alt_txt. */
  file: { alt: 1000 },
  /** A response_url: how often, and for how many ms (handling user interaction). */
  respond: { times: 5, ms: 30 * 60 * 1000 },
  /** ms after which a trigger_id opens no view any more. */
  trigger: 3000,
} as const;

/** What a message's blocks weigh against `message.cost`: their words, and for each block and each piece of rich text what it is wrapped in. */
const BLOCK = 125;
const PIECE = 30;
export function costOf(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + costOf(one), 0);
  if (typeof value !== 'object' || value === null) return 0;
  let cost = 'block_id' in value ? BLOCK : 'type' in value ? PIECE : 0;
  for (const [key, child] of Object.entries(value)) {
    if (typeof child !== 'string') cost += costOf(child);
    else if (key !== 'type' && key !== 'block_id' && key !== 'action_id') cost += child.length;
  }
  return cost;
}
