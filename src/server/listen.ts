import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Listening {
  /** Such as http://127.0.0.1:4000 */
  readonly address: string;
  /** Takes no more requests and resolves when those under way are answered, or `grace` milliseconds have passed. */
  readonly stop: (grace: number) => Promise<void>;
}

/** A client that takes longer to send its request is cut off, at the next look. */
const sendMilliseconds = 30_000;
const lookMilliseconds = 5000;

/** Connections without a request are closed at the end; one that is on its way to us by then is still answered. */
const lingerMilliseconds = 250;

/** Starts to listen; rejects where the host or port cannot be had. */
export async function listen(answer: RequestListener, host: string, port: number): Promise<Listening> {
  const underWay = new Set<ServerResponse>();
  let isStopping = false;
  const times = { requestTimeout: sendMilliseconds, connectionsCheckingInterval: lookMilliseconds };
  const server = createServer(times, (request, response) => {
    underWay.add(response);
    response.once('close', () => underWay.delete(response));
    if (isStopping) askToClose(response);
    answer(request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  const hostInAddress = host.includes(':') ? `[${host}]` : host;
  const stop = async (grace: number): Promise<void> => {
    isStopping = true;
    for (const response of underWay) askToClose(response);
    await sleep(lingerMilliseconds);
    const closed = new Promise((resolve) => server.close(resolve));
    const timer = setTimeout(() => server.closeAllConnections(), grace);
    await closed;
    clearTimeout(timer);
  };
  return { address: `http://${hostInAddress}:${taken}`, stop };
}

// A client that is told so does not send its next request into a connection that is about to be closed.
function askToClose(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('connection', 'close');
}
