import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Request, Response } from 'express';

const here = join(import.meta.dirname, 'assets');
const require = createRequire(import.meta.url);

/** Later style sheets build on earlier ones; they are served as one. */
const STYLES = [
  'base.css',
  'chat.css',
  'answer.css',
  'source.css',
  'card.css',
  'assessment.css',
  'console.css',
  'official.css',
].map((name) => join(here, name));

const FILES: Record<string, { paths: string[]; type: string }> = {
  'style.css': { paths: STYLES, type: 'text/css; charset=utf-8' },
  'app.js': {
    paths: ['app.js', 'assessment.js', 'console.js'].map((name) => join(here, name)),
    type: 'text/javascript; charset=utf-8',
  },
  'icon.svg': { paths: [join(here, 'icon.svg')], type: 'image/svg+xml' },
  'htmx.js': { paths: [require.resolve('htmx.org/dist/htmx.min.js')], type: 'text/javascript; charset=utf-8' },
  'hx-sse.js': { paths: [require.resolve('htmx.org/dist/ext/hx-sse.min.js')], type: 'text/javascript; charset=utf-8' },
};

export type Assets = { url: (name: string) => string; serve: (req: Request, res: Response) => boolean };

/**
 * The few files a page needs, read once and kept, plain and compressed. Their addresses carry a hash of what is in them, so a browser may keep
 * them for a year and still sees a change at once.
 */
export function loadAssets(): Assets {
  const loaded = new Map(
    Object.entries(FILES).map(([name, { paths, type }]) => {
      const body = Buffer.concat(paths.map((path) => readFileSync(path)));
      const version = createHash('sha256').update(body).digest('hex').slice(0, 12);
      return [name, { body, zipped: gzipSync(body), type, version }];
    }),
  );
  return {
    url: (name) => `/assets/${name}?v=${loaded.get(name)?.version ?? ''}`,
    serve: (req, res) => {
      const asset = loaded.get(String(req.params.name));
      if (!asset) return false;
      const fresh = req.query.v === asset.version;
      res.set({
        'Content-Type': asset.type,
        'Cache-Control': fresh ? 'public, max-age=31536000, immutable' : 'public, no-cache',
        Vary: 'Accept-Encoding',
      });
      const zip = req.acceptsEncodings('gzip') === 'gzip';
      if (zip) res.set('Content-Encoding', 'gzip');
      res.end(zip ? asset.zipped : asset.body);
      return true;
    },
  };
}
