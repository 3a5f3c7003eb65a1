import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import { AssetsModule, AssetStore } from '../assets/index.js';
import { Config } from '../config/index.js';
import { ProblemPage } from '../http/index.js';
import { Locale } from './locale.js';
import { Pages } from './pages.js';
import { englishSiteTexts, siteTexts } from './site.js';
import { TemplateProblemPage } from './template-problem-page.js';
import { Templates } from './templates.js';

@Global()
@Module({
  imports: [AssetsModule],
  providers: [
    {
      provide: Locale,
      inject: [Config],
      useFactory: ({ packageRoot, provinceDir }: Config) => {
        const folder = join(packageRoot, 'templates', 'locales');
        return Locale.withEnglish(
          Locale.load(folder, 'vi', siteTexts(provinceDir)),
          Locale.load(folder, 'en', englishSiteTexts(provinceDir)),
        );
      },
    },
    {
      provide: Templates,
      inject: [Config, Locale, AssetStore],
      useFactory: (config: Config, locale: Locale, assets: AssetStore) => Templates.load(join(config.packageRoot, 'templates'), locale, assets),
    },
    { provide: ProblemPage, useClass: TemplateProblemPage },
    {
      provide: Pages,
      inject: [Templates, Config],
      useFactory: (templates: Templates, { publicUrl }: Config) => new Pages(templates, publicUrl.replace(/\/$/, '')),
    },
  ],
  exports: [Locale, Templates, Pages, ProblemPage],
})
export class TemplatesModule {}
