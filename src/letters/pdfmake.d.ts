/**
 * What the letters use of pdfmake. Its published types bring the browser's with them, under which the server's code
 * would be checked as if it ran in a page.
 */
declare module 'pdfmake' {
  type Alignment = 'left' | 'center' | 'right' | 'justify';
  /** Points from the left, the top, the right and the bottom. */
  type Sides = [number, number, number, number];
  type Width = number | 'auto' | '*';

  interface Style {
    readonly font?: string;
    readonly fontSize?: number;
    readonly lineHeight?: number;
    readonly bold?: boolean;
    readonly italics?: boolean;
    readonly color?: string;
    readonly alignment?: Alignment;
  }

  interface CanvasLine {
    readonly type: 'line';
    readonly x1: number;
    readonly y1: number;
    readonly x2: number;
    readonly y2: number;
    readonly lineWidth: number;
  }

  interface TableLayout {
    readonly hLineWidth?: (line: number) => number;
    readonly vLineWidth?: (line: number) => number;
    readonly hLineColor?: () => string;
    readonly paddingLeft?: () => number;
    readonly paddingRight?: () => number;
    readonly paddingTop?: () => number;
    readonly paddingBottom?: () => number;
  }

  interface Block extends Style {
    readonly margin?: Sides;
    readonly width?: Width;
    readonly noWrap?: boolean;
    readonly leadingIndent?: number;
    readonly unbreakable?: boolean;
    /** Of a cell: left, top, right, bottom. */
    readonly border?: readonly [boolean, boolean, boolean, boolean];
  }

  interface Words extends Block {
    readonly text: string;
  }

  interface Stack extends Block {
    readonly stack: readonly Content[];
  }

  interface Columns extends Block {
    readonly columns: readonly Content[];
    readonly columnGap?: number;
  }

  interface Canvas extends Block {
    readonly canvas: readonly CanvasLine[];
  }

  interface Table extends Block {
    readonly table: {
      readonly headerRows?: number;
      readonly widths?: readonly Width[];
      readonly body: readonly (readonly Content[])[];
    };
    readonly layout?: TableLayout | 'noBorders';
  }

  export type Content = string | Words | Stack | Columns | Canvas | Table;

  export interface TDocumentDefinitions {
    readonly content: readonly Content[];
    readonly info?: { readonly title?: string; readonly author?: string; readonly creator?: string };
    readonly pageSize?: 'A4';
    readonly pageMargins?: Sides;
    /** "vi", for whoever has the document read aloud. */
    readonly language?: string;
    readonly defaultStyle?: Style;
    readonly header?: (page: number, pages: number) => Content | null;
    readonly footer?: (page: number, pages: number) => Content | null;
    readonly watermark?: {
      readonly text: string;
      readonly color?: string;
      readonly opacity?: number;
      readonly bold?: boolean;
    };
  }

  interface FontFiles {
    readonly normal: string;
    readonly bold: string;
    readonly italics: string;
    readonly bolditalics: string;
  }

  const pdfmake: {
    /** Its files in memory, where it looks for fonts. */
    readonly virtualfs: { writeFileSync(name: string, content: Buffer): void };
    setFonts(fonts: Readonly<Record<string, FontFiles>>): void;
    /** Whether an address that a document names may be fetched. */
    setUrlAccessPolicy(allowed: (url: string) => boolean): void;
    /** Whether a file that a document names may be read. */
    setLocalAccessPolicy(allowed: (path: string) => boolean): void;
    createPdf(definition: TDocumentDefinitions): { getBuffer(): Promise<Buffer> };
  };
  export default pdfmake;
}
