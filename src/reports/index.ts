import { activityReport } from './activity/schema.ts';
import { breakdownReport } from './breakdown/schema.ts';
import { busyTimesReport } from './busy-times/schema.ts';
import { channelSummaryReport } from './channel-summary/schema.ts';
import { conversationsReport } from './conversations/schema.ts';
import { conversationsByStatusReport } from './conversations-by-status/schema.ts';
import type { Report } from './report.ts';
import { responseTimesReport } from './response-times/schema.ts';
import { satisfactionReport } from './satisfaction/schema.ts';
import { userConversationHistoryReport } from './user-conversation-history/schema.ts';
import { volumesByChannelReport } from './volumes-by-channel/schema.ts';
import { workloadReport } from './workload/schema.ts';

/** All reports, in the order of GraphiQL's tabs. */
export const reports: readonly Report[] = [
  conversationsReport,
  volumesByChannelReport,
  userConversationHistoryReport,
  channelSummaryReport,
  conversationsByStatusReport,
  breakdownReport,
  responseTimesReport,
  activityReport,
  busyTimesReport,
  satisfactionReport,
  workloadReport,
];
