import { agenciesPart, dayIn, ProvinceFiles, ProvinceFilesError, readProvince } from '../agencies/index.js';
import { SystemClock } from '../kernel/index.js';
import { ConfigError, readConfig } from '../platform/config/index.js';
import { checkRoutes, lookupOn, readRouting, type CheckedRoute } from '../routing/index.js';

/**
 * `npm run routes:check [YYYY-MM-DD]`: who leads for every category × ward (× kind of agency complained
 * about), from the province's files alone. Exit code 1 when anything has no lead, or more than one.
 */
function check(day: string | undefined): void {
  const files = new ProvinceFiles(readConfig(process.env).provinceDir);
  const province = files.once(readProvince);
  const { units, agencies } = agenciesPart.read(files);
  const { categories, rules } = readRouting(files);
  files.throwIfWrong();
  if (province === null) throw new Error('A wrong province.json was not reported.');

  const on = day ?? dayIn(province.timeZone, new SystemClock().now());
  const agencyByCode = new Map(agencies.map((agency) => [agency.code, agency]));
  const unitByCode = new Map(units.map((unit) => [unit.code, unit]));
  const source = {
    province,
    agency: (code: string) => agencyByCode.get(code) ?? null,
    unit: (code: string) => unitByCode.get(code) ?? null,
  };
  const wards = units.filter(({ kind }) => kind !== 'province');
  const table = { categories: new Map(categories.map((category) => [category.code, category])), rules };
  const { routes, faults, tried } = checkRoutes({ table, lookup: lookupOn(source, on), wards, agencies, on });

  const line = (route: CheckedRoute): string =>
    [
      route.categoryCode,
      route.wardCode,
      unitByCode.get(route.wardCode)?.name ?? '',
      route.subjectKind ?? '-',
      route.subjectCode ?? '-',
      route.decision.leadAgencyCode ?? '?',
      agencyByCode.get(route.decision.leadAgencyCode ?? '')?.shortName ?? '',
      route.decision.slaClass ?? '',
      `${route.decision.ruleId ?? '-'}/${route.decision.ruleVersion ?? '-'}`,
      route.fault ?? '',
    ].join('\t');
  const header = [
    'category',
    'ward',
    'ward_name',
    'subject_kind',
    'subject',
    'lead',
    'lead_name',
    'sla_class',
    'rule',
    'fault',
  ].join('\t');
  const shown = new Set(routes);
  const list = [...routes, ...faults.filter((fault) => !shown.has(fault))].map(line);
  process.stdout.write(`${[header, ...list].join('\n')}\n`);
  process.stderr.write(
    `${province.name}, ngày ${on}: ${categories.length} loại việc × ${wards.length} phường, xã; ` +
      `${routes.length} trường hợp in ra, ${tried} trường hợp đã thử; ` +
      `${faults.length === 0 ? 'mỗi trường hợp có đúng một cơ quan chủ trì' : `${faults.length} chỗ sai`}.\n`,
  );
  if (faults.length > 0) process.exitCode = 1;
}

try {
  check(process.argv[2]);
} catch (error) {
  if (error instanceof ProvinceFilesError)
    process.stderr.write(`${error.problems.length} chỗ sai trong tệp cấu hình.\n${error.message}\n`);
  else if (error instanceof ConfigError) process.stderr.write(`Cấu hình chưa đúng: ${error.message}\n`);
  else throw error;
  process.exitCode = 1;
}
