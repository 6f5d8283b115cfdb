import { z } from 'zod';

const count = z
  .number()
  .nullish()
  .transform((value) => value ?? 0);
const id = z.union([z.int(), z.string()]).transform(String);

const usages = z.object({ count, top: z.array(z.object({ id, count })) });
export type Usages = z.output<typeof usages>;

/** The overall report, as far as it is compared: Help Scout's, and deskgraph's own in the same shape. */
export const overallAnswer = z.object({
  busiestDay: z.object({ day: z.int() }).nullish(),
  current: z.object({
    totalConversations: count,
    conversationsCreated: count,
    newConversations: count,
    customers: count,
    conversationsPerDay: count,
  }),
  tags: usages.nullish(),
  replies: usages.nullish(),
  workflows: usages.nullish(),
  customFields: z
    .object({ fields: z.array(z.object({ id, values: z.array(z.object({ id: id.optional(), count })) })) })
    .nullish(),
});
export type Overall = z.output<typeof overallAnswer>;

export const volumesAnswer = z.object({
  current: z.array(z.object({ chat: count, email: count, phone: count })),
});
export type Volumes = z.output<typeof volumesAnswer>;

export const historyAnswer = z.object({
  results: z.array(z.object({ id, number: z.int(), responseTime: z.number().nullish() })),
  pages: z.int(),
});
export type History = z.output<typeof historyAnswer>;
