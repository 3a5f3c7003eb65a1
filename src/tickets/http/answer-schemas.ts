import { z } from 'zod';

export const hintsAnswer = z.object({
  hints: z.array(
    z.object({
      kind: z.string(),
      text: z.string(),
      // Of a copy: null for whoever may not see the ticket it is from.
      code: z.string().nullish(),
      ticketId: z.string().nullish(),
      percent: z.number().optional(),
      others: z.number().optional(),
    }),
  ),
});
