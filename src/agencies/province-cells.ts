import { z } from 'zod';

/** zod pieces for the cells of a province's CSV files; their messages are read by the editor of the files. */

const required = (max: number) => z.string().min(1, 'không được để trống').max(max, `dài quá ${max} ký tự`);

/** A line of Vietnamese, 1 to `max` characters. */
export const lineCell = (max: number) => required(max);

/** A code: ASCII letters, digits, dash, dot, underscore. */
export const codeCell = (max: number) =>
  required(max).regex(/^[A-Za-z0-9._-]+$/, 'mã chỉ gồm chữ không dấu, số và dấu - . _');

/** The empty cell is null; the column may be missing. */
export const optionalCell = <S extends z.ZodType>(cell: S) =>
  z
    .preprocess((value) => (value === '' || value === undefined ? null : value), cell.nullable())
    .optional()
    .transform((value) => value ?? null);

export const yesNoCell = z.enum(['yes', 'no'], 'chỉ nhận yes hoặc no').transform((value) => value === 'yes');

/** A calendar day, `YYYY-MM-DD`, that exists. */
export const dayCell = z.iso.date('ngày viết YYYY-MM-DD và phải có thật');

export const integerCell = (min: number, max: number) =>
  z
    .string()
    .regex(/^-?\d+$/, 'phải là số nguyên')
    .transform(Number)
    .refine((value) => value >= min && value <= max, `phải từ ${min} đến ${max}`);

/** Several codes in one cell, separated by spaces or semicolons. */
export const listCell = z
  .string()
  .optional()
  .transform((value) => (value ?? '').split(/[\s;]+/).filter((part) => part !== ''));
