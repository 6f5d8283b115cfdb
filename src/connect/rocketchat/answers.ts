import { z } from 'zod';

// What Rocket.Chat's REST API answers. Documents in it are parsed one by one.

const documents = z.array(z.unknown());
const page = { total: z.int().min(0).optional() };

export const infoAnswer = z.object({
  version: z.string().optional(),
  info: z.object({ version: z.string() }).optional(),
});

export const meAnswer = z.object({ _id: z.string(), roles: z.array(z.string()).default([]) });

export const roomsAnswer = z.object({ rooms: documents, ...page });
export const messagesAnswer = z.object({ messages: documents, ...page });
export const transfersAnswer = z.object({
  history: z.array(
    z.object({
      ts: z.string(),
      transferredBy: z.object({ _id: z.string().optional(), username: z.string().optional() }).nullish(),
    }),
  ),
  ...page,
});
export const departmentsAnswer = z.object({ departments: documents, ...page });
export const agentsAnswer = z.object({ users: documents, ...page });
export const fieldsAnswer = z.object({ customFields: documents, ...page });
export const tagsAnswer = z.object({ tags: z.array(z.object({ name: z.string() })), ...page });
export const roomAnswer = z.object({ room: z.unknown() });

export const statusLabels = ['Open', 'Queued', 'On_Hold', 'Closed'] as const;
export type StatusLabel = (typeof statusLabels)[number];

/** Without data where nothing was created in the period. */
export const statusesAnswer = z.object({
  total: z.int(),
  data: z.array(z.object({ label: z.string(), value: z.int() })),
});

export const integrationsAnswer = z.object({
  settings: z.array(z.object({ _id: z.string(), value: z.string().optional().catch(undefined) })),
});

/** What stands in an answer that is no success. */
export const errorAnswer = z.object({
  success: z.boolean().optional(),
  error: z.string().optional(),
  message: z.string().optional(),
  errorType: z.string().optional(),
});
