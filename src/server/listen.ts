import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import { type AddressInfo, Server as NetServer } from 'node:net';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { namesTarget } from './target.ts';

export interface Listening {
  /** Such as http://127.0.0.1:4000 */
  readonly address: string;
  /** Asks clients, with each answer from now on, to connect anew for their next request. */
  readonly drain: () => void;
  /** Takes no more requests and resolves when those under way are answered, or `grace` milliseconds have passed. */
  readonly stop: (grace: number) => Promise<void>;
}

/** A client that takes longer to send its request is cut off, at the next look. */
const sendMilliseconds = 30_000;
const lookMilliseconds = 5000;

/** Longer than balancers keep connections without a request: the one that closes one must not be asked on it at that moment. */
const keepMilliseconds = 75_000;

/** The door closes when nobody has connected for this long, or, where somebody always does, at the end of the other time. */
const quietMilliseconds = 150;
const mostTakingInMilliseconds = 2000;

/** At the end connections without a request are closed; one that is on its way to us by then is still answered. */
const lingerMilliseconds = 250;

/** Starts to listen; rejects where the host or port cannot be had. */
export async function listen(answer: RequestListener, host: string, port: number): Promise<Listening> {
  const underWay = new Set<ServerResponse>();
  let doorCloses: Promise<void> | undefined;
  let isDraining = false;
  let connections = 0;
  const times = {
    requestTimeout: sendMilliseconds,
    connectionsCheckingInterval: lookMilliseconds,
    keepAliveTimeout: keepMilliseconds,
  };
  const server = createServer(times, (request, response) => {
    underWay.add(response);
    response.once('close', () => underWay.delete(response));
    if (!namesTarget(request)) return response.writeHead(400, { connection: 'close' }).end();
    if (isDraining) askToClose(response);
    if (!doorCloses) return answer(request, response);
    doorCloses.then(() => answer(request, response));
  });
  server.on('connection', () => {
    connections++;
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  const hostInAddress = host.includes(':') ? `[${host}]` : host;
  const drain = (): void => {
    isDraining = true;
    for (const response of underWay) askToClose(response);
  };
  const stop = async (grace: number): Promise<void> => {
    drain();
    // Those who have connected and were not taken in are cut off when the door closes. One is taken in each turn of the
    // loop, so new requests wait meanwhile: to answer them would bring new connections faster than they are taken.
    doorCloses = noneConnects(() => connections);
    await doorCloses;
    // HTTP's own way to close would cut off those whose request has not been read yet.
    const closed = new Promise((resolve) => NetServer.prototype.close.call(server, resolve));
    const timer = setTimeout(() => server.closeAllConnections(), grace);
    await Promise.race([closed, sleep(lingerMilliseconds)]);
    server.closeIdleConnections();
    await closed;
    clearTimeout(timer);
  };
  return { address: `http://${hostInAddress}:${taken}`, drain, stop };
}

async function noneConnects(connections: () => number): Promise<void> {
  const end = performance.now() + mostTakingInMilliseconds;
  let before: number;
  do {
    before = connections();
    await sleep(quietMilliseconds);
    // After the process was held up, timers come first: those who have connected meanwhile are taken in by this turn.
    await nextTurn();
  } while (connections() > before && performance.now() < end);
}

// A client that is told so does not send its next request into a connection that is about to be closed.
function askToClose(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('connection', 'close');
}
