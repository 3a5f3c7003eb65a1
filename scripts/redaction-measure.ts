/**
 * `npm run -s redaction:measure`: what the redactor hides of the marked corpus, class by class. For the lines its rules
 * are tuned on, and for numbers in every way of writing, the misses are listed; of the lines held out only the counts are printed, so that looking at the figures
 * teaches nothing about the lines. `-- --tuning`: without the held-out lines, for whoever is tuning.
 */
import { parseArgs } from 'node:util';
import {
  measureRedaction,
  readRedaction,
  REDACTION_CLASSES,
  REDACTION_FILE,
  REDACTION_HELD_OUT_FILE,
  type RedactionFigures,
} from '../test/corpus/redaction-corpus.js';
import { redactionFormats } from '../test/corpus/redaction-formats.js';

const { values } = parseArgs({ options: { tuning: { type: 'boolean' } } });
const tuning = measureRedaction(readRedaction(REDACTION_FILE));
print('Phần để chỉnh quy tắc', tuning);
for (const miss of tuning.misses) console.log(`  ${miss}`);
const formats = measureRedaction(redactionFormats());
print('Mọi cách viết số, trong nhiều câu', formats);
for (const miss of formats.misses) console.log(`  ${miss}`);
if (values.tuning !== true) print('Phần để riêng', measureRedaction(readRedaction(REDACTION_HELD_OUT_FILE)));

function print(name: string, { lines, of, letters }: RedactionFigures): void {
  console.log(`\n${name}: ${String(lines)} dòng`);
  console.log('loại       chỗ  đã che  bỏ sót   bắt được        máy che   đúng   chính xác');
  const all = { places: 0, hidden: 0, found: 0, right: 0 };
  for (const kind of REDACTION_CLASSES) {
    const one = of[kind];
    row(kind, one);
    for (const key of Object.keys(all) as (keyof typeof all)[]) all[key] += one[key];
  }
  row('tất cả', all);
  console.log(
    `chữ bị che: ${String(letters.hidden)}, cần che: ${String(letters.right)} (${share(letters.right, letters.hidden)})`,
  );
}

function row(kind: string, { places, hidden, found, right }: RedactionFigures['of']['name']): void {
  const cells = [
    kind.padEnd(9),
    String(places).padStart(5),
    String(hidden).padStart(7),
    String(places - hidden).padStart(7),
    share(hidden, places).padStart(10),
    String(found).padStart(14),
    String(right).padStart(6),
    share(right, found).padStart(11),
  ];
  console.log(cells.join(' '));
}

function share(part: number, whole: number): string {
  return whole === 0 ? '-' : `${((100 * part) / whole).toLocaleString('vi-VN', { maximumFractionDigits: 1 })} %`;
}
