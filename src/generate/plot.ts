import type { Random, Weighted } from './random.ts';
import type { Status, Story } from './story.ts';

/** How a story ends. `closedAt` is in seconds since 1970. */
interface Outcome {
  status: Status;
  closedAt?: number;
}

const unansweredStatuses: readonly Weighted<Status>[] = [
  ['open', 50],
  ['closed', 35],
  ['pending', 10],
  ['snoozed', 5],
];
const recentStatuses: readonly Weighted<Status>[] = [
  ['closed', 74],
  ['open', 10],
  ['pending', 8],
  ['snoozed', 4],
  ['on_hold', 4],
];
const settledStatuses: readonly Weighted<Status>[] = [
  ['closed', 93],
  ['open', 2],
  ['pending', 3],
  ['on_hold', 1],
  ['snoozed', 1],
];

/** Lets a story happen from its first message to its end: as spam, without an answer, or in one or more rounds. */
export function tell(story: Story, isRecent: boolean, random: Random): Outcome {
  if (random.chance(0.04)) return tellSpam(story, random);
  if (random.chance(0.06)) return tellUnanswered(story, random);
  const createdAt = story.time;
  if (random.chance(0.07)) {
    story.teamReplies();
  } else {
    begin(story, random);
    story.teamAnswers();
  }
  while (story.goesOn()) {
    story.customerWritesAgain();
    story.teamAnswers();
  }
  const outcome = settle(story, random.pickWeighted(isRecent ? recentStatuses : settledStatuses), random);
  // As in real data, a few clocks were wrong.
  const isWrong = outcome.closedAt !== undefined && random.chance(0.0005);
  return isWrong ? { ...outcome, closedAt: createdAt - 1 - random.below(600) } : outcome;
}

function tellSpam(story: Story, random: Random): Outcome {
  begin(story, random);
  return { status: 'spam' };
}

function tellUnanswered(story: Story, random: Random): Outcome {
  begin(story, random);
  return settle(story, random.pickWeighted(unansweredStatuses), random);
}

function begin(story: Story, random: Random): void {
  story.customerWrites();
  story.botAnswers();
  if (random.chance(0.25)) story.workflowRuns();
}

/** Brings the story to the given status, unless the clock's end comes first: then it has the one before. */
function settle(story: Story, status: Status, random: Random): Outcome {
  if (status === 'closed') close(story, random);
  else if (status === 'open') story.customerWritesAgain();
  else story.statusChanges(status, 3_600);
  return story.status === 'closed'
    ? { status: 'closed', closedAt: story.statusSetAt }
    : { status: story.status };
}

/** Closes the story, some only after a word of thanks, and a tenth more than once. */
function close(story: Story, random: Random): void {
  if (random.chance(0.1)) story.customerWritesAgain();
  story.statusChanges('closed', 7_200);
  while (!story.overran && random.chance(0.12)) {
    story.customerWritesAgain();
    story.statusChanges('open', 1);
    story.teamAnswers();
    story.statusChanges('closed', 3_600);
  }
}
