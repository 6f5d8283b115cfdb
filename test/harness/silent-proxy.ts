import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to a PostgreSQL server that can fall silent. */
export interface SilentProxy {
  readonly url: string;
  /** From now on nothing passes on the connections that there are, and nobody is told: as when a host vanishes. New ones work. */
  readonly silence: () => void;
  readonly close: () => void;
}

export async function proxyTo(postgresUrl: string): Promise<SilentProxy> {
  const target = new URL(postgresUrl);
  const pairs = new Set<readonly [Socket, Socket]>();
  const server = createServer((near) => {
    const pair = [near, connect(Number(target.port), target.hostname)] as const;
    const [, far] = pair;
    pairs.add(pair);
    near.pipe(far).pipe(near);
    for (const socket of pair) socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(postgresUrl);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    silence: () => {
      for (const [near, far] of pairs) {
        near.unpipe(far);
        far.unpipe(near);
      }
    },
    close: () => {
      server.close();
      for (const socket of [...pairs].flat()) socket.destroy();
    },
  };
}
