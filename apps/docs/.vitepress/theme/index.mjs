/** VitePress's theme without its fonts, in Speil's colours, with the mirrored name and the menu of versions. */
import { h } from 'vue';
import Theme from 'vitepress/theme-without-fonts';
import HomePage from './HomePage.vue';
import MirrorName from './MirrorName.vue';
import VersionMenu from './VersionMenu.vue';
import './tokens.css';
import './site.css';

export default {
  extends: Theme,
  Layout: () =>
    h(Theme.Layout, null, {
      'nav-bar-title-before': () => h(MirrorName),
      'nav-bar-content-after': () => h(VersionMenu),
      'nav-screen-content-after': () => h(VersionMenu),
    }),
  enhanceApp({ app }) {
    app.component('HomePage', HomePage);
  },
};
