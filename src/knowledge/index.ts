export { blocksOf, MAX_TEXT, type Block } from './domain/article-text.js';
export { STANDINGS, type Standing } from './domain/standing.js';
export { knowledgeEntities } from './entities.js';
export { KnowledgeBase, type OfferedArticle } from './knowledge-base.js';
export { KnowledgeEditing, type SaveArticleInput } from './knowledge-editing.js';
export { KnowledgeLists, type ArticleFilter, type WholeArticle } from './knowledge-lists.js';
export type { ArticleHead } from './knowledge-memory.js';
export { KnowledgeModule } from './knowledge.module.js';
export { KnowledgeSamples } from './knowledge-samples.js';
