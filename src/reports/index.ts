import './breakdown/schema.ts';
import './channel-summary/schema.ts';
import './conversations/schema.ts';
import './conversations-by-status/schema.ts';
import './satisfaction/schema.ts';
import './user-conversation-history/schema.ts';
import './volumes-by-channel/schema.ts';
import './workload/schema.ts';
