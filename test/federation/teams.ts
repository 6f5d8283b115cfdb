import { serveOther } from './other-subgraph.ts';

/** A second subgraph: it knows which team a mailbox or a user belongs to, and nothing else of them. */
export const teamsSdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.6", import: ["@key"])
  type Query { teams: [Team!]! }
  type Team { name: String! mailboxes: [Mailbox!] members: [User!] }
  type Mailbox @key(fields: "id") { id: ID! team: String }
  type User @key(fields: "id") { id: ID! team: String }
`;

const teams = [
  { name: 'North', mailboxes: [{ id: 'm1' }, { id: 'm2' }], members: [{ id: 'u1' }] },
  { name: 'South', mailboxes: [{ id: 'm3' }], members: [{ id: 'u2' }] },
];

type Reference = { readonly id: string };

const teamOf = (list: 'mailboxes' | 'members') => ({
  __resolveReference: ({ id }: Reference) => {
    const team = teams.find((candidate) => candidate[list].some((member) => member.id === id));
    return team && { id, team: team.name };
  },
});

/** Serves the second subgraph on a free port. */
export function serveTeams(): ReturnType<typeof serveOther> {
  return serveOther(teamsSdl, {
    Query: { teams: () => teams },
    Mailbox: teamOf('mailboxes'),
    User: teamOf('members'),
  });
}
