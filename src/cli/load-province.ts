import 'reflect-metadata';
import { DataSource } from 'typeorm';
import {
  agenciesEntities,
  agenciesPart,
  changesIn,
  ProvinceFilesError,
  ProvinceLoader,
  type LoadReport,
} from '../agencies/index.js';
import { SystemClock } from '../kernel/index.js';
import { ConfigError, readConfig } from '../platform/config/index.js';
import { migrate, openReader, UnitOfWork, writerOptions } from '../platform/database/index.js';
import { routingEntities, routingPart } from '../routing/index.js';
import { slaEntities, slaPart } from '../sla/index.js';
import { loadWords } from '../suggestions/offline.js';

const TABLES: Readonly<Record<string, string>> = {
  administrative_unit: 'đơn vị hành chính',
  former_unit: 'đơn vị cũ',
  ward_polygon: 'ranh giới phường, xã',
  agency: 'cơ quan',
  category: 'loại việc',
  routing_rule: 'quy tắc chuyển',
  sla_class: 'hạng thời hạn',
  sla_limit: 'thời hạn',
  escalation_step: 'bậc nhắc việc',
  calendar: 'lịch làm việc',
  calendar_hours: 'giờ làm việc',
  calendar_day: 'ngày nghỉ, ngày làm bù',
};

/** `npm run load`: brings the configuration in the database in line with the province's files; all of it or nothing. */
async function load(): Promise<void> {
  const config = readConfig(process.env);
  // No table keeps them: they are read at start, and a wrong line would be found out only then.
  loadWords(config.provinceDir);
  const entities = [...agenciesEntities, ...slaEntities, ...routingEntities];
  const writer = await new DataSource(writerOptions(config, entities)).initialize();
  try {
    await migrate(writer);
    const reader = await openReader(writer, config, entities);
    const loader = new ProvinceLoader(config, new UnitOfWork(writer), reader, new SystemClock());
    process.stdout.write(describe(await loader.load([agenciesPart, slaPart, routingPart])));
  } finally {
    await writer.destroy();
  }
}

function describe(report: LoadReport): string {
  const changes = changesIn(report);
  const lines = report.tables
    .filter(({ inserted, updated, closed }) => inserted + updated + closed > 0)
    .map(
      ({ table, inserted, updated, closed }) =>
        `  ${TABLES[table] ?? table}: thêm ${inserted}, sửa ${updated}, hết hiệu lực ${closed}`,
    );
  const total = changes === 0 ? 'không có gì thay đổi' : `${changes} thay đổi`;
  const restart =
    changes === 0
      ? []
      : [
          '  Máy chủ đang chạy dùng ngay lịch và hạn mới; đơn vị, lĩnh vực và quy tắc phân công thì sau khi khởi động lại.',
        ];
  return `${[`${report.province}: ${total}.`, ...lines, ...restart].join('\n')}\n`;
}

load().catch((error: unknown) => {
  if (error instanceof ProvinceFilesError) {
    process.stderr.write(`Không nạp gì cả: ${error.problems.length} chỗ sai trong tệp cấu hình.\n${error.message}\n`);
  } else if (error instanceof ConfigError) process.stderr.write(`Cấu hình chưa đúng: ${error.message}\n`);
  else
    process.stderr.write(
      `Không nạp được: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
  process.exitCode = 1;
});
