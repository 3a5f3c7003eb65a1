import Handlebars from 'handlebars';
import { MARKUP_HELPERS } from './helpers.js';
import type { Locale } from './locale.js';

export interface Known {
  readonly locale: Locale;
  readonly icons: ReadonlySet<string>;
  readonly templates: ReadonlySet<string>;
  readonly hasAsset: (name: string) => boolean;
  readonly helpers: ReadonlySet<string>;
}

/**
 * What would be seen only when a visitor is shown the page, or not at all: texts without an entry or with a
 * value missing, unknown helpers, icons, assets and partials, unescaped output.
 * @returns one sentence per mistake.
 */
export function mistakesIn(ast: hbs.AST.Program, plainText: boolean, known: Known): string[] {
  const mistakes: string[] = [];
  const at = (node: hbs.AST.Node, what: string) => mistakes.push(`line ${node.loc.start.line}: ${what}`);

  const call = (node: hbs.AST.MustacheStatement | hbs.AST.SubExpression | hbs.AST.BlockStatement) => {
    const helper = 'original' in node.path ? String(node.path.original) : '';
    const first = node.params[0];
    const given = node.params.length > 0 || (node.hash as hbs.AST.Hash | undefined)?.pairs.length;
    if ((given || node.type === 'SubExpression') && !known.helpers.has(helper)) at(node, `unknown helper ${helper}`);
    const literal = first?.type === 'StringLiteral' ? (first as hbs.AST.StringLiteral).value : null;
    if (plainText && MARKUP_HELPERS.has(helper)) at(node, `"${helper}" gives markup, but this template is plain text`);
    if (literal === null) return;
    if (helper === 't' || helper === 'tHtml') {
      if (!known.locale.has(literal)) at(node, `no text "${literal}"`);
      else {
        const filled = new Set((node.hash as hbs.AST.Hash | undefined)?.pairs.map((pair) => pair.key));
        for (const name of known.locale.variables(literal)) if (!filled.has(name)) at(node, `text "${literal}" needs ${name}=…`);
      }
      if ((helper === 'tHtml') !== literal.endsWith('_html')) at(node, `"${literal}": texts with markup end in _html and are shown by tHtml`);
    }
    if (helper === 'icon' && !known.icons.has(literal)) at(node, `no icon "${literal}"; add it to assets/icons.json`);
    if (helper === 'asset' && !known.hasAsset(literal)) at(node, `no asset "${literal}"`);
  };
  const partial = (node: hbs.AST.PartialStatement | hbs.AST.PartialBlockStatement) => {
    const name = 'original' in node.name ? String(node.name.original) : '';
    if (name !== '' && name !== '@partial-block' && !known.templates.has(name)) at(node, `no partial "${name}"`);
  };

  class Checker extends Handlebars.Visitor {
    override MustacheStatement(node: hbs.AST.MustacheStatement): void {
      if (!node.escaped) at(node, 'unescaped output ({{{…}}} or {{&…}}) is not allowed');
      call(node);
      super.MustacheStatement(node);
    }
    override SubExpression(node: hbs.AST.SubExpression): void {
      call(node);
      super.SubExpression(node);
    }
    override BlockStatement(node: hbs.AST.BlockStatement): void {
      call(node);
      super.BlockStatement(node);
    }
    override PartialStatement(node: hbs.AST.PartialStatement): void {
      partial(node);
      super.PartialStatement(node);
    }
    override PartialBlockStatement(node: hbs.AST.PartialBlockStatement): void {
      partial(node);
      super.PartialBlockStatement(node);
    }
  }
  new Checker().accept(ast);
  return mistakes;
}
