/** Addresses of accounts in one spelling, so that the same account is never in the register twice. */

export const PLATFORMS = [
  'facebook',
  'instagram',
  'youtube',
  'linkedin',
  'x',
  'tiktok',
  'snapchat',
  'telegram',
  'threads',
  'bluesky',
  'mastodon',
  'flickr',
  'podcast',
  'blog',
  'other',
] as const;
export type Platform = (typeof PLATFORMS)[number];

/** What people call them; the rest have words of their own in each language (`account.platform.*`). */
export const PLATFORM_NAMES: Partial<Record<Platform, string>> = {
  facebook: 'Facebook',
  instagram: 'Instagram',
  youtube: 'YouTube',
  linkedin: 'LinkedIn',
  x: 'X (Twitter)',
  tiktok: 'TikTok',
  snapchat: 'Snapchat',
  telegram: 'Telegram',
  threads: 'Threads',
  bluesky: 'Bluesky',
  mastodon: 'Mastodon',
  flickr: 'Flickr',
};

const HOSTS: Readonly<Record<string, Platform>> = {
  'facebook.com': 'facebook',
  'instagram.com': 'instagram',
  'youtube.com': 'youtube',
  'linkedin.com': 'linkedin',
  'x.com': 'x',
  'tiktok.com': 'tiktok',
  'snapchat.com': 'snapchat',
  't.me': 'telegram',
  'threads.net': 'threads',
  'bsky.app': 'bluesky',
  'flickr.com': 'flickr',
};
const OTHER_NAMES: Readonly<Record<string, string>> = {
  'fb.com': 'facebook.com',
  'fb.me': 'facebook.com',
  'instagr.am': 'instagram.com',
  'twitter.com': 'x.com',
  'telegram.me': 't.me',
  'threads.com': 'threads.net',
};
/** Where a handle lives, by platform. */
const OF_HANDLE: Partial<Record<Platform, (handle: string) => string>> = {
  facebook: (h) => `facebook.com/${h}`,
  instagram: (h) => `instagram.com/${h}`,
  youtube: (h) => `youtube.com/@${h}`,
  linkedin: (h) => `linkedin.com/company/${h}`,
  x: (h) => `x.com/${h}`,
  tiktok: (h) => `tiktok.com/@${h}`,
  snapchat: (h) => `snapchat.com/add/${h}`,
  telegram: (h) => `t.me/${h}`,
  threads: (h) => `threads.net/@${h}`,
  bluesky: (h) => `bsky.app/profile/${h}`,
};

export type AddressFault =
  | 'empty'
  /** Neither a web address nor a handle. */
  | 'no_address'
  /** A handle alone does not say where. */
  | 'platform'
  /** The front page of a platform is nobody's account. */
  | 'front_page';
export type Addressed = { ok: true; address: string; platform: Platform } | { ok: false; fault: AddressFault };

/**
 * An address in one spelling: `https://www.Facebook.com/Nesodden/?ref=x` and `@nesodden` on Facebook both give `https://facebook.com/nesodden`.
 * `platform` is what somebody chose; an address that names its own platform stands above it. Letters are folded where the platform folds them; elsewhere
 * a path keeps its case. Query and fragment go, but for the number that old Facebook pages are known by.
 */
export function normaliseAddress(text: string, platform: Platform | null): Addressed {
  const given = text.trim();
  if (!given) return { ok: false, fault: 'empty' };
  const handle = /^@([\p{L}\p{N}._-]{1,100})$/u.exec(given)?.[1];
  if (handle) return ofHandle(handle, platform);
  const federated = /^@([\w.-]{1,100})@((?:[\w-]+\.)+[a-z]{2,})$/iu.exec(given);
  if (federated) return normaliseAddress(`https://${federated[2]}/@${federated[1]}`, 'mastodon');
  const url = urlOf(given);
  if (!url) return { ok: false, fault: 'no_address' };
  const bare = url.hostname.replace(/^(?:www|m|mobile|web|[a-z]{2}-[a-z]{2})\./, '');
  const host = OTHER_NAMES[bare] ?? bare;
  const under = host.split('.').slice(-2).join('.');
  const known = HOSTS[host] ?? (under === 'facebook.com' || under === 'linkedin.com' ? HOSTS[under] : undefined);
  const kept = known ? (HOSTS[host] ? host : under) : host;
  const id = known === 'facebook' ? url.searchParams.get('id') : null;
  const path = url.pathname.replace(/\/{2,}/g, '/').replace(/(?<!\/)\/+$/, '');
  if (known && !path) return { ok: false, fault: 'front_page' };
  const folds = known !== undefined && !/^\/(?:channel|c)\//.test(path);
  const query = id && /^\d+$/.test(id) ? `?id=${id}` : '';
  const address = `https://${kept}${folds ? path.toLowerCase() : path}${query}`;
  return { ok: true, address, platform: known ?? (isNamed(platform) ? 'other' : (platform ?? 'other')) };
}

/** A platform with a host of its own: an address elsewhere is not there, whatever was chosen. */
const isNamed = (platform: Platform | null): boolean =>
  platform !== null && Object.values(HOSTS).some((known) => known === platform);

function ofHandle(handle: string, platform: Platform | null): Addressed {
  if (!platform) return { ok: false, fault: 'platform' };
  const place = OF_HANDLE[platform];
  const name = handle.toLowerCase();
  return { ok: true, address: place ? `https://${place(name)}` : `@${name}`, platform };
}

function urlOf(text: string): URL | undefined {
  const full = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  if (/\s/.test(full) || !URL.canParse(full)) return undefined;
  const url = new URL(full);
  return /^(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}$/u.test(url.hostname) || /^xn--/.test(url.hostname) ? url : undefined;
}

/** The address as people read it: without the scheme. */
export function shownAddress(address: string): string {
  return address.replace(/^https:\/\//, '');
}
