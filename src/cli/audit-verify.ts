import 'reflect-metadata';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { faultLine, HistoryAudit, type SavedAnchor } from '../audit/index.js';
import { createApp } from '../create-app.js';
import { ConfigError, readConfig } from '../platform/config/index.js';

const USAGE = 'Cách dùng: npm run -s audit:verify -- [MÃ PHIẾU] [--anchor TẬP TIN]\n';

const anchor = z.object({ day: z.string(), root: z.string() });
/** As `/api/v1/anchors` or `/api/v1/anchors/NGÀY` gave it, or several of the latter in a list. */
const savedFile = z.union([z.object({ items: z.array(anchor) }), z.array(anchor), anchor]);

class WrongUse extends Error {}

/**
 * `npm run -s audit:verify`: looks through all histories and anchors, one line for each fault. Exit code 0 when
 * all is whole, 1 with faults, 2 when it could not be looked through.
 */
async function run(): Promise<void> {
  const { code, file } = readArguments();
  const saved = file === undefined ? [] : await readSaved(file);
  // Wired but not started: nothing listens and no event moves in this process.
  const app = await createApp({ ...readConfig(process.env), logLevel: 'error' });
  try {
    const summary = await app.get(HistoryAudit, { strict: false }).run({
      code,
      saved,
      found: (fault) => process.stdout.write(`${faultLine(fault)}\n`),
      progress: (tickets) => {
        if (tickets % 1_000 < 100 && process.stderr.isTTY)
          process.stderr.write(`\rĐã xem ${tickets.toLocaleString('vi-VN')} phiếu.`);
      },
    });
    if (summary === null) throw new WrongUse(`Không có phiếu ${code ?? ''}.\n`);
    const { tickets, entries, anchors, faults } = summary;
    const seen = `${String(tickets)} phiếu, ${String(entries)} mục lịch sử, ${String(anchors)} niêm phong`;
    process.stdout.write(faults === 0 ? `Đã xem ${seen}: nguyên vẹn.\n` : `Đã xem ${seen}: ${String(faults)} lỗi.\n`);
    process.exitCode = faults === 0 ? 0 : 1;
  } finally {
    await app.close();
  }
}

function readArguments(): { code: string | undefined; file: string | undefined } {
  try {
    const { values, positionals } = parseArgs({ options: { anchor: { type: 'string' } }, allowPositionals: true });
    if (positionals.length > 1) throw new WrongUse(USAGE);
    return { code: positionals[0]?.toUpperCase(), file: values.anchor };
  } catch {
    throw new WrongUse(USAGE);
  }
}

async function readSaved(file: string): Promise<readonly SavedAnchor[]> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new WrongUse(`Không đọc được ${file}: ${error instanceof Error ? error.message : String(error)}\n`);
  }
  const parsed = savedFile.safeParse(json);
  if (!parsed.success) throw new WrongUse(`${file} không phải bản lưu từ /api/v1/anchors.\n`);
  const { data } = parsed;
  return Array.isArray(data) ? data : 'items' in data ? data.items : [data];
}

run().catch((error: unknown) => {
  if (error instanceof WrongUse) process.stderr.write(error.message);
  else if (error instanceof ConfigError) process.stderr.write(`Cấu hình chưa đúng: ${error.message}\n`);
  else
    process.stderr.write(`Chưa xem hết: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 2;
});
