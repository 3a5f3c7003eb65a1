import { z } from 'zod';

export const hintsAnswer = z.object({
  hints: z.array(
    z.object({ kind: z.string(), text: z.string(), code: z.string().optional(), ticketId: z.string().optional() }),
  ),
});
