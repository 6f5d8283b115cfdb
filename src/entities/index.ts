import './account/schema.ts';
import './conversation/connection.ts';
import './conversations/schema.ts';
import './customer/connection.ts';
import './named.ts';
