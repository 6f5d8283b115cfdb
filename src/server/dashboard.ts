import { readdir, readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Plugin } from 'graphql-yoga';
import Negotiator from 'negotiator';

/** A file of the dashboard, as it is and packed by gzip. */
interface PageFile {
  readonly type: string;
  readonly cacheControl: string;
  readonly plain: Uint8Array<ArrayBuffer>;
  readonly packed: Uint8Array<ArrayBuffer>;
}

/** The dashboard's files by their paths on the server. */
export type Dashboard = ReadonlyMap<string, PageFile>;

/** Where `npm run build` puts it, seen from the source and from the build alike. */
const folder = new URL('../../dist/dashboard/', import.meta.url);

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Nothing comes from another host or from the page's own text, no other page may frame it, and it sends forms nowhere. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const protection = {
  'content-security-policy': policy,
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  vary: 'accept-encoding',
};

/** Reads the built dashboard; undefined in a checkout that is not built. */
export async function readDashboard(): Promise<Dashboard | undefined> {
  const names = await readdir(new URL('assets/', folder)).catch(() => undefined);
  if (!names) return undefined;
  // The names of assets change with what is in them.
  const assets = names.map((name) => fileOf(`assets/${name}`, 'public, max-age=31536000, immutable'));
  const [page, ...rest] = await Promise.all([fileOf('index.html', 'no-cache'), ...assets]);
  return new Map([['/', page[1]], ...rest]);
}

async function fileOf(name: string, cacheControl: string): Promise<[path: string, file: PageFile]> {
  const plain = new Uint8Array(await readFile(new URL(name, folder)));
  const packed = new Uint8Array(await promisify(gzip)(plain));
  const type = types[extname(name)] ?? 'application/octet-stream';
  return [`/${name}`, { type, cacheControl, plain, packed }];
}

/** Answers a browser at `/` with the dashboard, and with what that loads. */
export function useDashboard(dashboard: Dashboard): Plugin {
  return {
    onRequest: ({ request, url, endResponse, fetchAPI }) => {
      const file = dashboard.get(url.pathname);
      if (!file || (request.method !== 'GET' && request.method !== 'HEAD')) return;
      const isPacked = takesGzip(request);
      const headers = {
        ...protection,
        'content-type': file.type,
        'cache-control': file.cacheControl,
        ...(isPacked && { 'content-encoding': 'gzip' }),
      };
      const body = isPacked ? file.packed : file.plain;
      endResponse(new fetchAPI.Response(request.method === 'HEAD' ? null : body, { headers }));
    },
  };
}

function takesGzip({ headers }: Request): boolean {
  const encodings = headers.get('accept-encoding') ?? '';
  return (
    new Negotiator({ headers: { 'accept-encoding': encodings } }).encoding(['gzip', 'identity']) === 'gzip'
  );
}
