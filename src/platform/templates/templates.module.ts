import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import { AssetsModule, AssetStore } from '../assets/index.js';
import { Config } from '../config/index.js';
import { ProblemPage } from '../http/index.js';
import { Locale } from './locale.js';
import { Pages } from './pages.js';
import { siteTexts } from './site.js';
import { TemplateProblemPage } from './template-problem-page.js';
import { Templates } from './templates.js';

@Global()
@Module({
  imports: [AssetsModule],
  providers: [
    {
      provide: Locale,
      inject: [Config],
      useFactory: (config: Config) => Locale.load(join(config.packageRoot, 'templates', 'locales'), 'vi', siteTexts(config.provinceDir)),
    },
    {
      provide: Templates,
      inject: [Config, Locale, AssetStore],
      useFactory: (config: Config, locale: Locale, assets: AssetStore) => Templates.load(join(config.packageRoot, 'templates'), locale, assets),
    },
    { provide: ProblemPage, useClass: TemplateProblemPage },
    { provide: Pages, inject: [Templates], useFactory: (templates: Templates) => new Pages(templates) },
  ],
  exports: [Locale, Templates, Pages, ProblemPage],
})
export class TemplatesModule {}
