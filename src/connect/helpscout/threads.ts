import type { ConversationStatus } from '../../database/generated/enums.ts';
import { namedRecord, type ThreadInput } from '../records.ts';
import type { Person, ThreadAnswer } from './answers.ts';
import { customerMention, type Mention, placeholder, userMention } from './mentions.ts';
import type { Switches } from './state.ts';

const statusOf = new Map<unknown, ConversationStatus>([
  ['active', 'open'],
  ['pending', 'pending'],
  ['closed', 'closed'],
  ['spam', 'spam'],
]);

/** Who sent a reply whose user Help Scout no longer names. */
const deletedUser: Mention = { record: namedRecord('user', 0, 'Deleted user'), isPlaceholder: false };

/** A thread's kind and what it refers to, with the records of these. */
interface Authored {
  readonly kind: ThreadInput['kind'];
  readonly user?: Mention | undefined;
  readonly customer?: number | null | undefined;
  readonly workflow?: Mention | undefined;
  readonly savedReply?: Mention | undefined;
}

interface MappedThreads {
  readonly threads: readonly ThreadInput[];
  readonly mentioned: readonly Mention[];
  /** Types that nobody knows, one for each thread that has one. */
  readonly unknownTypes: readonly string[];
}

/** The threads that were sent, oldest first. */
export function sentThreads(newestFirst: readonly ThreadAnswer[]): ThreadAnswer[] {
  return newestFirst
    .filter(({ state }) => !unsentStates.has(state))
    .toReversed()
    .map((thread) => ({ thread, at: Date.parse(thread.createdAt) }))
    .sort((one, other) => one.at - other.at)
    .map(({ thread }) => thread);
}

const unsentStates: ReadonlySet<unknown> = new Set(['draft', 'review', 'underreview']);

/** Threads in their order, with the changes of status that they show. */
export function threadsOf(sent: readonly ThreadAnswer[], switches: Switches): MappedThreads {
  const mentioned: Mention[] = [];
  const unknownTypes: string[] = [];
  let lastStatus: ConversationStatus | undefined;
  const threads = sent.map((thread): ThreadInput => {
    const { kind, user, customer, workflow, savedReply } = authorOf(thread, switches);
    if (!knownTypes.has(thread.type)) unknownTypes.push(thread.type);
    mentioned.push(
      ...[user, workflow, savedReply].flatMap((mention) => mention ?? []),
      ...customersOf(thread),
    );
    const status = statusOf.get(thread.status);
    const isChange = status !== undefined && status !== lastStatus;
    lastStatus = status ?? lastStatus;
    return {
      id: String(thread.id),
      kind,
      createdAt: thread.createdAt,
      ...(user && { userId: user.record.id }),
      ...(customer && { customerId: String(customer) }),
      ...(savedReply && { savedReplyId: savedReply.record.id }),
      ...(workflow && { workflowId: workflow.record.id }),
      ...(isChange && { status }),
    };
  });
  return { threads, mentioned, unknownTypes };
}

const knownTypes: ReadonlySet<string> = new Set([
  'beaconchat',
  'chat',
  'customer',
  'forwardchild',
  'forwardparent',
  'lineitem',
  'message',
  'note',
  'phone',
]);

function authorOf(thread: ThreadAnswer, switches: Switches): Authored {
  const { createdBy } = thread;
  const isCustomers = createdBy?.type === 'customer';
  const user = isCustomers ? undefined : userMention(createdBy);
  switch (thread.type) {
    case 'customer':
      return customerThread(thread);
    case 'message':
      return isCustomers ? customerThread(thread) : messageOf(thread, user, switches);
    case 'chat':
    case 'beaconchat':
    case 'forwardchild':
      return isCustomers ? customerThread(thread) : replyOf(thread, user, switches);
    case 'phone':
      return isCustomers ? customerThread(thread) : { kind: 'note', user };
    case 'note':
    case 'forwardparent':
      return { kind: 'note', user };
    default:
      return { kind: 'line', user, workflow: isWorkflows(thread) ? workflowOf(thread) : undefined };
  }
}

function customerThread({ createdBy, customer }: ThreadAnswer): Authored {
  return { kind: 'customer', customer: createdBy?.type === 'customer' ? createdBy.id : customer?.id };
}

function messageOf(thread: ThreadAnswer, user: Mention | undefined, switches: Switches): Authored {
  const { action, source } = thread;
  if (isWorkflows(thread) || source?.type === 'workflows') {
    if (switches.workflowReplies === 'auto') return { kind: 'auto', workflow: workflowOf(thread) };
  } else if (action?.type === 'imported' || action?.type === 'imported-external') {
    if (switches.importedReplies === 'note') return { kind: 'note', user };
  }
  return replyOf(thread, user, switches);
}

/** What is sent by an AI agent has a kind of user of its own, which only the third version of the API tells. */
function replyOf(
  { createdBy, savedReplyId }: ThreadAnswer,
  user: Mention | undefined,
  { aiReplies }: Switches,
): Authored {
  if (createdBy?.type === 'system_user' && aiReplies === 'auto') return { kind: 'auto' };
  return {
    kind: 'reply',
    user: user ?? deletedUser,
    ...(savedReplyId && { savedReply: placeholder('savedReply', savedReplyId) }),
  };
}

/** The types of actions are not documented: those of workflows end alike. */
function isWorkflows({ action }: ThreadAnswer): boolean {
  return action?.type?.endsWith('-workflow') ?? false;
}

function workflowOf({ action }: ThreadAnswer): Mention | undefined {
  const id = action?.associatedEntities?.workflow;
  return id ? placeholder('workflow', id) : undefined;
}

function customersOf({ customer, createdBy }: ThreadAnswer): Mention[] {
  const people: (Person | null | undefined)[] = [customer, createdBy?.type === 'customer' ? createdBy : null];
  return people.flatMap((person) => customerMention(person) ?? []);
}
