// Builds what browsers load into dist/public: style sheets, scripts, fonts, the icon sprite, the mark.
// Every file name carries a hash of its content, so it can be cached for ever; manifest.json maps the
// names used in templates ("css/public.css") to them. Text is stored compressed beside the original.
// Running it again gives the same files.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = join(root, 'dist', 'public');
mkdirSync(out, { recursive: true });

/** Logical name → file name. */
const manifest = {};
/** File name → content. */
const files = new Map();

for (const result of await Promise.all([bundleStyles(), bundleScripts()])) {
  for (const file of result.outputFiles) files.set(basename(file.path), Buffer.from(file.contents));
  for (const [path, { entryPoint }] of Object.entries(result.metafile.outputs)) {
    const name = basename(path);
    if (entryPoint?.endsWith('.css')) manifest[`css/${basename(entryPoint)}`] = name;
    else if (entryPoint?.endsWith('.ts')) manifest[`js/${entryPoint.split('/').at(-2)}.js`] = name;
    else if (name.endsWith('.woff2')) manifest[`fonts/${name.replace(/-[A-Z0-9]{8}\.woff2$/, '.woff2')}`] = name;
  }
}
addHashed('icons.svg', iconSprite());
addHashed('mark.svg', readFileSync(join(root, 'assets', 'mark.svg')));

for (const [name, content] of files) {
  write(name, content);
  if (name.endsWith('.woff2')) continue; // woff2 is compressed already
  write(`${name}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
  write(`${name}.gz`, gzipSync(content, { level: 9 }));
}
write('manifest.json', Buffer.from(JSON.stringify(manifest, Object.keys(manifest).sort(), 2)));
const wanted = new Set(['manifest.json', ...[...files.keys()].flatMap((name) => [name, `${name}.br`, `${name}.gz`])]);
for (const name of readdirSync(out))
  if (!wanted.has(name) && !name.endsWith('.tmp')) rmSync(join(out, name), { force: true });

function bundleStyles() {
  return build({
    ...shared(),
    entryPoints: ['public', 'staff', 'wall'].map((name) => `assets/css/${name}.css`),
    loader: { '.woff2': 'file' },
    assetNames: '[name]-[hash]',
  });
}

/** One script per folder of client/ that has an index.ts; what several need lies in client/shared. */
function bundleScripts() {
  const entries = readdirSync(join(root, 'client')).map((name) => `client/${name}/index.ts`);
  return build({
    ...shared(),
    entryPoints: entries.filter((path) => existsSync(join(root, path))),
    // Old phones are common; everything works without the script, so older ones than these just do without.
    target: ['es2020'],
    format: 'iife',
    entryNames: '[dir]-[hash]',
    outbase: 'client',
  });
}

function shared() {
  return {
    absWorkingDir: root,
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    outdir: out,
    entryNames: '[name]-[hash]',
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'warning',
  };
}

/** The icons named in assets/icons.json as symbols; stroke and size come from the class on the <svg> that uses them. */
function iconSprite() {
  const names = JSON.parse(readFileSync(join(root, 'assets', 'icons.json'), 'utf8'));
  const symbols = names.map((name) => {
    const svg = readFileSync(join(root, 'node_modules', 'lucide-static', 'icons', `${name}.svg`), 'utf8');
    const shapes = svg
      .slice(svg.indexOf('>', svg.indexOf('<svg')) + 1, svg.lastIndexOf('</svg>'))
      .replace(/\n\s*/g, '');
    return `<symbol id="${name}" viewBox="0 0 24 24">${shapes}</symbol>`;
  });
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg"><!-- lucide, ISC licence -->${symbols.join('')}</svg>`);
}

function addHashed(logicalName, content) {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 8).toUpperCase();
  const name = logicalName.replace(/(\.\w+)$/, `-${hash}$1`);
  manifest[logicalName] = name;
  files.set(name, content);
}

/** Never a half-written file under its final name, also when two processes build at once. */
function write(name, content) {
  const temporary = join(out, `${name}.${process.pid}.tmp`);
  writeFileSync(temporary, content);
  renameSync(temporary, join(out, name));
}
