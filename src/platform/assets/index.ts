export { AssetStore } from './asset-store.js';
export { AssetsModule } from './assets.module.js';
