import './account/schema.ts';
import './conversation/connection.ts';
import './conversations/schema.ts';
import './customer/connection.ts';
import './mailbox/schema.ts';
import './tag/schema.ts';
import './team/schema.ts';
import './user/schema.ts';
