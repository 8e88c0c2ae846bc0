/**
 * Every limit of Teams that a card or message can run into. Where no other place is given, the number stands in the Teams platform documentation
 * (learn.microsoft.com/microsoftteams/platform) under the heading named.
 */
export const LIMITS = {
  card: {
    /** What every Teams client draws: "Cards reference, Support for Adaptive Cards". Newer elements fall away silently. */
    version: '1.5',
    /** Bytes of a card as JSON in UTF-8, pictures included: 28 KB (webhooks, the smallest limit there is; a bot's whole message may have more). */
    bytes: 28 * 1024,
    /** Buttons in one row of actions; what comes after is hidden behind "…" or not drawn ("Designing Adaptive Cards"). */
    actions: 6,
    /** Letters of a button: our own limit is 24; this is what a phone still shows on two lines. */
    action: 60,
    /** Letters of what is read aloud beside a button: our own choice. */
    tooltip: 120,
    /** Options that stand open; more become a list to open ("Input.ChoiceSet", our choice). */
    expanded: 8,
    /** Letters of `speak` and `fallbackText`: not documented; long enough to be read aloud, and short enough to leave room. */
    spoken: 1500,
    /** Letters of an address: longer ones are left out (our choice). */
    url: 1500,
    /** Bytes of a picture as a data address. */
    picture: 14_000,
  },
  /** A whole message in UTF-16, pictures in base64 left out: 100 KB ("Format your bot messages"). */
  message: { utf16: 100_000, text: 10_000, summary: 200 },
  /** "Enhance AI-generated bot messages", citations. */
  citation: { count: 20, name: 80, abstract: 160, keywords: 3, keyword: 28 },
  stream: {
    /** ms between two updates: at most one a second, 1.5–2 s recommended ("Stream bot messages"). */
    every: 1500,
    /** ms from the first update to the last: two minutes, with some air for the last one. */
    total: 110_000,
  },
  /** Somebody's own view of a card is fetched by itself for so many ("Universal Actions, refresh"). */
  refresh: { users: 60 },
  /** ms that an invoke is given: Teams shows a fault after 15 s; half of it leaves time for the way back. */
  invoke: 8_000,
  /** A file that somebody drops, in bytes: what the reader of pictures takes. */
  file: { bytes: 25 * 1024 * 1024 },
  /** "Bot command menus". */
  command: { count: 10, title: 32, description: 128 },
} as const;

const utf8 = new TextEncoder();
/** Bytes of a value as JSON on the wire. */
export function bytesOf(value: unknown): number {
  return utf8.encode(JSON.stringify(value)).length;
}
