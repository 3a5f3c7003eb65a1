import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';

/**
 * Structured log, one JSON object a line. Callers pass references (ids, codes, counts) and never
 * personal data or free text; an error's message and stack are logged, so messages hold none either.
 */
export abstract class Log {
  abstract debug(fields: object, message: string): void;
  abstract info(fields: object, message: string): void;
  abstract warn(fields: object, message: string): void;
  abstract error(fields: object, message: string): void;
}

export function createLog(level: string): Log & Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { error: describeError },
  });
}

/**
 * An error without what may be personal: a database error repeats the values of the row it failed on,
 * so only its code is kept.
 */
export function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { name: typeof error };
  const driver = (error as { driverError?: { code?: string } }).driverError;
  if (driver) return { name: error.name, code: driver.code ?? null, stack: stackOnly(error) };
  return { name: error.name, message: error.message, stack: stackOnly(error) };
}

function stackOnly(error: Error): string {
  const lines = (error.stack ?? '').split('\n');
  return lines
    .filter((line) => line.trimStart().startsWith('at '))
    .slice(0, 12)
    .join('\n');
}

/** Nest's own messages, through the same log. */
export function nestLogger(log: Log): LoggerService {
  const write =
    (level: 'debug' | 'info' | 'warn' | 'error') =>
    (message: unknown, ...rest: unknown[]): void => {
      if (message instanceof Error) log[level]({ error: message, source: rest.at(-1) }, message.name);
      else log[level]({ source: rest.at(-1) }, String(message));
    };
  return {
    log: write('debug'),
    error: write('error'),
    warn: write('warn'),
    debug: write('debug'),
    verbose: write('debug'),
  };
}
