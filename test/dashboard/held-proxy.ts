import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A way to a server on which an answer in parts stops after its first part. */
export interface HeldProxy {
  readonly address: string;
  /** Lets all of the answers through. */
  readonly release: () => void;
  readonly close: () => void;
}

/** The first part of an answer that comes as events. */
const firstPart = /^data: .*\n\n/m;

export async function heldProxyTo(target: string): Promise<HeldProxy> {
  let release = (): void => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const server = createServer((request, response) => {
    pass(target, request, response, released).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    release,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function pass(
  target: string,
  request: IncomingMessage,
  response: ServerResponse,
  released: Promise<void>,
): Promise<void> {
  const body: Buffer[] = [];
  for await (const chunk of request) body.push(chunk as Buffer);
  const { authorization, accept, 'content-type': type } = request.headers;
  const named = Object.entries({ authorization, accept, 'content-type': type });
  const answer = await fetch(`${target}${request.url}`, {
    method: request.method ?? 'GET',
    headers: named.flatMap(([name, value]): [string, string][] => (value ? [[name, value]] : [])),
    ...(body.length > 0 && { body: Buffer.concat(body) }),
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
  const part = firstPart.exec(bytes.toString('latin1'));
  const end = part ? part.index + part[0].length : bytes.length;
  response.write(bytes.subarray(0, end));
  if (part) await released;
  response.end(bytes.subarray(end));
}
