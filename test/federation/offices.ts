import { serveOther } from './other-subgraph.ts';

/** A second subgraph: it knows in which office a mailbox or a user is, and nothing else of them. */
export const officesSdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.6", import: ["@key"])
  type Query { offices: [Office!]! }
  type Office { name: String! mailboxes: [Mailbox!] members: [User!] }
  type Mailbox @key(fields: "id") { id: ID! office: String }
  type User @key(fields: "id") { id: ID! office: String }
`;

const offices = [
  { name: 'North', mailboxes: [{ id: 'm1' }, { id: 'm2' }], members: [{ id: 'u1' }] },
  { name: 'South', mailboxes: [{ id: 'm3' }], members: [{ id: 'u2' }] },
];

type Reference = { readonly id: string };

const officeOf = (list: 'mailboxes' | 'members') => ({
  __resolveReference: ({ id }: Reference) => {
    const office = offices.find((candidate) => candidate[list].some((member) => member.id === id));
    return office && { id, office: office.name };
  },
});

/** Serves the second subgraph on a free port. */
export function serveOffices(): ReturnType<typeof serveOther> {
  return serveOther(officesSdl, {
    Query: { offices: () => offices },
    Mailbox: officeOf('mailboxes'),
    User: officeOf('members'),
  });
}
