import { mailboxTable } from './compare-mailboxes.ts';

// The last whole month (UTC) of every mailbox against the month before it:
//   DESKGRAPH_TOKEN=… npx tsx examples/client/main.ts
const { DESKGRAPH_URL: url = 'http://127.0.0.1:4000/graphql', DESKGRAPH_TOKEN: token } = process.env;
if (!token) throw new Error('DESKGRAPH_TOKEN must be set: deskgraph token create makes one');

const now = new Date();
const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
const period = {
  start: new Date(Date.UTC(year, month - 1)).toISOString(),
  end: new Date(Date.UTC(year, month)).toISOString(),
};
process.stdout.write(await mailboxTable({ url, token }, period));
