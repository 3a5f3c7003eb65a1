import type { Reader } from '../platform/database/index.js';
import type { Directory } from '../agencies/index.js';
import { isValidOn } from '../agencies/index.js';
import type { Category } from './domain/category.js';
import type { RoutingTable } from './domain/decide.js';
import { CategoryRow, RoutingRuleRow } from './entities.js';

/** Categories and rules in memory; replaced as a whole by `reload`. */
export class Catalog {
  private current: RoutingTable | null = null;

  constructor(
    private readonly reader: Reader,
    private readonly directory: Directory,
  ) {}

  async reload(): Promise<void> {
    const { manager } = this.reader;
    const [categories, rules] = await Promise.all([
      manager.find(CategoryRow, { order: { position: 'ASC' } }),
      manager.find(RoutingRuleRow, { order: { id: 'ASC', version: 'ASC' } }),
    ]);
    this.current = { categories: new Map(categories.map((category) => [category.code, category])), rules };
  }

  /** A category by its code, also one that has ended: old tickets name it. */
  category(code: string): Category | null {
    return this.table.categories.get(code) ?? null;
  }

  /** The categories that can be chosen today, in the order of the lists. */
  categories(): readonly Category[] {
    const today = this.directory.today();
    return [...this.table.categories.values()].filter((category) => isValidOn(category, today));
  }

  /** For the router and for checks. */
  get table(): RoutingTable {
    if (this.current === null) throw new Error('The catalogue is used before it was loaded.');
    return this.current;
  }
}
