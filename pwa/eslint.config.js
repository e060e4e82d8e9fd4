/** The client's walls: no cycles, imports go down only, features are strangers to each other. */
import { createTypeScriptImportResolver } from "eslint-import-resolver-typescript";
import importX from "eslint-plugin-import-x";
import vue from "eslint-plugin-vue";
import tseslint from "typescript-eslint";
import { readdirSync } from "node:fs";

const features = readdirSync(new URL("./src/features", import.meta.url));
const below = (target, ...from) => ({
  target,
  from: from.map((folder) => `./src/${folder}`),
  message: "Imports go down only: pages → features → offline | platform → ui | i18n.",
});

const zones = [
  below("./src/features", "pages"),
  below("./src/offline", "pages", "features"),
  below("./src/platform", "pages", "features", "offline"),
  below("./src/ui", "pages", "features", "offline", "platform"),
  below("./src/i18n", "pages", "features", "offline", "platform", "ui"),
  below("./service-worker", "pages", "features", "ui"),
  ...features.map((name) => ({
    target: `./src/features/${name}`,
    from: "./src/features",
    except: [`./${name}`],
    message: "Features are strangers: a page combines them.",
  })),
];

export default tseslint.config(
  { ignores: ["dist/", "node_modules/"] },
  ...tseslint.configs.recommended,
  ...vue.configs["flat/recommended"],
  {
    files: ["**/*.{ts,vue,js,mjs}"],
    plugins: { "import-x": importX },
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    settings: {
      // Without these two the cycle rule looks into JavaScript files only.
      "import-x/extensions": [".ts", ".vue", ".js", ".mjs"],
      "import-x/parsers": { "@typescript-eslint/parser": [".ts"], "vue-eslint-parser": [".vue"] },
      "import-x/resolver-next": [createTypeScriptImportResolver({ project: ["tsconfig.json", "tsconfig.worker.json"], noWarnOnMultipleProjects: true })],
    },
    rules: {
      "import-x/no-cycle": "error",
      "import-x/no-restricted-paths": ["error", { zones }],
      "max-lines": ["error", { max: 250 }],
      "max-lines-per-function": ["error", { max: 40, skipBlankLines: true, skipComments: true }],
      "no-console": ["error", { allow: ["warn", "error"] }],
      eqeqeq: "error",
      // Formatting is left to the hand that writes; these rules only move line breaks.
      "vue/max-attributes-per-line": "off",
      "vue/singleline-html-element-content-newline": "off",
      "vue/html-self-closing": "off",
      "vue/html-indent": "off",
      "vue/html-closing-bracket-newline": "off",
      "vue/first-attribute-linebreak": "off",
      "vue/multiline-html-element-content-newline": "off",
      // Optional props read as undefined on purpose.
      "vue/require-default-prop": "off",
      // ui/ holds one-word components (Icon, Badge) that never clash with HTML elements we use.
      "vue/multi-word-component-names": "off",
    },
  },
  // Generated: nothing of it is looked at, also where a list of changed files names it, which an ignored file would be warned of.
  { files: ["src/platform/api-types.ts"], processor: { meta: { name: "generated" }, preprocess: () => [], postprocess: () => [] } },
  { files: ["scripts/**", "*.config.*"], rules: { "no-console": "off" } },
);
